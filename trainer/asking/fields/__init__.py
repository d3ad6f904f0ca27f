"""Kinds of fields: one way of giving a network something by hand, one file."""
