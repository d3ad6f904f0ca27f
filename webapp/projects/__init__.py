"""Networks that people draw, alone or together, and their storage."""
