"""The objects of a JSON text, one after the other, however many there are."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from builder.folder.refused import Refused
from builder.intake.formats.parts.encoding import encoding_of, utf8

_BETWEEN = re.compile(r"[\s,]*")
_DECODER = json.JSONDecoder(parse_constant=lambda _: None)


def objects(file: Path, name: str) -> Iterator[Any]:
    """The values of a list, or those that stand one below the other; NaN and infinity are None.

    Raises:
        Refused: it is no JSON.
    """
    pieces = utf8(file, name, encoding_of(file, name))
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    text, place, is_list, row = "", 0, False, 0
    while True:
        if not row and not is_list and (start := _behind(text, place)) < len(text):
            is_list = text[start] == "["
            place = start + is_list
        place = _behind(text, place)
        if is_list and text.startswith("]", place):
            return
        try:
            value, place = _DECODER.raw_decode(text, place) if place < len(text) else (None, -1)
        except json.JSONDecodeError as error:
            more = _more(pieces, decoder, len(text) - place)
            if not more:
                raise _broken(name, row, error) from error
            text, place = text[place:] + more, 0
            continue
        except RecursionError as error:
            raise _broken(name, row, error) from error
        if place < 0:
            text, place = _more(pieces, decoder, 0), 0
            if not text and is_list:
                raise _broken(name, row, ValueError("the list ends nowhere"))
            if not text:
                return
            continue
        row += 1
        yield value


def _behind(text: str, place: int) -> int:
    between = _BETWEEN.match(text, place)
    return between.end() if between else place


def _more(pieces: Iterator[bytes], decoder: codecs.IncrementalDecoder, least: int) -> str:
    """The next pieces: as much as is held already, so that a long value is not begun too often."""
    more = ""
    for piece in pieces:
        more += decoder.decode(piece)
        if len(more) >= least:
            break
    return more


def _broken(name: str, row: int, error: Exception) -> Refused:
    words = f"JSON was expected; it can't be read: {error}"
    return Refused(
        "broken_json", f"{name}, row {row + 1}", words, "Write it anew: a list of objects, or one in each line."
    )
