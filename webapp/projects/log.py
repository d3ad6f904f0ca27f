"""What is stored of a drawing: a state, and the updates that came since, each appended in one transaction.

Whoever appends or folds holds the lock of the project's row. So the updates of a project are numbered in the order in
which they can be read, and no order of appending and folding, by whatever process, loses one.
"""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass
from uuid import UUID

from django.db import DataError, IntegrityError, transaction

from builder.drawing.problems import InvalidDocument
from webapp.projects.models import Project, Update
from webapp.projects.yjs import YDocument, merged

log = logging.getLogger(__name__)

FOLD_UPDATES, FOLD_BYTES = 100, 1_000_000
"""So many updates, or so many bytes of them, are folded into the state: opening a drawing reads them all."""


@dataclass(frozen=True)
class Mark:
    """How much of what is stored somebody has seen: which state, and the last update."""

    state: bytes = b""
    update: int = 0


@dataclass(frozen=True)
class Stored:
    """``news`` is what was stored that ``seen`` had not; all of it is ``size`` bytes large."""

    news: bytes
    seen: Mark
    size: int


def read(project_id: UUID, seen: Mark | None = None) -> Stored | None:
    """What is stored beyond what was seen; None where the project is gone.

    Takes no lock: updates that are folded between the two questions come with the state.
    """
    rows = _rows(project_id)
    project = Project.objects.only("state").filter(pk=project_id).first()
    return None if project is None else _stored(bytes(project.state), rows, seen or Mark())


def lacking(project_id: UUID, update: bytes) -> bytes:
    """What of an update is not stored; nothing where the project is gone."""
    stored = read(project_id)
    return b"" if stored is None else YDocument(stored.news).learn(update)


def append(project_id: UUID, update: bytes, seen: Mark | None = None) -> Stored | None:
    """Store an update, and project the drawing anew. What others had stored meanwhile; None where it is gone."""
    with transaction.atomic():
        # others may refer to the row meanwhile, as a new run does
        project = Project.objects.select_for_update(no_key=True).filter(pk=project_id).first()
        if project is None:
            return None
        others = _stored(bytes(project.state), _rows(project_id), seen or Mark())
        Update.objects.create(project=project, content=update)
        rows = _rows(project_id)
        drawing = YDocument(bytes(project.state))
        for _, content in rows:
            drawing.apply(content)
        changed = ["updated_at"]
        if len(rows) >= FOLD_UPDATES or sum(len(content) for _, content in rows) >= FOLD_BYTES:
            project.state = drawing.state
            project.updates.filter(pk__lte=rows[-1][0]).delete()
            changed.append("state")
        _save(project, changed, drawing)
        return Stored(others.news, _stored(bytes(project.state), rows, Mark()).seen, others.size + len(update))


def _rows(project_id: UUID) -> list[tuple[int, bytes]]:
    found = Update.objects.filter(project=project_id).values_list("pk", "content")
    return [(pk, bytes(content)) for pk, content in found]


def _stored(state: bytes, rows: list[tuple[int, bytes]], seen: Mark) -> Stored:
    digest = hashlib.sha256(state).digest()
    news = [content for pk, content in rows if pk > seen.update]
    if digest != seen.state:
        news.insert(0, state)
    last = max([seen.update, *(pk for pk, _ in rows)])
    return Stored(merged(news), Mark(digest, last), len(state) + sum(len(content) for _, content in rows))


def _save(project: Project, changed: list[str], drawing: YDocument) -> None:
    """The last good document stays where the drawing is none now, or one that the database refuses."""
    try:
        project.document = drawing.document().model_dump(mode="json")
        with transaction.atomic():
            project.save(update_fields=[*changed, "document"])
    except (InvalidDocument, ValueError, RecursionError, DataError, IntegrityError) as error:
        log.warning("Project %s holds no valid document now: %s", project.pk, error)
        project.save(update_fields=changed)
