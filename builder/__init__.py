"""A drawing becomes a network: check it, read its source, compile it."""

from builder.checker import check
from builder.gallery import STARTERS
from builder.program import compile
from builder.registry import CATALOG, catalog
from builder.writer import source

__all__ = ["CATALOG", "STARTERS", "catalog", "check", "compile", "source"]
