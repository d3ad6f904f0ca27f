"""Where a table begins, what its columns are called, and what was done about it: of CSV and of spreadsheets alike."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

NUMBER = re.compile(r"[-+−]?(\d{1,3}([. '’\u00a0\u202f,]\d{3})+|\d*)([.,]?\d+|\d[.,])(e[-+]?\d+)?\s?%?", re.IGNORECASE)
_DATE = re.compile(r"\d{1,4}([-./])\d{1,2}\1\d{1,4}([T ].*)?")
_MOST_TITLES, _LONGEST_NAME = 20, 100
_USUAL = frozenset(
    {"text", "texts", "sentence", "comment", "review", "title", "name", "word", "value", "label", "line", "message"}
)

Row = Sequence[str]


@dataclass(frozen=True)
class Header:
    """``skip`` rows stand before the first row of data, the names among them where there are some."""

    skip: int
    names: tuple[str, ...]
    notes: tuple[str, ...]


def header_of(rows: Sequence[Row], width: int) -> Header:
    """The header of the first rows of a table of so many columns; blank rows count."""
    titles = _titles(rows, width)
    notes = [f"Passed over above the table: “{_line(row)}”." for row in rows[:titles] if _filled(row)]
    below = [row for row in rows[titles:] if _filled(row)]
    if not below or not _is_header(below[0], below[1:]):
        notes.append("No line of names: the columns are called by their places.")
        return Header(titles, tuple(f"column {place + 1}" for place in range(width)), tuple(notes))
    first = next(place for place in range(titles, len(rows)) if _filled(rows[place]))
    names = [" ".join(name.split())[:_LONGEST_NAME] for name in below[0]]
    names[0] = names[0].lstrip("# ") if names else ""
    names, moved = _as_many(names, below[1:], width)
    names, renamed = unique(names)
    return Header(first + 1, tuple(names), (*notes, *moved, *renamed))


def unique(names: Sequence[str]) -> tuple[list[str], list[str]]:
    """Names of which none is empty and no two are the same, and notes about those that were."""
    made: list[str] = []
    notes: list[str] = []
    taken = Counter(names)
    for place, name in enumerate(names):
        new, number = name or f"column {place + 1}", 2
        while new in made or (new != name and new in taken):
            new, number = f"{name or f'column {place + 1}'} ({number})", number + 1
        if name and new != name:
            notes.append(f"Two columns are called “{name}”: the one at place {place + 1} is now “{new}”.")
        elif not name:
            notes.append(f"The column at place {place + 1} has no name: it is called “{new}”.")
        made.append(new)
    return made, notes


def is_number(cell: str) -> bool:
    """Whether a cell is a number, with a point or a comma before the decimals."""
    return NUMBER.fullmatch(cell.strip()) is not None


def _filled(row: Row) -> int:
    return sum(bool(cell.strip()) for cell in row)


def _line(row: Row) -> str:
    text = " ".join(cell.strip() for cell in row if cell.strip())
    return text if len(text) <= 80 else f"{text[:79]}…"


def _titles(rows: Sequence[Row], width: int) -> int:
    """How many rows stand above the table: titles, remarks and what says who made it when."""
    counts = Counter(_filled(row) for row in rows if _filled(row))
    usual = max(counts, key=lambda count: (counts[count], count), default=0)
    most = max(1.0, usual / 2) if usual >= 3 else 0.0
    for place, row in enumerate(rows[:_MOST_TITLES]):
        is_remark = bool(row) and row[0].startswith("#") and len(row) != width
        is_short = _filled(row) <= most or (usual >= 2 and len(row) == 1)
        if _filled(row) and not is_remark and not is_short:
            return place
    return 0


def _is_header(first: Row, rest: Sequence[Row]) -> bool:
    """Whether the first row says what the columns are called: it has words where there are numbers below, or words
    that stand nowhere below it."""
    if not rest:
        return not any(is_number(cell) for cell in first)
    if _counts_on(first) and not any(_counts_on(row) for row in rest[:5]):
        return True
    for_, against, again = 0, 0, 0
    for place, cell in enumerate(first):
        below = [row[place].strip() for row in rest if place < len(row) and row[place].strip()]
        numbers = sum(is_number(each) or bool(_DATE.fullmatch(each)) for each in below)
        if below and numbers >= 0.8 * len(below):
            is_one = is_number(cell) or bool(_DATE.fullmatch(cell.strip()))
            for_ += not is_one and bool(cell.strip())
            against += is_one
        again += bool(cell.strip()) and cell.strip() in below
    if for_ or against:
        return for_ >= against
    words = [cell.strip() for cell in first if cell.strip()]
    if len(first) == 1:
        usual = median(len(row[0].split()) for row in rest)
        return not again and (first[0].strip().lower() in _USUAL or len(first[0].split()) < min(3, usual))
    return not again and len(set(words)) == len(words) and max(map(len, words), default=0) <= _LONGEST_NAME


def _counts_on(row: Row) -> bool:
    """Whether its numbers are whole and each is one more than the one before, as years and places are."""
    numbers = [int(cell) for cell in row if re.fullmatch(r"\s*\d{1,9}\s*", cell)]
    return len(numbers) >= 3 and all(after == before + 1 for before, after in pairwise(numbers))


def _as_many(names: list[str], rows: Sequence[Row], width: int) -> tuple[list[str], list[str]]:
    """As many names as there are columns."""
    lacking = width - len(names)
    if lacking <= 0:
        return names[:width], [f"Names of no column were passed over: {', '.join(names[width:])}."] if lacking else []
    last_empty = not any(row[place].strip() for row in rows for place in range(len(names), min(width, len(row))))
    firsts = [row[0] for row in rows if row]
    if lacking == 1 and not last_empty and len(set(firsts)) == len(firsts) > 2:
        return ["row", *names], ["There is one name less than columns: the first column, all different, is “row”."]
    return names + [""] * lacking, []
