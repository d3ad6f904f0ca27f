"""What torch lacks: one module or function, one file, readable, and printed as it stands into a drawing's source."""
