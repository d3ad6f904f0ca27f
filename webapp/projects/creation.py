"""How projects come to be: from a starter, from a document, from somebody's share link."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

import builder
from builder.drawing.document import Beginning, Document, read_document
from builder.folder.schema import read_schema
from builder.kinds.starter import Starter
from builder.suggested.suggest import suggested
from webapp.accounts.caller import Caller
from webapp.accounts.models import Visitor
from webapp.errors import ApiError, TooMany
from webapp.operating.budget import refuse_beyond_budget
from webapp.own.access import grant, granted, readable_version
from webapp.projects.models import Project
from webapp.projects.yjs import YDocument
from webapp.weights.access import share_beginnings
from webapp.weights.models import KeptWeights

MAX_A_MINUTE = 30


@dataclass(frozen=True)
class Roots:
    """What a network began as: the key of a starter, the label of a variant of it, and whose fork it is."""

    starter: str = ""
    variant: str = ""
    forked_from: Project | None = None


def from_starter(visitor: Visitor, key: str) -> Project:
    """A network of the visitor's own that begins as a starter.

    Raises: ApiError ``unknown_starter``.
    """
    starter = starter_of(key)
    return from_document(visitor, starter.document, starter.title, Roots(key))


def starter_of(key: str) -> Starter:
    """The starter of a key.

    Raises: ApiError ``unknown_starter``.
    """
    if key not in builder.STARTERS:
        known = ", ".join(builder.STARTERS)
        raise ApiError(404, "unknown_starter", f"There is no starter {key!r}.", f"There are: {known}.")
    return builder.STARTERS[key]


def forked(visitor: Visitor, shared: Project, token: str, beginning: KeptWeights | None = None) -> Project:
    """A network of the visitor's own that begins as one whose share link they hold.

    They go on reading the data that the link includes; others it names no more. It begins from these weights, or from
    those that the shared one begins from, which the visitor keeps from now on where the link shows them.
    """
    document = granted(read_document(shared.document), Caller(visitor.pk, token))
    if beginning:
        document = beginning_from(document, beginning)
    with transaction.atomic():
        share_beginnings(visitor.pk, document, token)
        grant(visitor.pk, document)
        return from_document(visitor, document, shared.name, Roots(shared.starter, shared.variant, shared))


def beginning_from(document: Document, kept: KeptWeights) -> Document:
    """The drawing, whose training begins from these weights."""
    begins_from = (Beginning(weights=kept.digest, title=kept.name),)
    training = document.training.model_copy(update={"begins_from": begins_from})
    return document.model_copy(update={"training": training})


def for_own_data(visitor: Visitor, version: str) -> Project:
    """A network of the visitor's own that learns from data of theirs: the one that is suggested for what is in them.

    Raises: NotFound, TooMany.
    """
    schema = read_schema(readable_version(Caller(visitor.pk), version).schema)
    return from_document(visitor, suggested(schema), schema.name[:120])


def from_document(visitor: Visitor, document: Document, name: str, roots: Roots | None = None) -> Project:
    """A network of the visitor's own that begins as ``document``, without data that they may not read.

    Raises: TooMany.
    """
    refuse_floods(visitor)
    document = granted(document, Caller(visitor.pk))
    return Project.objects.create(
        owner=visitor,
        name=name,
        document=document.model_dump(mode="json"),
        state=YDocument.of(document).state,
        **vars(roots or Roots()),
    )


def refuse_floods(visitor: Visitor) -> None:
    """Whether the visitor may have one more network, now.

    Raises: TooMany.
    """
    minute = timedelta(minutes=1)
    recent = [*visitor.projects.order_by("-created_at").values_list("created_at", flat=True)[:MAX_A_MINUTE]]
    passed = timezone.now() - recent[-1] if len(recent) == MAX_A_MINUTE else minute
    if passed < minute:
        raise TooMany(
            "too_many_projects",
            f"You made {MAX_A_MINUTE} networks in the last minute.",
            "Wait a minute, then try again.",
            after_s=(minute - passed).total_seconds(),
        )
    refuse_beyond_budget(visitor, "networks")
