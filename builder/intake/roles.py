"""What columns seem to be for: to learn from, to be foretold, to hold rows together, or for nothing."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import polars as pl

from builder.folder.refused import Refused
from builder.folder.table import Table
from builder.folder.told import Possible, Role
from builder.intake.columns.parts.facts import has_leading_zeros, said
from builder.intake.division import WORDS as PARTS
from builder.intake.families import families
from builder.intake.moments import moments

ANSWERS = (
    *("target", "targets", "label", "labels", "class", "classes", "y", "answer", "outcome", "output", "ziel"),
    *("klasse", "diagnosis", "species", "category", "sentiment", "survived", "churn", "quality", "grade", "rating"),
    *("price", "preis", "medv", "income", "salary"),
)
_IDS = re.compile(
    r"(^|[_\s-])(id|ids|uuid|guid|key|nr|no|number|code|index|idx|row)$|^unnamed|[a-z]I[dD]$", re.IGNORECASE
)
_GROUPS = re.compile(
    r"(^|[_\s-])(patient|person|subject|user|customer|client|speaker|writer|author|session|recording|take|group|"
    r"participant|proband|household|student)s?([_\s-]?(id|nr|no|number|name|code))?$",
    re.IGNORECASE,
)
_TIMES = re.compile(
    r"^(t|time|times|step|timestamp|date|datetime|day|month|datum|zeit|uhrzeit|date[_\s]?time)$", re.IGNORECASE
)
_BIRTH = re.compile(r"birth|born|geburt|dob", re.IGNORECASE)
FILE = "file"
"""The column of several tables' rows that says which file each is from."""
_WORDS_OF_A_TEXT, _ENOUGH_COLUMNS = 5, 3
_CLEAR = 0.85

Told = tuple[Role, str]


@dataclass(frozen=True)
class Seen:
    """A column of the head, the kinds that it could be, and how sure the likeliest is."""

    name: str
    cells: pl.Series
    distinct: int
    kinds: tuple[Possible, ...]
    surety: float

    @property
    def held(self) -> pl.Series:
        """The cells that are there."""
        return self.cells.drop_nulls()


def roles_of(seen: Sequence[Seen], table: Table) -> list[Told]:
    """The role of each column, and why. There is one order, one group, one part and one answer at most."""
    pieces = families(tuple(each.name for each in seen))
    told = [None if each.name in pieces and each.kinds else _aside(each, table, len(seen)) for each in seen]
    for role in ("order", "group", "part"):
        places = [place for place, known in enumerate(told) if known is not None and known[0] == role]
        for place in places[1:]:
            told[place] = ("unused", f"“{seen[places[0]].name}” serves as {role} already")
    free = [place for place, known in enumerate(told) if known is None]
    is_series = any(known is not None and known[0] == "order" for known in told)
    answer = _answer([seen[place] for place in free], pieces, is_series)
    for place in free:
        is_answer = answer is not None and seen[place].name == answer[0]
        told[place] = ("answer", answer[1]) if answer and is_answer else ("input", "it is learned from")
    return [known for known in told if known is not None]


def _aside(seen: Seen, table: Table, many: int) -> Told | None:
    """What a column is for that is neither to learn from nor to be foretold."""
    held = seen.held
    if not len(held):
        return ("unused", "all cells are missing")
    if not seen.kinds:
        return ("unused", "it is of no kind that can be learned from")
    if seen.name in table.media:
        return None
    if seen.distinct == 1:
        return ("unused", f"all cells say {said(held[0])}: nothing can be learned from it")
    if seen.name == FILE:
        return ("unused", "it says which file a row is from")
    if _names_parts(held):
        return ("part", "it says training, validation or test itself")
    if _GROUPS.search(seen.name) and 2 * seen.distinct <= len(held):
        return ("group", f"{seen.distinct:,} different in {len(held):,} rows: rows of one stay in one part")
    return _time(seen, table.decimal) or _id(seen, many)


def _names_parts(held: pl.Series) -> bool:
    words = {cell.strip().lower() for cell in held.unique()} if held.n_unique() <= 3 else set()
    return len(words) >= 2 and words <= {word for names in PARTS.values() for word in names}


def _time(seen: Seen, decimal: str) -> Told | None:
    """Dates, or numbers that are called a time and only rise."""
    held, is_number = seen.held, seen.kinds[0].kind == "number"
    if is_number and not _TIMES.search(seen.name):
        return None
    if not is_number and not held.str.contains(r"^\d+[-./:]\d").all():
        return None
    try:
        times = moments(held, decimal)
    except Refused:
        return None
    if is_number:
        is_rising = bool((times[1:] > times[:-1]).all()) and len(times) > 2
        return ("order", "its name says a time, and it rises from row to row") if is_rising else None
    if _BIRTH.search(seen.name):
        return ("unused", "dates of birth order no rows; as an age, in years, they can be learned from")
    if _is_unclear(held):
        return ("unused", f"dates such as {said(held[0])}, of which day and month can't be told apart")
    if seen.cells.null_count():
        return ("unused", "dates, some of which are missing, so that rows can't be put in order by them")
    return ("order", "dates: rows are put in order by them, and the last ones are for the test")


def _is_unclear(held: pl.Series) -> bool:
    """Whether 03/04/2024 could be of March or of April in every row."""
    with_slashes = held.str.extract_groups(r"^(\d{1,2})/(\d{1,2})/\d{2,4}").struct.unnest()
    both = with_slashes.drop_nulls().cast(pl.Int32)
    return len(both) == len(held) and bool((both <= 12).to_numpy().all()) and bool((both["1"] != both["2"]).any())


def _id(seen: Seen, many: int) -> Told | None:
    """What names rows, and says nothing of other rows."""
    held, kind = seen.held, seen.kinds[0].kind
    is_unique = seen.distinct == len(held) > 2
    if kind in ("series", "tokens", "class set", "graph", "set", "boxes"):
        return None
    if has_leading_zeros(held) and seen.surety < _CLEAR:
        return ("unused", f"codes with zeros before them, such as {said(held[0])}: they name, and measure nothing")
    if not is_unique:
        return None
    if kind == "number":
        if held.str.contains(r"^\d+$").all():
            whole = held.cast(pl.Int64, strict=False)
            is_counted = whole.null_count() == 0 and bool((whole.diff().drop_nulls() == 1).all()) and len(whole) > 4
            if is_counted and (whole[0] in (0, 1) or _IDS.search(seen.name)):
                return ("unused", "it counts the rows")
            if _IDS.search(seen.name):
                return ("unused", "each row has its own, and its name says that it is an id")
        return None
    words = held.str.count_matches(r"\S+").mean()
    if isinstance(words, float) and words < (_WORDS_OF_A_TEXT if many > _ENOUGH_COLUMNS else 1.5) and many > 2:
        return ("unused", f"each row has its own, such as {said(held[0])}: it names the row")
    return None


def _answer(free: Sequence[Seen], pieces: Collection[str], is_series: bool) -> tuple[str, str] | None:
    """The column that is to be foretold: one whose name says so, or else the last number or class."""
    can = [each for each in free if each.kinds[0].kind in ("number", "class", "class set", "mask", "boxes")]
    if len(free) < 2 and not is_series:
        return None
    named = {_plain(each.name): each.name for each in reversed(can)}
    if name := next((named[word] for word in ANSWERS if word in named), None):
        return (name, "its name says so") if len(free) > 1 else None
    if is_series and all(each.kinds[0].kind == "number" for each in free):
        return None
    if not can or len(free) < 2:
        return None
    kind = can[-1].kinds[0].kind
    can = [each for each in can if each.name not in pieces] or can
    return (can[-1].name, f"the last column that {'holds boxes' if kind == 'boxes' else f'is a {kind}'}")


def _plain(name: str) -> str:
    return re.sub(r"[^a-z]", "", name.lower())
