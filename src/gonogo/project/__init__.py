"""A project as its files describe it: settings, layouts, version locations, tests; and writing a version."""
