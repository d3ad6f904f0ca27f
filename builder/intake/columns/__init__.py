"""Kinds of columns, one each: how to tell them, and how their cells become numbers."""
