"""Where weights lie: files on disk, each named by its digest, and in the store elsewhere where a site has set one.

A file here is then only a copy, which is fetched when a process needs it.
"""

from __future__ import annotations

import logging
import os
import re
import shutil
import time
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings
from django.core.files import File

from builder.folder.weights import SUFFIX
from trainer.problems import TrainingProblem
from webapp.errors import ApiError
from webapp.own.versions import SETTLED_S, store_elsewhere
from webapp.weights.models import KeptWeights

log = logging.getLogger(__name__)

ELSEWHERE = "weights"
"""The folder of the store; data lie above it."""
_DIGEST = re.compile("[0-9a-f]{64}")


def file_of(digest: str) -> Path:
    """Where the weights lie, or would."""
    return Path(settings.WEIGHTS_DIR) / f"{digest}{SUFFIX}"


@contextmanager
def incoming() -> Iterator[Path]:
    """A place for weights that come in, which is gone afterwards, whatever happens."""
    top = Path(settings.WEIGHTS_DIR)
    top.mkdir(mode=0o700, parents=True, exist_ok=True)
    place = top / f".incoming-{uuid.uuid4().hex}"
    os.close(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        yield place
    finally:
        place.unlink(missing_ok=True)


def put(digest: str, made: Path) -> None:
    """Have a file lie where its digest says. The same one is kept once.

    Raises: ApiError ``storage_away``.
    """
    if remote := store_elsewhere():
        try:
            if not remote.exists(_name(digest)):
                with made.open("rb") as opened:
                    remote.save(_name(digest), File(opened))
        except Exception as error:  # each store has errors of its own
            log.exception("Weights %s can't be kept", digest)
            raise ApiError(
                503, "storage_away", "The store that keeps weights does not answer now.", "Press again in a moment."
            ) from error
    if file_of(digest).is_file():
        os.utime(file_of(digest))  # whoever cleans up sees that somebody wants it again
        return
    beside = made.with_name(f"{made.name}-kept")
    try:
        beside.hardlink_to(made)
    except OSError:  # a file system without links
        shutil.copyfile(made, beside)
        beside.chmod(0o600)
    beside.replace(file_of(digest))


def is_here(digest: str) -> bool:
    """Whether the file lies here, or could be fetched and does now."""
    with suppress(TrainingProblem):
        bring([digest])
    return file_of(digest).is_file()


def bring(digests: Iterable[str]) -> None:
    """Have these weights lie here, as far as anybody keeps them: whoever needs others says so.

    Raises:
        TrainingProblem: ``no_weights``: the store elsewhere does not answer.
    """
    if (remote := store_elsewhere()) is None:
        return
    for digest in digests:
        try:
            if not file_of(digest).is_file() and remote.exists(_name(digest)):
                with incoming() as place, remote.open(_name(digest)) as source:
                    with place.open("wb") as file:
                        shutil.copyfileobj(source, file)
                    place.replace(file_of(digest))
        except Exception as error:  # each store has errors of its own
            log.exception("Weights %s can't be fetched", digest)
            raise TrainingProblem(
                "no_weights",
                "The weights that this begins from can't be fetched: the store that keeps them does not answer now.",
                "Try again in a moment.",
            ) from error


def forget(digest: str) -> None:
    """Remove weights that nobody keeps, here and elsewhere; `forget_the_rest` does what can't be done now."""
    aside = file_of(digest).with_name(f".gone-{uuid.uuid4().hex}")
    with suppress(OSError):
        file_of(digest).rename(aside)
    if KeptWeights.objects.filter(digest=digest).exists():  # somebody keeps them since a moment ago
        with suppress(OSError):
            aside.rename(file_of(digest))
        return
    aside.unlink(missing_ok=True)
    if remote := store_elsewhere():
        try:
            remote.delete(_name(digest))
        except Exception:  # each store has errors of its own
            log.exception("Weights %s are not deleted elsewhere yet", digest)


def forget_the_rest() -> None:
    """Remove the files that have no row: copies of what was deleted on another machine, and what was left half-way."""
    top = Path(settings.WEIGHTS_DIR)
    left = [each for each in top.glob("*") if time.time() - each.stat().st_mtime > SETTLED_S]
    for each in left:
        if each.name.startswith((".incoming-", ".gone-")):
            each.unlink(missing_ok=True)
    found = {each.stem for each in left} | set(_elsewhere())
    found = {name for name in found if _DIGEST.fullmatch(name)}
    for digest in found - set(KeptWeights.objects.filter(digest__in=found).values_list("digest", flat=True)):
        forget(digest)


def _elsewhere() -> Iterator[str]:
    remote = store_elsewhere()
    if remote is None or ELSEWHERE not in remote.listdir("")[0]:
        return
    for name in remote.listdir(ELSEWHERE)[1]:
        if time.time() - remote.get_modified_time(f"{ELSEWHERE}/{name}").timestamp() > SETTLED_S:
            yield Path(name).stem


def _name(digest: str) -> str:
    return f"{ELSEWHERE}/{digest}{SUFFIX}"
