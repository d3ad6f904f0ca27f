"""Files of anybody become a folder with a schema: surveyed, chosen about, prepared. Knows no torch and no web."""
