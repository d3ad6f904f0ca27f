"""Rules of meaning: one rule, one file, each with a ``RULE``."""
