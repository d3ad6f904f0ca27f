"""Blocks that come with Layerloom: one block, one file, which holds a ``BLOCK``, or several kindred ``BLOCKS``."""
