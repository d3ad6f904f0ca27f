"""What the descriptions of operations share."""
