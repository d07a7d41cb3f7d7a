"""The command line: Nox sessions, Invoke tasks and the report. Nothing is decided here; only report prints."""
