"""Networks that were written elsewhere, as drawings."""
