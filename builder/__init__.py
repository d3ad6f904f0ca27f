"""A drawing becomes a network: check it, read its source, compile it."""

from builder.catalog import CATALOG, catalog
from builder.check import check
from builder.compile import compile
from builder.gallery import STARTERS
from builder.source import source

__all__ = ["CATALOG", "STARTERS", "catalog", "check", "compile", "source"]
