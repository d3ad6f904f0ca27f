"""How projects come to be: from a starter, from a document, from somebody's share link."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

import builder
from builder.drawing.document import Document
from webapp.accounts.models import Visitor
from webapp.errors import ApiError, TooMany
from webapp.operating.budget import refuse_beyond_budget
from webapp.projects.models import Project
from webapp.projects.yjs import YDocument

MAX_A_MINUTE = 30


def from_starter(visitor: Visitor, key: str) -> Project:
    """A network of the visitor's own that begins as a starter.

    Raises: ApiError ``unknown_starter``.
    """
    starter = builder.STARTERS.get(key)
    if starter is None:
        known = ", ".join(builder.STARTERS)
        raise ApiError(404, "unknown_starter", f"There is no starter {key!r}.", f"There are: {known}.")
    return from_document(visitor, starter.document, starter.title)


def from_document(visitor: Visitor, document: Document, name: str, forked_from: Project | None = None) -> Project:
    """A network of the visitor's own that begins as ``document``.

    Raises: TooMany.
    """
    refuse_floods(visitor)
    return Project.objects.create(
        owner=visitor,
        name=name,
        document=document.model_dump(mode="json"),
        state=YDocument.of(document).state,
        forked_from=forked_from,
    )


def refuse_floods(visitor: Visitor) -> None:
    """Whether the visitor may have one more network, now.

    Raises: TooMany.
    """
    recent = visitor.projects.filter(created_at__gte=timezone.now() - timedelta(minutes=1)).count()
    if recent >= MAX_A_MINUTE:
        raise TooMany(
            "too_many_projects",
            f"You made {recent} networks in the last minute.",
            "Wait a minute, then try again.",
        )
    refuse_beyond_budget(visitor, "networks")
