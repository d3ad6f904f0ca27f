"""Reads files as the product does: the format that takes them, and a column of a kind."""

from builder.folder.limits import LIMITS
from builder.folder.told import Choices
from builder.registry.intake import FORMATS, column


def table_of(files, limits=LIMITS):
    format = next(each for each in FORMATS.values() if each.takes(files))
    return format.read(files, limits)


def filled(table, kind, name, limits=LIMITS, **choices):
    filler = column(kind).filler(name, [name], table, Choices(**choices), limits)
    for piece in table.pieces():
        filler.add([piece[name]])
    return filler.done()
