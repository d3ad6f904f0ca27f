"""Opens files: every import format, found by walking ``builder/importers/files``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath
from types import MappingProxyType

from builder.drawing.problems import InvalidDocument, Problem
from builder.kinds.importer import Imported, Importer, Sizes
from builder.registry.walk import walk


def _collect() -> Mapping[str, Importer]:
    by_key: dict[str, Importer] = {}
    for importer in walk("builder.importers.files", "IMPORTER"):
        if not isinstance(importer, Importer):
            raise TypeError(f"{importer!r} is not an Importer")
        taken = {suffix for other in by_key.values() for suffix in other.suffixes}
        if importer.key in by_key or taken & set(importer.suffixes):
            raise TypeError(f"two files import the format {importer.key!r} or one of its endings")
        by_key[importer.key] = importer
    return MappingProxyType(dict(sorted(by_key.items(), key=lambda each: each[1].order)))


IMPORTERS: Mapping[str, Importer] = _collect()


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
    for importer in IMPORTERS.values():
        if ending in importer.suffixes:
            return importer
    known = ", ".join(suffix for importer in IMPORTERS.values() for suffix in importer.suffixes)
    said = f"Files that end in {ending} can't be opened." if ending else "The file's name has no ending."
    raise _refused("unknown_format", said, f"These can: {known}.")


def _refused(code: str, message: str, hint: str) -> InvalidDocument:
    return InvalidDocument([Problem(code=code, message=message, hint=hint)])
