"""What several starters share."""
