"""Several packages that are released as one."""
