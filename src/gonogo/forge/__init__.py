"""Forges: their API, their releases and their notes; one file a provider."""
