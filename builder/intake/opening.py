"""Opens somebody's files: archives are unpacked, and the first format that takes what there is reads it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from builder.folder.limits import Limits
from builder.folder.refused import Refused
from builder.folder.table import Table
from builder.intake.archives import is_archive, unpacked
from builder.intake.kinds_of_file import kind_of, told
from builder.registry.intake import FORMATS


@contextmanager
def opened(files: Mapping[str, Path], limits: Limits) -> Iterator[tuple[str, Table]]:
    """The format's name, and the table, for as long as what was unpacked is there.

    Raises:
        Refused: in words, if no format takes them, or the one that does can't read them.
    """
    with tempfile.TemporaryDirectory(prefix="layerloom-") as folder:
        whole = dict(_without_archives(files, Path(folder), limits))
        _refuse_too_much(whole, limits)
        for each in FORMATS.values():
            if each.takes(whole):
                yield each.title, each.read(whole, limits)
                return
        raise _of_no_kind(whole)


def _of_no_kind(files: Mapping[str, Path]) -> Refused:
    """What the first of them is, and what to try."""
    name = min(files)
    what, hint = told(kind_of(files[name]))
    others = f", and {len(files) - 1:,} more files" if len(files) > 1 else ""
    known = ", ".join(each.title for each in FORMATS.values())
    words = f"is {what}{others}: nothing here can be learned from. There are: {known}."
    return Refused("unknown_files", name, words, hint)


def _without_archives(files: Mapping[str, Path], folder: Path, limits: Limits) -> Iterator[tuple[str, Path]]:
    for number, (name, file) in enumerate(sorted(files.items())):
        if is_archive(file):
            yield from unpacked(file, folder / str(number), limits).items()
        else:
            yield name, file


def _refuse_too_much(files: Mapping[str, Path], limits: Limits) -> None:
    if not files:
        raise Refused("no_files", "", "There is no file.", "Choose a table, pictures, sounds or texts.")
    if len(files) > limits.files:
        words = f"{len(files):,} files came; at most {limits.files:,} are taken."
        raise Refused("too_many_files", "", words, "Leave some out.")
    if (total := sum(file.stat().st_size for file in files.values())) > limits.all_bytes:
        words = f"The files are {total / 1e6:,.0f} MB; at most {limits.all_bytes / 1e6:,.0f} MB are taken."
        raise Refused("too_many_bytes", "", words, "Leave some out, or make pictures and sounds smaller.")
