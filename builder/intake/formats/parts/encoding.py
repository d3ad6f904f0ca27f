"""How a text is encoded, and its bytes as UTF-8 in pieces, whatever it came as."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from pathlib import Path

from charset_normalizer import from_bytes

from builder.folder.refused import Refused

PIECE = 1 << 20
_TELLING = 20_000
_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_ALPHABETS = (
    "äöüßé",
    "àâæçéèêëîïôœùûüÿ",
    "áéíñóúüçªº",
    "áâãàçéêíóôõúüªº",
    "àèéìíîòóù",
    "æøåéöäü",
    "åäöéšžü",
    "áéèëïíóöúü",
    "áéíóúýþæöð",
)
_LIKELY = ["cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp932", "gb18030", "big5", "euc_kr"]


def encoding_of(file: Path, name: str) -> str:
    """The encoding: as a mark says, UTF-8 if it is that, else what its letters make likely.

    Raises:
        Refused: it holds zeros, so it is no text.
    """
    with file.open("rb") as content:
        beginning = content.read(4)
    for mark, encoding in _MARKS.items():
        if beginning.startswith(mark):
            return encoding
    telling = _telling(file, name)
    try:
        codecs.getincrementaldecoder("utf-8")().decode(telling)
    except UnicodeDecodeError:
        return _likely(telling)
    return "utf-8"


def utf8(file: Path, name: str, encoding: str) -> Iterator[bytes]:
    """The text in pieces of bytes, as UTF-8 without a mark, its lines ending as they do.

    Raises:
        Refused: it holds zeros, so it is no text.
    """
    if encoding in ("utf-8", "utf-8-sig"):
        with file.open("rb") as content:
            if encoding == "utf-8-sig":
                content.seek(len(codecs.BOM_UTF8))
            while piece := content.read(PIECE):
                yield _text(name, piece)
        return
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    with file.open("rb") as content:
        while piece := content.read(PIECE):
            yield _text(name, decoder.decode(piece).encode())
        if rest := decoder.decode(b"", final=True):
            yield rest.encode()


def _telling(file: Path, name: str) -> bytes:
    """The first pieces that hold more than ASCII; the beginning, where all is ASCII."""
    telling = b""
    with file.open("rb") as content:
        while (piece := content.read(PIECE)) and len(telling) < PIECE:
            if not _text(name, piece).isascii():
                telling += piece + content.readline()
    return telling


def _text(name: str, piece: bytes) -> bytes:
    if b"\0" in piece:
        words = "a text was expected, but it holds bytes that are zero, as no text does"
        hint = "Save it as CSV in UTF-8, or bring the file that it was made from (xlsx, parquet, zip, picture)."
        raise Refused("not_text", name, words, hint)
    return piece


def _likely(telling: bytes) -> str:
    """Of bytes that are no UTF-8: cp1252 if its letters are those of one western language, else what is likely."""
    lines = b"\n".join(re.findall(rb"[^\r\n]*[\x80-\xff][^\r\n]*", telling))[:_TELLING]
    try:
        western = lines.decode("cp1252").lower()
    except UnicodeDecodeError:
        western = ""
    letters = {letter for letter in western if not letter.isascii() and letter.isalpha()} - {"µ"}
    inside = re.search(r"[^\W\d_][^\w\s\x00-\x7f‘’´\u00a0–—][^\W\d_]|[^\W\d_][¹²³][^\W\d_]", western)
    if western and not inside and any(letters <= set(alphabet) for alphabet in _ALPHABETS):
        return "cp1252"
    best = from_bytes(lines, cp_isolation=_LIKELY).best()
    return best.encoding if best else "cp1252"
