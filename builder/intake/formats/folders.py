"""Pictures, sounds or texts in folders: the folder is the class."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath

import polars as pl

from builder.folder.format import Format
from builder.folder.limits import Limits
from builder.folder.refused import Refused
from builder.folder.table import HEAD, Table
from builder.intake.archives import is_passed_over
from builder.intake.division import WORDS
from builder.intake.kinds_of_file import PICTURES, SOUNDS, kind_of
from builder.intake.left_out import passed_over

TEXTS = frozenset({".txt", ".md", ".text"})
AT_ONCE = 500
FEW = 20
"""One file in so many may lie elsewhere."""
_TAKE = re.compile(r"take-([^/]+)-\d+(?:\.\w+)?$")
_PARTS = frozenset(word for words in WORDS.values() for word in words)
_TITLES = {"picture": "Pictures", "sound": "Sounds", "text": "Texts"}


def medium_of(name: str, file: Path) -> str:
    """``picture``, ``sound`` or ``text``; nothing if it is none of these."""
    kind = kind_of(file)
    if kind == "text":
        return "text" if PurePosixPath(name).suffix.lower() in TEXTS else ""
    return "picture" if kind in PICTURES else "sound" if kind in SOUNDS else ""


def takes(files: Mapping[str, Path]) -> bool:
    """Pictures or sounds, or texts in at least two folders."""
    media = Counter(medium_of(name, file) for name, file in files.items() if not is_passed_over(name))
    if media["picture"] or media["sound"]:
        return True
    texts = [name for name, file in files.items() if medium_of(name, file) == "text"]
    return not media[""] and levels(texts)[1] is not None


def read(files: Mapping[str, Path], limits: Limits) -> Table:
    """A row for each file of the kind that most of them are of; the others are passed over.

    Raises:
        Refused: ``no_media``.
    """
    media = {name: medium_of(name, file) for name, file in sorted(files.items()) if not is_passed_over(name)}
    many = Counter(media.values())
    medium = max(("picture", "sound"), key=lambda each: many[each])
    medium = medium if many[medium] else "text"
    names = [name for name, value in media.items() if value == medium]
    if not names:
        raise Refused("no_media", next(iter(files), ""), "is no picture, sound or text.", "Choose some.")
    columns = {medium: names} | columns_of_paths(names)
    source = f"{_TITLES[medium]}: {len(names):,} files"
    if "folder" in columns:
        source += f" in {len(set(columns['folder'])):,} folders"
    notes = passed_over([name for name, value in media.items() if value != medium], f"no {medium}")
    notes += (
        () if "folder" in columns else (f"There are no classes: put the {medium}s of each into a folder of its own.",)
    )
    frame = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
    return Table(
        _title(names, medium),
        source,
        len(frame),
        frame[:HEAD],
        lambda: frame.iter_slices(AT_ONCE),
        files={name: files[name] for name in names},
        media=frozenset({medium}),
        notes=notes,
    )


def columns_of_paths(names: Sequence[str]) -> dict[str, list[str | None]]:
    """What paths tell: ``part`` if the first folders are called so, ``folder``, and the ``take`` of shots in a row."""
    part, level = levels(names)
    folders = [PurePosixPath(name).parts[:-1] for name in names]
    columns: dict[str, list[str | None]] = {}
    if level is not None:
        columns["folder"] = [_at(each, level) for each in folders]
    if part is not None:
        columns["part"] = [_at(each, part) for each in folders]
    takes = [_TAKE.search(name) for name in names]
    if any(takes):
        columns["take"] = [found[1] if found else None for found in takes]
    return columns


def levels(names: Sequence[str]) -> tuple[int | None, int | None]:
    """How deep the folders lie that tell the part, and those that tell the class: the last that differ.

    A few files that lie less deep than the others change nothing.
    """
    folders = [PurePosixPath(name).parts[:-1] for name in names]
    depth = sorted(map(len, folders))[len(folders) // FEW] if folders else 0
    found = [{each[level] for each in folders if len(each) > level} for level in range(depth)]
    differ = [level for level, each in enumerate(found) if len(each) > 1]
    part = next((level for level in differ[:1] if all(each.lower() in _PARTS for each in found[level])), None)
    left = [level for level in differ if level != part]
    return part, left[-1] if left else None


def _at(folders: Sequence[str], level: int) -> str | None:
    return folders[level] if len(folders) > level else None


def _title(names: Sequence[str], medium: str) -> str:
    """What the folder is called that holds them all."""
    first = {PurePosixPath(name).parts[0] for name in names}
    return first.pop() if len(first) == 1 and len(names) > 1 else _TITLES[medium]


FORMAT = Format(
    key="folders",
    title="pictures, sounds or texts in folders",
    suffixes=(".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp", ".tif", ".wav", ".flac", ".ogg", ".mp3", ".txt"),
    takes=takes,
    read=read,
    order=60,
)
