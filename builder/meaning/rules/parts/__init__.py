"""What rules share: small drawings, ways along wires, usual fixes."""
