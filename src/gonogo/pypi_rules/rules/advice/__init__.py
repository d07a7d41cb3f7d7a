"""What could be better and is never refused."""
