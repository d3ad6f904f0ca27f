"""The architectures of a first course, written as students write them."""
