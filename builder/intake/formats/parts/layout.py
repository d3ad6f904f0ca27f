"""How a text holds a table: what stands between its columns, where it begins, what they are called."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from builder.intake.formats.parts.header import Header, header_of, is_number

SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "bars", ",": "commas"}
BLANKS, NONE = " ", "\x1f"
"""Between columns of numbers there may be any number of blanks; between the cells of one column stands nothing."""
LOOKED_AT, _MOST = 50, 200
_STEADY, _NUMBERS = 0.6, 0.6
csv.field_size_limit(1 << 26)


@dataclass(frozen=True)
class Layout:
    """``width`` columns between separators; ``share`` of the first rows have just so many."""

    separator: str
    width: int
    share: float
    header: Header

    @property
    def words(self) -> str:
        between = SEPARATORS | {BLANKS: "blanks"}
        return "one column" if self.separator == NONE else f"columns between {between[self.separator]}"


def layout_of(text: str) -> Layout:
    """The layout of a text, by its beginning: the separator at which most of the first 50 rows have one width."""
    said, text = _said(text)
    ways = [_way(text, separator) for separator in ([said] if said else SEPARATORS)]
    share, _, width, separator = max(ways, key=lambda way: way[:2])
    if separator == "," and _is_one_column(text):
        share = 0.0
    if width < 2 or (share < _STEADY and not said):
        share, width, separator = 1.0, 1, NONE
        if blank_width := _width_between_blanks(plain(text)):
            text, width, separator = plain(text), blank_width, BLANKS
    rows = list(islice(records(text, separator), _MOST))
    width = max(width, _widest(rows))
    header = header_of(rows, width)
    skip = header.skip + bool(said)
    return Layout(separator, width, share, Header(skip, header.names, header.notes))


def records(text: str, separator: str) -> Iterator[list[str]]:
    """The rows of a text, quotes respected; a blank line is an empty row."""
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator)


def plain(text: str) -> str:
    """One blank between cells that stand between several, and none at the ends of lines."""
    return re.sub(r"(?m)^ +|(?<=^#) +| +(?=\r?$)", "", re.sub(r"[ \t]+", " ", text))


def _width_between_blanks(text: str) -> int:
    """How many columns, most of them numbers, stand between blanks; 0 if the rows, the first too, do not agree."""
    rows = [row for row in islice(records(text, BLANKS), LOOKED_AT) if any(row) and not row[0].startswith("#")]
    widths = Counter(map(len, rows))
    width, count = widths.most_common(1)[0] if rows else (0, 0)
    numbers = sum(is_number(cell) for row in rows for cell in row)
    is_steady = count >= 0.9 * len(rows) and len(rows) > 1 and len(rows[0]) == width
    return width if width > 1 and is_steady and numbers >= _NUMBERS * sum(map(len, rows)) else 0


def _said(text: str) -> tuple[str, str]:
    """The separator that Excel's first line ``sep=;`` says, and the text below it."""
    first, _, rest = text.partition("\n")
    says = first.strip().strip('"')
    return (says[4:], rest) if says.startswith("sep=") and says[4:] in SEPARATORS else ("", text)


def _way(text: str, separator: str) -> tuple[float, float, int, str]:
    """How steady the width is with this separator, and how tidy the cells are: the rest of the separators are not
    in them, but for decimal commas."""
    rows = list(islice((row for row in records(text, separator) if any(row)), LOOKED_AT))
    widths = Counter(len(row) for row in rows)
    width, count = max(widths.items(), key=lambda each: (each[0] > 1, each[1], each[0]), default=(1, 0))
    cells = [cell for row in rows for cell in row]
    others = [each for each in SEPARATORS if each != separator]
    untidy = sum(any(each in cell for each in others) and not is_number(cell) for cell in cells)
    share = count / max(1, len(rows)) if width > 1 else 0.0
    return share, -untidy / max(1, len(cells)), width, separator


def _is_one_column(text: str) -> bool:
    """Whether commas stand only before decimals: below one name numbers such as 1,5."""
    rows = [row for row in islice(records(text, ","), LOOKED_AT) if any(row)]
    return len(rows) > 1 and len(rows[0]) == 1 and all(is_number(",".join(row)) and len(row) <= 2 for row in rows[1:])


def _widest(rows: list[list[str]]) -> int:
    """The width that at least two rows have, or one in ten; a row with a stray separator does not widen the table."""
    widths = Counter(len(row) for row in rows if any(row))
    return max((width for width, count in widths.items() if count >= max(2, len(rows) / 10)), default=0)
