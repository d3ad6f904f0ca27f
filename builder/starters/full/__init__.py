"""Networks of the papers at the size that was published, for lessons: they open, and are checked by shapes alone."""
