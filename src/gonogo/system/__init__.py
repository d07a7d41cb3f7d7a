"""The operating system: processes, files, HTTP with limits, secrets and temporary folders."""
