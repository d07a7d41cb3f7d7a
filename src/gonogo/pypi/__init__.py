"""What a package index accepts: one rule a file, pure, over an opened artifact and the form that a client sends."""
