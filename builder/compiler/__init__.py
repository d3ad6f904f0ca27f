"""A drawing becomes Python source, and the source a network."""
