"""What people write by hand, and the node that means it: a file for each family, found by walking."""
