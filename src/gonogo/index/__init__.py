"""Package indexes: reading, uploading, credentials."""
