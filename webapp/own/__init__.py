"""Data of visitors' own: files come in, are looked at, and become versions that drawings learn from."""
