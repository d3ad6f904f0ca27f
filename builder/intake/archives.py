"""Unpacks what somebody sends in one file: entries, sizes and names are checked before they are believed."""

from __future__ import annotations

import mmap
import re
import shutil
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import IO

from builder.folder.limits import LIMITS, Limits
from builder.folder.refused import Refused
from builder.intake.kinds_of_file import ARCHIVES, kind_of, told

CHUNK = 1 << 20
HARMLESS = 10**6
"""What so few bytes become is not measured against the ratio."""

_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_BY_THE_WAY = {"__MACOSX", "Thumbs.db", "desktop.ini"}


def is_archive(file: Path) -> bool:
    """Whether it holds other files; spreadsheets and numpy's archives are read as they are."""
    return kind_of(file) in ARCHIVES


def unpacked(file: Path, out: Path, limits: Limits = LIMITS) -> Mapping[str, Path]:
    """The files of a zip, by their paths in it, and where they lie in ``out`` now, under names of our own.

    Hidden files and what programs leave behind are passed over. Archives in it are files like others: nobody opens
    them.

    Raises:
        Refused: it is none, damaged, locked, too large, too dense, or it holds links or ways out of its folder;
            ``out`` is gone then.
    """
    if (kind := kind_of(file)) != "zip":
        raise Refused("no_zip", file.name, f"is {told(kind)[0]}; a zip was expected.", "Pack the files as .zip.")
    try:
        return _unpacked_zip(file, out, limits)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError) as error:
        shutil.rmtree(out, ignore_errors=True)
        raise Refused("broken_archive", file.name, f"can't be unpacked: {error}.", "Pack the files anew.") from error
    except Refused:
        shutil.rmtree(out, ignore_errors=True)
        raise


def files_of(folder: Path) -> Mapping[str, Path]:
    """All files of a folder by their paths in it, in the order of these; hidden files and links are passed over."""
    found = ((each.relative_to(folder).as_posix(), each) for each in folder.rglob("*") if not each.is_symlink())
    return dict(sorted((name, each) for name, each in found if each.is_file() and not is_passed_over(name)))


def is_passed_over(name: str) -> bool:
    """Whether a file is hidden, or one that a program left there."""
    return any(part.startswith(".") or part in _BY_THE_WAY for part in name.split("/"))


def _unpacked_zip(file: Path, out: Path, limits: Limits) -> Mapping[str, Path]:
    _refuse_many(file, limits)
    with zipfile.ZipFile(file) as archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        _refuse_large(file, entries, limits)
        wanted = {name: entry for entry in entries if (name := _safe_name(file, entry)) and not is_passed_over(name)}
        if not wanted:
            raise Refused("empty_archive", file.name, "holds no files.", "Pack the files themselves.")
        out.mkdir(parents=True, exist_ok=True)
        places = {name: out / f"{number:06d}" for number, name in enumerate(sorted(wanted))}
        for name, place in places.items():
            _write(file, archive, wanted[name], place)
    return places


def _refuse_many(file: Path, limits: Limits) -> None:
    """Count entries before anything of the list is held."""
    with file.open("rb") as content, mmap.mmap(content.fileno(), 0, access=mmap.ACCESS_READ) as whole:
        many = sum(1 for _ in re.finditer(rb"PK\x01\x02", whole))
    if many > limits.entries:
        words = f"holds {many:,} files; at most {limits.entries:,} are taken."
        raise Refused("too_many_entries", file.name, words, "Leave some out, or send several archives.")


def _refuse_large(file: Path, entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    """Refuse by what the archive says it holds; what it holds is measured against that later."""
    total, packed = sum(entry.file_size for entry in entries), file.stat().st_size
    if total > max(HARMLESS, limits.ratio * packed):
        words = f"holds {total / 1e6:,.0f} MB in {packed / 1e6:,.2f} MB: it is denser than {limits.ratio} to 1."
        raise Refused("archive_bomb", file.name, words, "Pack the files as they are, or send them by themselves.")
    if total > limits.all_bytes:
        words = f"holds {total / 1e6:,.0f} MB; at most {limits.all_bytes / 1e6:,.0f} MB are taken."
        raise Refused("too_many_bytes", file.name, words, "Leave some out, or make pictures and sounds smaller.")
    for entry in entries:
        if entry.file_size > limits.file_bytes:
            words = f"has {entry.file_size / 1e6:,.0f} MB; at most {limits.file_bytes / 1e6:,.0f} MB a file are taken."
            raise Refused("file_too_large", f"{file.name}: {entry.filename}", words, "Make it smaller, or part it.")


def _safe_name(file: Path, entry: zipfile.ZipInfo) -> str:
    """The path of an entry, if it may be unpacked."""
    where, name = f"{file.name}: {entry.filename}", entry.filename.replace("\\", "/")
    if entry.flag_bits & 1:
        raise Refused("encrypted_archive", where, "is locked with a password.", "Pack the files without one.")
    if name.startswith("/") or ".." in name.split("/") or re.match(r"[A-Za-z]:", name):
        words = "lies outside of the archive's own folder."
        raise Refused("path_outside", where, words, "Pack one folder, with paths within it.")
    mode = entry.external_attr >> 16
    if stat.S_IFMT(mode) not in {0, stat.S_IFREG}:
        words = "is a link or a device; a file was expected."
        raise Refused("link_in_archive", where, words, "Pack the files that links lead to.")
    if entry.compress_type not in _METHODS:
        words = "is packed in a way that is not read here; Deflate or none was expected."
        raise Refused("unknown_packing", where, words, "Pack the files as a plain .zip.")
    return str(PurePosixPath(unicodedata.normalize("NFC", name)))  # macOS writes é as two letters


def _write(file: Path, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, place: Path) -> None:
    """Write one entry, piece by piece, as long as it is what it says it is."""
    read = 0
    with archive.open(entry) as content, place.open("wb") as written:
        for piece in _pieces(content):
            read += len(piece)
            written.write(piece)
    if read != entry.file_size:
        words = f"has {read:,} bytes; {entry.file_size:,} are told."
        raise Refused("archive_lies", f"{file.name}: {entry.filename}", words, "Pack the files anew.")


def _pieces(content: IO[bytes]) -> Iterator[bytes]:
    while piece := content.read(CHUNK):
        yield piece
