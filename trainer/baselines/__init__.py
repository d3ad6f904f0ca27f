"""Classical methods on the task of a drawing: what it comes to without a network."""
