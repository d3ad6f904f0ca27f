"""Asking a network: what it takes from a hand, field by field, and what it tells, answer by answer."""
