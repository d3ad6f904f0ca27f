"""What several kinds of columns share."""
