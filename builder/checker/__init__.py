"""Everything that is wrong with a drawing, and what flows on every wire."""
