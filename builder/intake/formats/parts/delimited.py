"""The rows of a text whose cells stand between separators, in pieces, however large it is."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import polars as pl

from builder.folder.refused import Refused
from builder.intake.formats.parts.encoding import PIECE, encoding_of, utf8
from builder.intake.formats.parts.layout import BLANKS, Layout, layout_of, plain, records

_HEAD = 1 << 18
_LONGEST_ROW = 1 << 26
SURPLUS = "surplus"


@dataclass(frozen=True)
class Delimited:
    """A text, and how it holds a table."""

    file: Path
    name: str
    encoding: str
    layout: Layout
    ends_in_returns: bool

    def frames(self) -> Iterator[pl.DataFrame]:
        """All rows but the blank ones: a column of text for each of the table's, None where nothing stands.

        The column ``surplus`` holds what a row has beyond the table's width.

        Raises: Refused.
        """
        skip = self.layout.header.skip
        for block in self._blocks():
            frame = self._frame(block)
            frame, skip = frame[skip:], max(0, skip - len(frame))
            if self._has_edges(block):
                cells = pl.all().str.strip_chars()
                frame = frame.select(pl.when(cells != "").then(cells).name.keep())
            yield frame.filter(~pl.all_horizontal(pl.all().is_null()))

    def _blocks(self) -> Iterator[bytes]:
        """Bytes that end where a row does."""
        rest = b""
        for piece in utf8(self.file, self.name, self.encoding):
            block = rest + (piece.replace(b"\r", b"\n") if self.ends_in_returns else piece)
            end = _end(block) or (block.rfind(b"\n") + 1 if len(block) > _LONGEST_ROW else 0)
            if end == 0 and len(block) > _LONGEST_ROW:
                raise _unclosed(self.name)
            rest = block[end:]
            if end:
                yield block[:end]
        if rest:
            yield rest

    def _has_edges(self, block: bytes) -> bool:
        """Whether cells may begin or end with blanks, or be empty within quotes."""
        return any(each in block for each in (b" ", b'"', b"\t") if each != self.layout.separator.encode())

    def _frame(self, block: bytes) -> pl.DataFrame:
        if self.layout.separator == BLANKS:
            block = plain(block.decode(errors="replace")).encode()
        separator = self.layout.separator
        names = [*map(str, range(self.layout.width)), SURPLUS]
        try:
            return pl.read_csv(
                f"{separator.join(names)}\n".encode() + block,
                separator=separator,
                infer_schema=False,
                truncate_ragged_lines=True,
            )
        except pl.exceptions.PolarsError:  # quotes inside of cells, such as 5" pipe: slower, row by row
            return self._by_hand(block, names)

    def _by_hand(self, block: bytes, names: list[str]) -> pl.DataFrame:
        blank = [None] * len(names)
        try:
            rows = list(records(block.decode(errors="replace"), self.layout.separator))
        except csv.Error as error:
            raise _unclosed(self.name) from error
        if block.count(b'"') % 2 and rows and any("\n" in cell for cell in rows[-1]):
            raise _unclosed(self.name)
        whole = [[*row, *blank][: len(names)] for row in rows]
        return pl.DataFrame(whole, schema=dict.fromkeys(names, pl.String), orient="row")


def delimited(file: Path, name: str) -> Delimited:
    """How a file holds a table, by its beginning. Raises: Refused."""
    encoding = encoding_of(file, name)
    pieces = b"".join(islice(utf8(file, name, encoding), 1 + _HEAD // PIECE))
    ends_in_returns = b"\r" in pieces and b"\n" not in pieces
    text = (pieces.replace(b"\r", b"\n") if ends_in_returns else pieces).decode(errors="replace")
    if len(text) > _HEAD:
        text = text[: text.rfind("\n", 0, _HEAD) + 1] or text[:_HEAD]
    try:
        return Delimited(file, name, encoding, layout_of(text), ends_in_returns)
    except csv.Error as error:
        raise _unclosed(name) from error


def _end(block: bytes) -> int:
    """Behind the last line's end that stands outside of quotes."""
    end = block.rfind(b"\n")
    quotes = block.count(b'"', 0, end + 1)
    while end >= 0 and quotes % 2:
        before = block.rfind(b"\n", 0, end)
        quotes -= block.count(b'"', before + 1, end)
        end = before
    return end + 1


def _unclosed(name: str) -> Refused:
    words = "a row ends nowhere: a quotation mark that opens a cell is never closed"
    return Refused("unclosed_quote", name, words, 'Close it, or write two ("") for one that is meant as such.')
