"""Kinds of files, one each: what rows and columns there are in them."""
