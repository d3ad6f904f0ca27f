"""Edits that the database did not take, in files: no end of this process loses them, and the next start takes them up.

A file is named for its project and its writer, and never written twice: whoever took up what it held may remove it.
"""

from __future__ import annotations

import logging
import os
from contextlib import suppress
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings

from webapp.groups import tell
from webapp.projects.log import append
from webapp.projects.yjs import edit_message

log = logging.getLogger(__name__)


def folder() -> Path:
    """Where they lie."""
    return Path(settings.CONFIG.data) / "unsaved"


def keep(project_id: UUID, update: bytes) -> Path:
    """Write an update down.

    Raises: OSError, as when the disk is full.
    """
    folder().mkdir(mode=0o700, exist_ok=True)
    path = folder() / f"{project_id}.{uuid4().hex}"
    with open(os.open(path.with_suffix(".part"), os.O_WRONLY | os.O_CREAT, 0o600), "wb") as file:
        file.write(update)
        file.flush()
        os.fsync(file.fileno())
    return path.with_suffix(".part").rename(path.with_suffix(".update"))


def forget(path: Path) -> None:
    """What it holds is stored."""
    with suppress(OSError):
        path.unlink()


def take_up() -> None:
    """Store what lies in files, and show it to whoever has the drawing open.

    Raises: django.db.Error, and the rest lies there for another time.
    """
    for path in sorted(folder().glob("*.update")):
        try:
            project_id, update = UUID(path.name.partition(".")[0]), path.read_bytes()
            if append(project_id, update):
                tell(room_of(project_id), {"room": "", "message": edit_message(update)})
                log.info("Edits of project %s that had waited in a file are stored", project_id)
            forget(path)
        except (OSError, ValueError):
            log.exception("%s can't be taken up", path)


def room_of(project_id: UUID) -> str:
    """The group in which the rooms of a drawing tell each other what happens in it."""
    return f"room.{project_id}"
