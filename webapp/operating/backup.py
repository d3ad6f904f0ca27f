"""A copy of a whole site in one file, made while people draw and runs train; and the way back.

What makes it consistent is the order. A worker saves a checkpoint first and then moves the row, so a checkpoint may be
ahead of its row but never the other way round. Checkpoints are never written to again, so a hard link holds one however
soon the worker lets go of it. First every checkpoint is linked, then all rows are copied as they stand at one moment,
then what was saved meanwhile is linked too, and of all that only what is not ahead of the copied rows is kept. So a run
that had ended has its last checkpoint, and one that trained goes on with the same numbers: from that of its row or, as
after any crash, from one a little older. Own data and weights that runs begin from are never written to
either: they are linked at the same two moments, and those whose rows were copied are kept.

The rows are written as JSON, one a line, whichever database they come from: a site can move to another kind by it.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import tarfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import IO, Any
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.core import serializers
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, connections, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model

from builder.folder.weights import SUFFIX
from trainer.run.checkpoint import step_of
from webapp.own.models import OwnData, OwnVersion
from webapp.runs.models import Run
from webapp.weights.models import KeptWeights

VERSION = 1
LEFT_OUT = ("contenttypes", "auth.permission")
"""What every migration makes anew."""
COPY = "copy"
MANIFEST, ROWS, SECRET, RUNS = "manifest.json", "rows.jsonl", "secret_key", "runs"
OWN, VERSIONS, WEIGHTS = "own", "own-versions", "weights"


def back_up(to: Path) -> int:
    """Write everything into one tar file, which only its owner may read. How many checkpoints it holds."""
    unfinished = to.with_name(f".{to.name}.{os.getpid()}")
    with _staging() as staged:
        try:
            with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                count = _write(file, staged)
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(to)
        finally:
            unfinished.unlink(missing_ok=True)
    return count


def migrations_of(alias: str) -> list[list[str]]:
    """What has been done to a database."""
    return sorted([app, name] for app, name in MigrationRecorder(connections[alias]).applied_migrations())


def models() -> list[type[Model]]:
    """Everything that is stored, but what every migration makes anew."""
    return [each for each in apps.get_models() if not {each._meta.app_label, each._meta.label_lower} & {*LEFT_OUT}]


def _write(file: IO[bytes], staged: Path) -> int:
    _link_checkpoints(staged)
    _link_own_data(staged)
    with _rows_at_one_moment(staged) as alias:
        with (staged / ROWS).open("w") as rows:
            for model in models():
                found = model._default_manager.using(alias).order_by("pk").iterator(chunk_size=200)
                serializers.serialize("jsonl", found, stream=rows, cls=_Exact)
        known = {*map(str, OwnData.objects.using(alias).values_list("pk", flat=True))}
        known |= {*OwnVersion.objects.using(alias).values_list("pk", flat=True)}
        known |= {each + SUFFIX for each in KeptWeights.objects.using(alias).values_list("digest", flat=True)}
        reached = dict(Run.objects.using(alias).values_list("pk", "step"))
        manifest = {"version": VERSION, "migrations": migrations_of(alias)}
    _link_checkpoints(staged)
    _link_own_data(staged)
    (staged / MANIFEST).write_text(json.dumps(manifest))
    with tarfile.open(fileobj=file, mode="w") as archive:
        for name in (MANIFEST, ROWS):
            archive.add(staged / name, name)
        kept = [each for each in sorted((staged / RUNS).glob("*/*")) if _is_known(each, reached)]
        for each in kept:
            archive.add(each, f"{RUNS}/{each.parent.name}/{each.name}")
        for each in _files_in(staged / OWN, staged / VERSIONS, staged / WEIGHTS):
            if (name := each.relative_to(staged).as_posix()).split("/")[1] in known:
                archive.add(each, name)
        secret = settings.CONFIG.data / SECRET
        if secret.exists():  # sessions are signed with it
            archive.add(secret, SECRET)
    return len(kept)


@contextmanager
def _staging() -> Iterator[Path]:
    """A folder on the disk of the checkpoints, as links can't lead to another one."""
    folder = settings.CONFIG.data / f".backup-{os.getpid()}"
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _link_checkpoints(staged: Path) -> None:
    for file in Path(settings.RUNS_DIR).glob("*/*.safetensors"):
        link = staged / RUNS / file.parent.name / file.name
        link.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileNotFoundError, FileExistsError):  # the worker let go of it, or it is linked already
            _hold(file, link)


def _link_own_data(staged: Path) -> None:
    """Files as they came, versions and weights; of these only what lies here, where they are kept elsewhere."""
    for file in Path(settings.WEIGHTS_DIR).glob(f"*{SUFFIX}"):
        _hold_once(file, staged / WEIGHTS / file.name)
    for top, name in ((Path(settings.OWN_DIR), OWN), (Path(settings.OWN_VERSIONS_DIR), VERSIONS)):
        for folder in top.glob("*/files" if name == OWN else "[!.]*"):
            for file in _files_in(folder):
                _hold_once(file, staged / name / file.relative_to(top))


def _hold_once(file: Path, link: Path) -> None:
    link.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileNotFoundError, FileExistsError):  # it was deleted, or it is linked already
        _hold(file, link)


def _files_in(*folders: Path) -> list[Path]:
    return [Path(at, name) for folder in folders for at, _, names in os.walk(folder) for name in sorted(names)]


def _hold(file: Path, link: Path) -> None:
    try:
        link.hardlink_to(file)
    except (FileNotFoundError, FileExistsError):
        raise
    except OSError:  # a file system without links
        shutil.copyfile(file, link)


@contextmanager
def _rows_at_one_moment(staged: Path) -> Iterator[str]:
    """The name of a database that holds every row as of one moment; nobody waits for it."""
    if connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield "default"
        return
    copy = staged / "db.sqlite3"
    with closing(sqlite3.connect(connection.settings_dict["NAME"])) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    connections.databases[COPY] = {**connections.databases["default"], "NAME": str(copy)}
    try:
        yield COPY
    finally:
        connections[COPY].close()
        del connections[COPY], connections.databases[COPY]


def _is_known(file: Path, reached: dict[UUID, int]) -> bool:
    """Whether a checkpoint is of a run that the copied rows hold, and not ahead of it."""
    step = reached.get(UUID(file.parent.name))
    return step is not None and step_of(file) <= step


class _Exact(DjangoJSONEncoder):
    """Django's own cuts times to milliseconds."""

    def default(self, o: Any) -> Any:
        return o.isoformat() if hasattr(o, "isoformat") else super().default(o)
