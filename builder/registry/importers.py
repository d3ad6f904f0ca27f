"""Opens files: every import format, found by walking ``builder/importers/files``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath

from builder.drawing.problems import InvalidDocument, Problem
from builder.kinds.importer import Imported, Importer, Sizes
from builder.registry.walk import every, keyed

IMPORTERS: Mapping[str, Importer] = keyed(
    sorted(every("builder.importers.files", "IMPORTER", Importer), key=lambda each: each.order), lambda each: each.key
)
_ENDINGS = keyed(
    ((suffix, importer) for importer in IMPORTERS.values() for suffix in importer.suffixes), lambda each: each[0]
)


def import_file(name: str, content: bytes, sizes: Sizes | None = None, *, is_trusted: bool = False) -> Imported:
    """A network in a file as a drawing that can be edited, and its weights.

    Args:
        name: the file's name, whose ending says what it is.
        content: its bytes; no other file is read.
        sizes: for what the file leaves open, by the names there.
        is_trusted: whether code in the file may run, as some formats need.

    Raises:
        InvalidDocument: ``unknown_format``, ``untrusted_file``, or what stands in the way in this format.
    """
    importer = importer_of(name)
    if importer.trusts_file and not is_trusted:
        raise _refused(
            "untrusted_file",
            f"Opening {importer.title} files may run code that is in them.",
            f"If you trust the file, open it on your own machine: python -m builder import {PurePath(name).name}",
        )
    return importer.read(content, sizes or {})


def importer_of(name: str) -> Importer:
    """The format of a file of this name.

    Raises:
        InvalidDocument: ``unknown_format``, which names the known endings.
    """
    ending = PurePath(name).suffix.lower()
    if ending in _ENDINGS:
        return _ENDINGS[ending][1]
    said = f"Files that end in {ending} can't be opened." if ending else "The file's name has no ending."
    raise _refused("unknown_format", said, f"These can: {', '.join(_ENDINGS)}.")


def _refused(code: str, message: str, hint: str) -> InvalidDocument:
    return InvalidDocument([Problem(code=code, message=message, hint=hint)])
