"""The files of data that are being brought: on disk, private, and never more than is allowed."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F

from builder.folder.limits import LIMITS
from builder.intake.stripped import strip
from webapp.errors import ApiError, NotFound
from webapp.own.models import OwnData
from webapp.own.paths import plain_path

CHUNK = 1 << 18
PRIVATE = 0o700
Read = Callable[[int], bytes]


def folder_of(data_id: UUID) -> Path:
    """Where all that belongs to some data lies, but their versions."""
    return Path(settings.OWN_DIR) / str(data_id)


def files_of(data_id: UUID) -> dict[str, Path]:
    """The files by their paths as they came."""
    top = folder_of(data_id) / "files"
    found = (Path(at, name) for at, _, names in os.walk(top) for name in names)
    return {file.relative_to(top).as_posix(): file for file in sorted(found)}


def take(data: OwnData, told: str, read: Read, *, room: int) -> OwnData:
    """Keep one file, in place of the one of the same path. ``room`` is how many bytes its owner has left.

    Raises: ApiError ``bad_path``, ``file_too_large``, ``too_many_files``, ``too_many_bytes``; NotFound.
    """
    path = plain_path(told)
    if data.files >= LIMITS.files:
        raise _too_many_files()
    with _incoming(data.pk) as temporary:
        size = _received(temporary, read, min(LIMITS.file_bytes, room))
        target = folder_of(data.pk) / "files" / path
        with transaction.atomic():
            return _put(data.pk, temporary, target, size)


def remove(data: OwnData, told: str) -> OwnData:
    """Remove a file, or a folder with all that is in it.

    Raises: ApiError ``bad_path``; NotFound.
    """
    target = folder_of(data.pk) / "files" / plain_path(told)
    if target.is_dir():
        shutil.rmtree(target)
    elif target.exists():
        target.unlink()
    else:
        raise NotFound("file")
    return counted(data)


def counted(data: OwnData) -> OwnData:
    """The data with their files counted anew."""
    sizes = [file.stat().st_size for file in files_of(data.pk).values()]
    OwnData.objects.filter(pk=data.pk).update(files=len(sizes), bytes=sum(sizes))
    data.refresh_from_db()
    return data


def remove_folder(data_id: UUID) -> None:
    """Remove all files of some data."""
    shutil.rmtree(folder_of(data_id), ignore_errors=True)


@contextmanager
def _incoming(data_id: UUID) -> Iterator[Path]:
    """A place for what comes in, which is gone afterwards, whatever happens."""
    place = folder_of(data_id) / "incoming" / uuid.uuid4().hex
    _make(place.parent, folder_of(data_id).parent)
    try:
        yield place
    finally:
        place.unlink(missing_ok=True)


def _received(temporary: Path, read: Read, limit: int) -> int:
    """How many bytes are kept: of pictures their pixels alone. One more than the limit and none is."""
    size = 0
    with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        while part := read(CHUNK):
            size += len(part)
            if size > limit:
                raise file_too_large(limit)
            file.write(part)
    strip(temporary)  # where a picture was taken is nobody's business, not even ours
    return temporary.stat().st_size


def _put(data_id: UUID, temporary: Path, target: Path, size: int) -> OwnData:
    row = OwnData.objects.select_for_update().filter(pk=data_id).first()
    if row is None:
        remove_folder(data_id)
        raise NotFound("data")
    try:
        _make(target.parent, folder_of(data_id).parent)
        before = target.stat().st_size if target.is_file() else None
        _refuse_too_much(row, size, before)
        temporary.replace(target)
    except (FileExistsError, NotADirectoryError, IsADirectoryError) as error:
        message = f"{target.name} is a folder and a file at once."
        raise ApiError(409, "bad_path", message, "Call the file something else, or remove the other one.") from error
    OwnData.objects.filter(pk=data_id).update(
        files=F("files") + int(before is None), bytes=F("bytes") + size - (before or 0)
    )
    row.refresh_from_db()
    return row


def _refuse_too_much(row: OwnData, size: int, before: int | None) -> None:
    if before is None and row.files >= LIMITS.files:
        raise _too_many_files()
    if row.bytes + size - (before or 0) > LIMITS.all_bytes:
        raise ApiError(
            413,
            "too_many_bytes",
            f"With this file the data would be more than {LIMITS.all_bytes / 1e6:,.0f} MB.",
            "Leave some files out, or make pictures and sounds smaller.",
        )


def _make(folder: Path, top: Path) -> None:
    """A folder and those above it, up to the top, for nobody else's eyes."""
    missing = [each for each in (folder, *folder.parents) if each.is_relative_to(top) and not each.exists()]
    for each in reversed(missing):
        with suppress(FileExistsError):
            each.mkdir(PRIVATE, parents=each == top)
    if not folder.is_dir():
        raise NotADirectoryError(folder)


def file_too_large(limit: int) -> ApiError:
    """Of a file that is larger than ``limit`` bytes."""
    if limit < LIMITS.file_bytes:
        return ApiError(
            429,
            "budget_spent",
            f"This file is larger than the {max(0, limit) / 2**20:,.0f} MiB that you have left.",
            "Delete data, runs or networks that you no longer need. Whoever operates this site can allow more.",
        )
    return ApiError(
        413,
        "file_too_large",
        f"The file is too large; at most {limit / 1e6:,.0f} MB of one file are taken.",
        "Split it, leave columns out, or make pictures and sounds smaller.",
    )


def _too_many_files() -> ApiError:
    return ApiError(
        413, "too_many_files", f"At most {LIMITS.files:,} files are taken.", "Leave some out, or pack them as one .zip."
    )
