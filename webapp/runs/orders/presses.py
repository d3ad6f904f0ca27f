"""A press is one press, however often it is sent: what was stored for it is found again by its key."""

from __future__ import annotations

from collections.abc import Callable

from django.db import IntegrityError, transaction

from webapp.runs.models import Press, Run


def once(key: str | None, do: Callable[[], Run]) -> Run:
    """The run of this press: what ``do`` stores, all of it or nothing, or what it stored when it was sent before."""
    try:
        with transaction.atomic():
            if made := _made_by(key):
                return made
            run = do()
            if key:
                Press.objects.create(key=key, run=run)
            return run
    except IntegrityError:  # the same press, sent twice at the same time
        if made := _made_by(key):
            return made
        raise


def _made_by(key: str | None) -> Run | None:
    return Run.objects.filter(presses__key=key).first() if key else None
