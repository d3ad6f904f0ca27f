"""Networks that somebody looks at and has not touched yet: a starter, under the address that it will have."""

from __future__ import annotations

import uuid
import zlib
from functools import lru_cache
from uuid import UUID

from django.db import transaction

import builder
from builder.drawing.document import read_document
from webapp.accounts.caller import Caller
from webapp.accounts.drafts import Draft
from webapp.accounts.models import Visitor
from webapp.projects.models import Project
from webapp.projects.yjs import YDocument


def drawn(visitor_id: UUID, address: UUID, key: str) -> Project:
    """The network as it will be stored. It is not yet: ``is_kept`` says so."""
    starter = builder.STARTERS.get(key) or next(iter(builder.STARTERS.values()))
    return Project(
        id=address,
        owner_id=visitor_id,
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


def of_caller(caller: Caller, address: UUID) -> Project | None:
    """A starter that somebody looks at under this address and has not touched yet; None for everybody else."""
    draft = caller.draft
    if draft is None or draft.visitor_id != caller.visitor_id or address not in draft.networks:
        return None
    return drawn(draft.visitor_id, address, draft.networks[address])


def newest_of(caller: Caller) -> Project | None:
    """The starter that somebody opened last and has not touched yet."""
    addresses = caller.draft.networks if caller.draft else {}
    return next(filter(None, (of_caller(caller, address) for address in addresses)), None)


def opened(caller: Caller, key: str) -> tuple[Draft, UUID]:
    """The address at which somebody looks at a starter: the one of before, until something is done there."""
    draft = caller.draft
    if draft is None or draft.visitor_id != caller.visitor_id:
        draft = Draft(caller.visitor_id) if caller.visitor_id else Draft.begin()
    addresses = [address for address, starter in draft.networks.items() if starter == key]
    kept = {*Project.objects.filter(pk__in=addresses).values_list("pk", flat=True)} if addresses else set()
    address = next((each for each in addresses if each not in kept), None) or uuid.uuid4()
    return draft.opened(address, key), address


@lru_cache(maxsize=64)
def _state(document: str) -> bytes:
    """The same bytes in every process and every time, as two tabs may both begin with them and then meet."""
    return YDocument.of(read_document(document), author=zlib.crc32(document.encode()) or 1).state
