"""Reads a text of anybody's, whatever its encoding, and cuts it into letters or words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from builder.folder.limits import Limits
from builder.folder.refused import Refused
from builder.intake.formats.parts.encoding import encoding_of, utf8
from builder.intake.kinds_of_file import kind_of, told

Codes = NDArray[np.uint16] | NDArray[np.uint32]
PIECE, BEGINNING = 1 << 20, 400
WORD = re.compile(r"\w{1,40}(?:['’]\w{1,40})?|[^\w\s]")
END, UNKNOWN, MOST, LEAST = "", "<unk>", 5_000, 2
"""What stands for the end of a text, and for what is not known; how many there are, and how often."""


def text_of(file: Path, name: str, limits: Limits) -> str:
    """All of a text, its lines ended by a single letter.

    Raises:
        Refused: it is none, empty or too long.
    """
    if (kind := kind_of(file)) != "text":
        what, hint = told(kind)
        raise Refused("no_text", name, f"is {what}; a text was expected.", hint)
    if (size := file.stat().st_size) > limits.text_bytes:
        words = f"is {size / 1e6:,.0f} MB; of a text at most {limits.text_bytes / 1e6:,.0f} MB are taken."
        raise Refused("too_long_text", name, words, "Take a part of it.")
    whole = b"".join(utf8(file, name, encoding_of(file, name))).decode(errors="replace")
    return whole.replace("\r\n", "\n").replace("\r", "\n")


def beginning_of(file: Path, name: str) -> str:
    """How a text begins, in one line; its name if it is none."""
    try:
        first = next(utf8(file, name, encoding_of(file, name)), b"")
    except Refused:
        return name
    return " ".join(first[:BEGINNING].decode(errors="ignore").split()) or name


class Tokens:
    """Texts as numbers: of letters their code points, of words the order in which they came first."""

    def __init__(self, what: Literal["letters", "words"]) -> None:
        self.what = what
        self.words: defaultdict[str, int] = defaultdict()
        self.words.default_factory = self.words.__len__

    def codes(self, text: str) -> Codes:
        """The tokens of a text. Words are in small letters; what is neither letter nor digit is a word of its own."""
        if self.what == "letters":
            return _code_points(text.replace("\0", ""))
        found = (self.words[match.group()] for match in WORD.finditer(text.lower()))
        return np.fromiter(found, np.uint32)

    def classes(self, texts: Sequence[Codes]) -> tuple[tuple[str, ...], NDArray[np.int32]]:
        """What tokens there are, and the class of each code: 0 is the end, words that hardly occur are one class."""
        size = 1 + max((int(text.max()) for text in texts if len(text)), default=0)
        counts = np.zeros(size, np.int64)
        for text in texts:
            for start in range(0, len(text), PIECE):  # counting takes 8 bytes for each
                counts += np.bincount(text[start : start + PIECE], minlength=size)
        least = LEAST if self.what == "words" else 1
        often = np.argsort(-counts, kind="stable")[:MOST]
        kept = often[counts[often] >= least]
        kept = kept if self.what == "words" else np.sort(kept)
        is_known = np.zeros(size, np.bool_)
        is_known[kept] = True
        has_unknown = self.what == "words" or bool((counts[~is_known] > 0).any())
        names = (END, UNKNOWN) if has_unknown else (END,)
        places = np.full(size, 1, np.int32)
        places[kept] = len(names) + np.arange(len(kept))
        return names + tuple(self._names(kept)), places

    def _names(self, kept: NDArray[np.intp]) -> list[str]:
        if self.what == "letters":
            return [chr(code) for code in kept.tolist()]
        words = list(self.words)
        return [words[code] for code in kept.tolist()]


def _code_points(text: str) -> Codes:
    """The letters of a text, in two bytes each where that is enough."""
    if not text or ord(max(text)) >= 1 << 16:
        return np.frombuffer(text.encode("utf-32-le", "replace"), np.uint32)
    return np.frombuffer(text.encode("utf-16-le", "replace"), np.uint16)
