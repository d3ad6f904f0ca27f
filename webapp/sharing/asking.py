"""A network asked by its share link alone: from a phone, a program, a cell of a spreadsheet.

The link is all that counts here, no session: so another site's page can ask no more than whoever typed the address.
"""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest

from trainer.run import checkpoint
from webapp.accounts.caller import Caller
from webapp.api import Answer, read_body, read_json
from webapp.errors import ApiError, NotFound
from webapp.runs.access import asking_not_allowed, link_revoked
from webapp.runs.doors.asking import Question, answer_of
from webapp.runs.files import checkpoints
from webapp.runs.models import Run
from webapp.sharing.models import Share

NOT_FIELDS = {"share", "run", "weights", "seed", "tab"}
"""What stands in an address beside the fields; a field that is called so is asked by POST."""

MOST_DIGITS = 10


def ask_in_address(request: HttpRequest) -> Answer:
    """``?share=<token>&<field>=<value>``: each field as JSON, as numbers with commas between, or as plain text."""
    fields = {name: _value(text) for name, text in request.GET.dict().items() if name not in NOT_FIELDS}
    asked = {"fields": fields, "seed": _value(request.GET.get("seed", "0"))}
    return _answer(request, read_json(json.dumps(asked).encode(), Question))


def ask_in_body(request: HttpRequest) -> Answer:
    """``?share=<token>``, and the body of ``/api/runs/<id>/predict/``."""
    return _answer(request, read_body(request, Question))


def _answer(request: HttpRequest, question: Question) -> Answer:
    share = _share_of(Caller.of_link(request))
    return answer_of(request, Caller.of_link(request), _run_of(share, request.GET.get("run", "")), question)


def _share_of(caller: Caller) -> Share:
    """The link that is asked by.

    Raises: NotFound; ApiError ``link_revoked``, ``asking_not_allowed``.
    """
    share = Share.objects.filter(token=caller.token or "").first()
    if share is None:
        raise NotFound("share link")
    if share.revoked_at:
        raise link_revoked()
    if not share.may_ask:
        raise asking_not_allowed()
    return share


def _run_of(share: Share, asked: str) -> Run:
    """The run of that number or id; the newest that has saved a state, where none is named. Raises: ApiError."""
    runs = Run.objects.filter(project=share.project_id).select_related("project")
    if not asked:
        run = next((run for run in runs if checkpoint.exists(checkpoints(run.pk))), None)
        if run is None:
            raise ApiError(409, "no_checkpoint", "This network has not learned anything yet.", "Ask again later.")
        return run
    run = runs.filter(_is_called(asked)).first()
    if run is None:
        numbers = ", ".join(str(each.number) for each in runs.exclude(number=None)[:20]) or "none"
        raise ApiError(404, "not_found", f"This network has no run {asked[:40]}.", f"Its runs are: {numbers}.")
    return run


def _is_called(asked: str) -> Q:
    if asked.isdecimal() and len(asked) < MOST_DIGITS:
        return Q(number=int(asked))
    try:
        return Q(pk=UUID(asked))
    except ValueError:
        return Q(pk__in=())


def _value(text: str) -> Any:
    """What is written in an address for a field."""
    with suppress(ValueError, RecursionError):
        return json.loads(text)
    with suppress(ValueError):
        return [float(each) for each in text.split(",")]
    return text
