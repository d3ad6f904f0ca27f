"""What several kinds of files share."""
