"""What stops a client before it posts anything."""
