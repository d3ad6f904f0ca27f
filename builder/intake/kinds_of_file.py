"""What a file is, by its first bytes: names and content types are not believed."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

PICTURES = frozenset({"png", "jpeg", "gif", "bmp", "webp", "tiff", "avif"})
SOUNDS = frozenset({"wav", "flac", "ogg", "mp3", "aiff"})
ARCHIVES = frozenset({"zip", "gzip", "7z", "rar", "tar"})
LOOKED_AT = 4_096

_SIGNATURES: tuple[tuple[str, dict[int, bytes]], ...] = (
    ("png", {0: b"\x89PNG\r\n\x1a\n"}),
    ("jpeg", {0: b"\xff\xd8\xff"}),
    ("gif", {0: b"GIF8"}),
    ("bmp", {0: b"BM", 6: bytes(4)}),
    ("webp", {0: b"RIFF", 8: b"WEBP"}),
    ("tiff", {0: b"II*\x00"}),
    ("tiff", {0: b"MM\x00*"}),
    ("wav", {0: b"RIFF", 8: b"WAVE"}),
    ("flac", {0: b"fLaC"}),
    ("ogg", {0: b"OggS"}),
    ("mp3", {0: b"ID3"}),
    *(("mp3", {0: bytes([0xFF, second])}) for second in (0xFB, 0xFA, 0xF3, 0xF2, 0xE3, 0xE2)),
    ("aiff", {0: b"FORM", 8: b"AIF"}),
    ("npy", {0: b"\x93NUMPY"}),
    ("parquet", {0: b"PAR1"}),
    ("xls", {0: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"}),
    ("xlsx", {0: b"PK\x03\x04", 30: b"[Content_Types].xml"}),
    ("xlsx", {0: b"PK\x03\x04", 30: b"_rels/.rels"}),
    ("xlsx", {0: b"PK\x03\x04", 30: b"xl/"}),
    ("xlsx", {0: b"PK\x03\x04", 30: b"docProps/"}),
    ("ods", {0: b"PK\x03\x04", 30: b"mimetypeapplication/vnd.oasis"}),
    ("zip", {0: b"PK\x03\x04"}),
    ("zip", {0: b"PK\x05\x06"}),
    ("gzip", {0: b"\x1f\x8b"}),
    ("7z", {0: b"7z\xbc\xaf\x27\x1c"}),
    ("rar", {0: b"Rar!\x1a\x07"}),
    ("tar", {257: b"ustar"}),
    ("pdf", {0: b"%PDF-"}),
    ("program", {0: b"MZ"}),
    ("program", {0: b"\x7fELF"}),
    ("pickle", {0: b"\x80\x04\x95"}),
    ("pickle", {0: b"\x80\x05\x95"}),
    ("avif", {4: b"ftypavif"}),
    ("heic", {4: b"ftyphei"}),
    ("heic", {4: b"ftypmif1"}),
    ("heic", {4: b"ftyphev"}),
    ("m4a", {4: b"ftypM4A"}),
    ("video", {4: b"ftyp"}),
    ("video", {0: b"\x1a\x45\xdf\xa3"}),
)
_TOLD = {
    "empty": ("empty", "Look whether it was saved whole."),
    "unknown": ("of a kind that is not known", "Save it as a CSV table, PNG, JPEG, WAV or plain text."),
    "text": ("plain text", "Call it .csv if it is a table, .txt if it is a text."),
    "program": ("a program", "Bring data: a table, pictures, sounds or texts."),
    "pickle": ("a pickle of Python, which could run when it is read", "Save arrays with numpy.save, tables as CSV."),
    "heic": ("a picture in Apple's HEIC", "Save it as JPEG: a phone does so as Camera, Formats, Most Compatible."),
    "m4a": ("a sound in Apple's M4A", "Save it as WAV or MP3."),
    "pdf": ("a PDF", "Save the text in it as plain text, tables as CSV, pictures as PNG."),
    "xls": ("an old Excel table", "Save it as .xlsx or CSV."),
    "zip": ("a zip, into which is not looked here", "Send the files in it by themselves."),
    "video": ("a video", "Bring single pictures of it, or its sound as WAV."),
}
_WIDE = (b"\xff\xfe", b"\xfe\xff")
_NOT_IN_TEXT = frozenset(range(32)) - frozenset(b"\t\n\v\f\r\x1a\x1b")


def kind_of(file: Path) -> str:
    """A short name such as ``png``, ``wav``, ``zip``, ``text``, ``empty`` or ``unknown``."""
    found = file.stat()
    return _kind_of(str(file), found.st_mtime_ns, found.st_size)


@lru_cache(1 << 17)
def _kind_of(file: str, changed_at: int, size: int) -> str:
    """Each format asks it of each file, and opening a hundred thousand takes seconds."""
    with Path(file).open("rb") as content:
        return kind_of_bytes(content.read(LOOKED_AT))


def told(kind: str) -> tuple[str, str]:
    """What a file of a kind that is not wanted is, in words, and what to try."""
    article = "an" if kind[0] in "aeiou" or kind in {"mp3", "npy", "npz", "xlsx"} else "a"
    return _TOLD.get(kind, (f"{article} {kind} file", "Choose another file."))


def kind_of_bytes(head: bytes) -> str:
    """The kind of a file that begins so."""
    if not head:
        return "empty"
    for kind, marks in _SIGNATURES:
        if all(head.startswith(mark, at) for at, mark in marks.items()):
            return "npz" if kind == "zip" and _first_name(head).endswith(b".npy") else kind
    return "text" if head.startswith(_WIDE) or _NOT_IN_TEXT.isdisjoint(head) else "unknown"


def _first_name(head: bytes) -> bytes:
    """The name of the first file in a zip."""
    return head[30 : 30 + int.from_bytes(head[26:28], "little")]
