"""A first network for data of anybody's own: one that learns, to be changed from there."""
