"""Aten: any tensor operation of torch, by its name."""

from builder.aten import AtenBinder

LAYER = AtenBinder()
