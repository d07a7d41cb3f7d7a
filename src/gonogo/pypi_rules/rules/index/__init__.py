"""What the index already has."""
