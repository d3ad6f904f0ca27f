"""Aten: any tensor operation of torch, by its name."""

from builder.layers.parts.aten import AtenBinder

LAYER = AtenBinder()
