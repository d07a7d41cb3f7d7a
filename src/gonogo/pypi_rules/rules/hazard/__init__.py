"""Files that the index takes and an installer should not."""
