"""Takes out of an uploaded picture all but its pixels: where it was taken, by what, of whom."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from PIL import Image

from builder.folder.limits import LIMITS, Limits
from builder.folder.refused import Refused
from builder.intake.archives import is_archive, unpacked
from builder.intake.kinds_of_file import PICTURES, kind_of
from builder.intake.picture import opened, orientation, turned
from builder.intake.stripped import strip

QUALITY = 95
_RARE = frozenset({"tiff", "avif"})
_KEPT = frozenset({"L", "LA", "P", "RGB", "RGBA", "I;16", "1"})


def clean(file: Path, limits: Limits = LIMITS) -> None:
    """Leave a picture nothing but its pixels, and which side is up.

    JPEG, PNG and WebP keep every byte of them; others, and broken ones, are written anew: JPEG as JPEG, else as PNG.
    Files that are no pictures stay as they are.

    Raises:
        Refused: it is broken, or has too many pixels; it stays as it was.
    """
    if (kind := kind_of(file)) not in PICTURES or strip(file):
        return
    beside = file.with_name(f"{file.name}.cleaned")
    with opened(file, file.name, limits) as image:
        image.load()
        plain = turned(image, orientation(image))
        try:
            _write(plain, beside, kind)
            beside.replace(file)
        finally:
            beside.unlink(missing_ok=True)


def clean_rare(files: Mapping[str, Path]) -> None:
    """Clean pictures in formats that can't be stripped as they come in; broken ones stay, and are told later."""
    for file in files.values():
        if kind_of(file) in _RARE:
            with suppress(Refused):
                clean(file)


def clean_archives(files: Mapping[str, Path], limits: Limits = LIMITS) -> None:
    """Pack zips whose pictures say more than their pixels anew, without that; names and all other files stay.

    What can't be unpacked stays, and is told when it is read.
    """
    for file in files.values():
        if is_archive(file):
            with suppress(Refused), tempfile.TemporaryDirectory(prefix="layerloom-") as folder:
                entries = unpacked(file, Path(folder) / "of", limits)
                changed = sum(_is_changed(entry) for entry in entries.values())
                if changed:
                    _pack(entries, file)


def _is_changed(file: Path) -> bool:
    """Whether a picture said more than its pixels; it does no more."""
    before = file.stat()
    with suppress(Refused):
        clean(file)
    after = file.stat()
    return (before.st_ino, before.st_size) != (after.st_ino, after.st_size)


def _pack(entries: Mapping[str, Path], file: Path) -> None:
    beside = file.with_name(f"{file.name}.cleaned")
    try:
        with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for name, entry in entries.items():
                archive.write(entry, name)
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)


def _write(image: Image.Image, file: Path, kind: str) -> None:
    if kind == "jpeg":
        plain = image if image.mode in {"L", "RGB"} else image.convert("RGB")
        _of_pixels(plain).save(file, "JPEG", quality=QUALITY)
        return
    plain = image if image.mode in _KEPT else image.convert("RGBA" if image.has_transparency_data else "RGB")
    _of_pixels(plain).save(file, "PNG")


def _of_pixels(image: Image.Image) -> Image.Image:
    """The same pixels, and nothing that is said of them but which colours a palette has, and which is transparent."""
    plain = image.copy()
    for name in set(plain.info) - {"transparency"}:
        del plain.info[name]
    return plain
