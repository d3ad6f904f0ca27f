"""Networks to begin with: one file each, found by walking this folder."""
