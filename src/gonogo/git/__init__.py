"""git: the repository, the temporary clone, tags, remotes, locks and the work tree."""
