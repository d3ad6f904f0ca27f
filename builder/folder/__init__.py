"""Anybody's own data: a folder with a ``schema.json``. Knows no torch and no web."""
