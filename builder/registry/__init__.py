"""What there is, found by walking the folders in which one thing is one file. Nothing else walks them."""
