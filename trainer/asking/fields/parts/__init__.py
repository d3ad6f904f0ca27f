"""What several kinds of fields share."""
