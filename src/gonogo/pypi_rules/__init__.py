"""What a package index accepts: one pure rule a file, over an artifact and the form that a client sends."""
