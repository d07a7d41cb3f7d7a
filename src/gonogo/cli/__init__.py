"""The doors: Nox sessions, Invoke tasks and the report. Nothing is decided here; only report prints. Floor 4."""
