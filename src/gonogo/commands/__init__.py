"""The commands, one file each; only these decide what a command does."""
