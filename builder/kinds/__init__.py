"""What a node can be, and what else can be added as one file: layers, data sets, starters, blocks, formats."""
