"""Rules for workflow files, one file each: a statement that should be true, and its `check`."""
