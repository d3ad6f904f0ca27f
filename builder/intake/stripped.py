"""Takes what a camera says of a picture out of its file, byte by byte, without decoding a pixel.

Reference: ITU T.81, "JPEG", 1992; W3C, "PNG", 2003; Google, "WebP Container Specification", 2011.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from builder.intake.kinds_of_file import kind_of_bytes

LARGEST = 50 * 10**6
"""Bytes of a picture that is looked into; larger ones hold more pixels than are taken."""

_ORIENTATION = 0x0112


def strip(file: Path) -> bool:
    """Leave a JPEG, PNG or WebP nothing but its pixels, and which side is up. Says whether that was done."""
    with file.open("rb") as opened:
        stripped = _STRIPPED.get(kind_of_bytes(opened.read(64)))
    if stripped is None or file.stat().st_size > LARGEST:
        return False
    content = file.read_bytes()
    try:
        plain = stripped(content)
    except (struct.error, IndexError, ValueError):
        return False
    if plain != content:
        file.write_bytes(plain)
    return True


def _jpeg(content: bytes) -> bytes:
    """Without application segments and comments, but for those that say how colours are meant."""
    kept, side = [b"\xff\xd8"], 1
    for marker, segment in _segments(content):
        if marker == 0xE1 and segment[4:10] == b"Exif\0\0":
            side = _orientation(segment[10:])
        elif marker in {0xE0, 0xEE} or not (0xE0 <= marker <= 0xEF or marker == 0xFE):
            kept.append(segment)
    if side != 1:
        told = b"Exif\0\0" + _exif(side)
        kept.insert(1, b"\xff\xe1" + struct.pack(">H", len(told) + 2) + told)
    return b"".join(kept)


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Each marker with all that belongs to it; what stands behind the end of the picture is left out."""
    at = 2
    while True:
        if content[at] != 0xFF:
            raise ValueError("a marker was expected")
        while content[at + 1] == 0xFF:
            at += 1
        marker = content[at + 1]
        end = at + 2
        if marker != 0xD9:
            end += int(struct.unpack_from(">H", content, end)[0])
        if marker == 0xDA:
            end = _end_of_scan(content, end)
        if end > len(content):
            raise ValueError("a segment is cut")
        yield marker, content[at:end]
        if marker == 0xD9:
            return
        at = end


def _end_of_scan(content: bytes, at: int) -> int:
    """Where the next marker stands that is neither a byte of the scan nor a restart."""
    while (at := content.find(b"\xff", at)) >= 0 and at + 1 < len(content):
        if content[at + 1] != 0 and not 0xD0 <= content[at + 1] <= 0xD7:
            return at
        at += 2
    raise ValueError("a scan has no end")


def _png(content: bytes) -> bytes:
    """Chunks that are needed, and that of transparency."""
    kept, at, side = [content[:8]], 8, 1
    while True:
        (length,) = struct.unpack_from(">I", content, at)
        name, end = content[at + 4 : at + 8], at + 12 + length
        if end > len(content):
            raise ValueError("a chunk is cut")
        if name == b"eXIf":
            side = _orientation(content[at + 8 : end - 4])
        elif name[:1].isupper() or name == b"tRNS":
            kept.append(content[at:end])
        if name == b"IEND":
            break
        at = end
    if side != 1:
        told = b"eXIf" + _exif(side)
        kept.insert(2, struct.pack(">I", len(told) - 4) + told + struct.pack(">I", zlib.crc32(told)))
    return b"".join(kept)


def _webp(content: bytes) -> bytes:
    """Chunks of pixels; the flags say so of those that are left."""
    kept, at, side = [], 12, 1
    while at + 8 <= len(content):
        name, (length,) = content[at : at + 4], struct.unpack_from("<I", content, at + 4)
        end = at + 8 + length + length % 2
        if end > len(content):
            raise ValueError("a chunk is cut")
        if name == b"EXIF":
            side = _orientation(content[at + 8 : end].removeprefix(b"Exif\0\0"))
        elif name in _OF_WEBP:
            kept.append(content[at:end])
        at = end
    if kept and kept[0][:4] == b"VP8X":
        flags = kept[0][8] & ~0x2C | (0x08 if side != 1 else 0)
        kept[0] = kept[0][:8] + bytes([flags]) + kept[0][9:]
        kept += [b"EXIF" + struct.pack("<I", len(_exif(side))) + _exif(side)] if side != 1 else []
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body


_OF_WEBP = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF"})


def _orientation(exif: bytes) -> int:
    """Which side is up: a number from 1 to 8, 1 where nothing that can be read says so."""
    order = {b"II": "<", b"MM": ">"}.get(exif[:2])
    try:
        if order is None:
            return 1
        (at,) = struct.unpack_from(f"{order}I", exif, 4)
        (many,) = struct.unpack_from(f"{order}H", exif, at)
        for place in range(at + 2, at + 2 + 12 * many, 12):
            tag, kind, _, value = struct.unpack_from(f"{order}HHIH", exif, place)
            if tag == _ORIENTATION and kind == 3 and 1 <= value <= 8:
                return int(value)
    except struct.error:
        return 1
    return 1


def _exif(side: int) -> bytes:
    """EXIF that says which side is up, and nothing else."""
    return b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, _ORIENTATION, 3, 1, side, 0, 0)


_STRIPPED: Mapping[str, Callable[[bytes], bytes]] = {"jpeg": _jpeg, "png": _png, "webp": _webp}
