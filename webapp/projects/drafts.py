"""Networks that somebody looks at and has not touched yet: a starter, under the address that it will have."""

from __future__ import annotations

import zlib
from functools import lru_cache

from django.db import transaction

import builder
from builder.drawing.document import read_document
from webapp.accounts.caller import Caller
from webapp.accounts.drafts import Draft
from webapp.accounts.models import Visitor
from webapp.projects.models import Project
from webapp.projects.yjs import YDocument


def drawn(draft: Draft) -> Project:
    """The network as it will be stored. It is not yet: ``is_kept`` says so."""
    starter = builder.STARTERS.get(draft.starter) or next(iter(builder.STARTERS.values()))
    return Project(
        id=draft.project_id,
        owner_id=draft.visitor_id,
        name=starter.title,
        starter=starter.key,
        document=starter.document.model_dump(mode="json"),
        state=_state(starter.document.model_dump_json()),
    )


def is_kept(project: Project) -> bool:
    """Whether it is stored."""
    return not project._state.adding


def keep(project: Project) -> Project:
    """The network, stored now at the latest, and its visitor with it. Any process may do so at any time."""
    if is_kept(project):
        return project
    with transaction.atomic():
        visitor, _ = Visitor.objects.get_or_create(pk=project.owner_id)
        facts = {fact: getattr(project, fact) for fact in ("name", "document", "state", "starter")}
        facts["owner"] = visitor
        return Project.objects.get_or_create(pk=project.pk, defaults=facts)[0]


def of_caller(caller: Caller) -> Project | None:
    """What somebody looks at who has touched nothing yet, or has no network any more; None for everybody else."""
    draft = caller.draft
    if draft is None or draft.visitor_id != caller.visitor_id:
        return None
    if not draft.is_known and Visitor.objects.filter(pk=draft.visitor_id).exists():
        return None  # it was stored, and may have been deleted since
    return drawn(draft)


@lru_cache(maxsize=64)
def _state(document: str) -> bytes:
    """The same bytes in every process and every time, as two tabs may both begin with them and then meet."""
    return YDocument.of(read_document(document), author=zlib.crc32(document.encode()) or 1).state
