"""One text, or several without classes: it is learned to be continued."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePosixPath

import polars as pl

from builder.folder.format import Format
from builder.folder.limits import Limits
from builder.folder.table import Table, of_frame
from builder.intake.archives import is_passed_over
from builder.intake.kinds_of_file import kind_of
from builder.intake.left_out import passed_over

OTHERS = frozenset({".csv", ".tsv", ".tab", ".psv", ".ssv", ".json", ".jsonl", ".xml", ".graphml", ".svg"})


def takes(files: Mapping[str, Path]) -> bool:
    """Plain texts, if there are more of them than of all else."""
    shown = [name for name in files if not is_passed_over(name)]
    return len(_texts(files)) * 2 > len(shown)


def read(files: Mapping[str, Path], limits: Limits) -> Table:
    """A row for each text; they follow each other in the order of their names."""
    names = _texts(files)
    others = sorted(name for name in files if name not in names and not is_passed_over(name))
    size = sum(files[name].stat().st_size for name in names)
    many = "One text" if len(names) == 1 else f"{len(names):,} texts in a row"
    return of_frame(
        PurePosixPath(names[0]).stem if len(names) == 1 else "Texts",
        f"{many}: {size / 1e3:,.0f} kB",
        pl.DataFrame({"text": names}, schema={"text": pl.String}),
        files={name: files[name] for name in names},
        media=frozenset({"text"}),
        is_ordered=True,
        notes=passed_over(others, "no text"),
    )


def _texts(files: Mapping[str, Path]) -> list[str]:
    wanted = (name for name in sorted(files) if not is_passed_over(name))
    return [
        name for name in wanted if PurePosixPath(name).suffix.lower() not in OTHERS and kind_of(files[name]) == "text"
    ]


FORMAT = Format("running_text", "a text", (".txt", ".md"), takes, read, order=90)
