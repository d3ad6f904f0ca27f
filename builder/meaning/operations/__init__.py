"""What operations of torch make of facts: one family of them, one file, each with an ``OPERATIONS`` by name."""
