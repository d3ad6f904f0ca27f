"""From a backup to a site: on a machine where nothing is yet."""

from __future__ import annotations

import json
import os
import re
import shutil
import tarfile
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.db.migrations.loader import MigrationLoader

from webapp.operating.backup import MANIFEST, OWN, ROWS, RUNS, SECRET, VERSION, VERSIONS, WEIGHTS, models
from webapp.runs.models import Run

_OWN = re.compile(
    rf"{OWN}/[0-9a-f-]{{36}}/files/.+|{VERSIONS}/[0-9a-f]{{64}}/[^/]+|{WEIGHTS}/[0-9a-f]{{64}}\.safetensors"
)
_CHECKPOINT = re.compile(rf"{RUNS}/[0-9a-f-]{{36}}/[0-9-]+\.safetensors")


class CanNotRestore(Exception):
    """Why not: one sentence with what to try."""


def restore(archive_path: Path) -> int:
    """Fill an empty site from a backup. How many runs there are then.

    Files come before rows, so that no row is without its checkpoint should this end half-way.
    Raises: CanNotRestore.
    """
    try:
        with tarfile.open(archive_path) as archive, tempfile.TemporaryDirectory(dir=settings.CONFIG.data) as scratch:
            _refuse_other_versions(_manifest(archive))
            call_command("migrate", interactive=False, verbosity=0)
            _refuse_what_is_not_empty()
            _take_files(archive)
            archive.extract(ROWS, scratch, filter="data")
            with transaction.atomic():
                call_command("loaddata", str(Path(scratch) / ROWS), verbosity=0)
                Run.objects.update(uncommitted=0)  # whose slice was under way did not die of it
    except (tarfile.TarError, KeyError, OSError) as error:
        raise CanNotRestore(
            f"{archive_path} can't be read as a backup ({error}); name one that backup wrote."
        ) from error
    return Run.objects.count()


def _manifest(archive: tarfile.TarFile) -> dict[str, Any]:
    file = archive.extractfile(MANIFEST)
    told: dict[str, Any] = json.load(file) if file else {}
    return told


def _refuse_other_versions(manifest: dict[str, Any]) -> None:
    if manifest.get("version") != VERSION:
        raise CanNotRestore(f"This backup is of version {manifest.get('version')}; this program reads {VERSION}.")
    ours = sorted(list(node) for node in MigrationLoader(None).graph.nodes)
    theirs = list(manifest["migrations"])
    if ours != theirs:
        odd = [".".join(each) for each in [*ours, *theirs] if each not in ours or each not in theirs]
        raise CanNotRestore(
            f"This backup was made by another version of Layerloom (they differ in {', '.join(odd[:3])});"
            " restore it with that version, then update."
        )


def _refuse_what_is_not_empty() -> None:
    full = [model._meta.label for model in models() if model._default_manager.exists()]
    runs = Path(settings.RUNS_DIR)
    if full or (runs.exists() and any(runs.iterdir())):
        raise CanNotRestore(
            f"This site is not empty ({', '.join(full) or runs}); name another data folder (LAYERLOOM_DATA)"
            " or database (DATABASE_URL)."
        )


def _take_files(archive: tarfile.TarFile) -> None:
    """Checkpoints, own data, weights, and the key that sessions are signed with unless it is set from outside."""
    before = os.umask(0o077)  # what is kept is for nobody else on this machine
    try:
        for member in archive:
            _take(archive, member)
    finally:
        os.umask(before)


def _take(archive: tarfile.TarFile, member: tarfile.TarInfo) -> None:
    if (source := archive.extractfile(member)) is None:
        return
    if _CHECKPOINT.fullmatch(member.name) or _OWN.fullmatch(member.name):
        target = _place_of(member.name)
        target.parent.mkdir(parents=True, exist_ok=True)
    elif member.name == SECRET:
        target = settings.CONFIG.data / SECRET
    else:
        return
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        shutil.copyfileobj(source, file)


def _place_of(name: str) -> Path:
    """Where a file of a backup belongs. Raises: CanNotRestore: nowhere."""
    top, *inside = name.split("/")
    tops = {
        RUNS: settings.RUNS_DIR,
        OWN: settings.OWN_DIR,
        VERSIONS: settings.OWN_VERSIONS_DIR,
        WEIGHTS: settings.WEIGHTS_DIR,
    }
    if not {"", ".", ".."}.isdisjoint(inside):
        raise CanNotRestore(f"This backup holds {name[:80]!r}, which no backup wrote; it was changed by somebody.")
    return Path(tops[top]).joinpath(*inside)
