"""What several layers, and importers, share."""
