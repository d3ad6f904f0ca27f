"""Where versions lie: folders on disk, and, where a site has set one, objects in a store elsewhere.

A folder here is then only a copy, which is fetched when a process needs it.
"""

from __future__ import annotations

import json
import logging
import os
import re
import shutil
import tempfile
import time
import zipfile
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import IO

from django.conf import settings
from django.core.files import File
from django.core.files.storage import Storage, storages

from builder.folder.croissant import CROISSANT, croissant
from builder.folder.place import DataAway, schema_in
from builder.folder.schema import SCHEMA
from webapp.errors import ApiError
from webapp.own.models import OwnVersion

log = logging.getLogger(__name__)

ALIAS, SETTLED_S = "own", 600
_VERSION = re.compile("[0-9a-f]{64}")


def folder_of(version: str) -> Path:
    """Where a version lies, or would."""
    if not _VERSION.fullmatch(version):
        raise DataAway(f"{version[:70]!r} is no version of data")
    return Path(settings.OWN_VERSIONS_DIR) / version


def keep(version: str, made: Path) -> None:
    """Keep a folder as a version. The same version is kept once."""
    for each in (made, *made.iterdir()):
        each.chmod(0o700 if each.is_dir() else 0o600)
    target = folder_of(version)
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if remote := store_elsewhere():
        _put(remote, version, made)
    with suppress(OSError):  # it is there already
        made.rename(target)
    shutil.rmtree(made, ignore_errors=True)


def bring(versions: Iterable[str]) -> None:
    """Have these versions lie here.

    Raises:
        DataAway: one of them was deleted, or can't be fetched.
    """
    wanted = set(versions)
    there = set(OwnVersion.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    for version in sorted(wanted):
        if version not in there:
            raise DataAway("they were deleted")
        if not (folder_of(version) / SCHEMA).is_file():
            _fetch(version)


def forget(version: str) -> None:
    """Remove a version, here and elsewhere; while that can't be done in full, `forget_the_rest` goes on."""
    shutil.rmtree(folder_of(version), ignore_errors=True)
    if remote := store_elsewhere():
        try:
            remote.delete(_name(version))
        except Exception:  # each store has errors of its own
            log.exception("Version %s is not deleted elsewhere yet", version)


def forget_the_rest() -> None:
    """Remove the versions that have no row: copies on this machine of what was deleted on another one, and what could

    not be deleted from the store when its row was.
    """
    found = [each.name for each in Path(settings.OWN_VERSIONS_DIR).glob("*") if _is_settled(each.stat().st_mtime)]
    if remote := store_elsewhere():
        names = remote.listdir("")[1]
        found += [Path(name).stem for name in names if _is_settled(remote.get_modified_time(name).timestamp())]
    found = [name for name in found if _VERSION.fullmatch(name)]
    for start in range(0, len(found), 500):
        some = set(found[start : start + 500])
        for version in some - set(OwnVersion.objects.filter(pk__in=some).values_list("pk", flat=True)):
            forget(version)


def _is_settled(changed_at: float) -> bool:
    """Whether its row is there, if it was to have one: that comes a moment after the folder."""
    return time.time() - changed_at > SETTLED_S


def pack(folder: Path, into: IO[bytes], slug: str = "") -> None:
    """Write a version's files into a zip; in a folder of that name, if there is one, with what others know them by."""
    with zipfile.ZipFile(into, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
        for each in sorted(folder.iterdir()):
            archive.write(each, f"{slug}/{each.name}" if slug else each.name)
        if slug:
            told = croissant(schema_in(folder), published=_made_on(folder))
            archive.writestr(f"{slug}/{CROISSANT}", json.dumps(told, indent=1, ensure_ascii=False))


def _made_on(folder: Path) -> date:
    return datetime.fromtimestamp((folder / SCHEMA).stat().st_mtime, UTC).date()


def store_elsewhere() -> Storage | None:
    """The store of a site that keeps what drawings learn and begin from somewhere else than on its disk."""
    return storages[ALIAS] if ALIAS in settings.STORAGES else None


def _name(version: str) -> str:
    return f"{version}.zip"


def _put(remote: Storage, version: str, made: Path) -> None:
    try:
        if remote.exists(_name(version)):
            return
        with tempfile.TemporaryFile(dir=made.parent) as packed:
            pack(made, packed)
            packed.seek(0)
            remote.save(_name(version), File(packed))
    except Exception as error:  # each store has errors of its own
        log.exception("Version %s can't be kept", version)
        raise ApiError(
            503, "storage_away", "The store that keeps data does not answer now.", "Press again in a moment."
        ) from error


def _fetch(version: str) -> None:
    """Raises: DataAway."""
    remote, is_there = store_elsewhere(), False
    try:
        if is_there := remote is not None and remote.exists(_name(version)):
            _unpack(remote, version)
    except Exception as error:  # each store has errors of its own
        log.exception("Version %s can't be fetched", version)
        raise DataAway("the store that keeps them does not answer now") from error
    if not is_there:
        raise DataAway(f"data {version[:8]}… are not where they should be")


def _unpack(remote: Storage, version: str) -> None:
    top = folder_of(version).parent
    top.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=".fetched-", dir=top))
    try:
        with remote.open(_name(version)) as packed, zipfile.ZipFile(packed) as archive:
            for name in archive.namelist():
                target = os.open(made / Path(name).name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
                with archive.open(name) as source, os.fdopen(target, "wb") as file:
                    shutil.copyfileobj(source, file)
        with suppress(OSError):  # another process was first
            made.rename(folder_of(version))
    finally:
        shutil.rmtree(made, ignore_errors=True)
