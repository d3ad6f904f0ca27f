"""What several kinds of answers share."""
