"""The API of own data: files come in, are surveyed, and prepared by what their owner chose."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from pydantic import Field

from builder.folder.limits import LIMITS
from builder.folder.told import Choices
from webapp.accounts.caller import Caller, visitor_of
from webapp.api import Answer, Body, created, read_body
from webapp.errors import TooMany
from webapp.operating.budget import refuse_beyond_budget, room_of
from webapp.own import store
from webapp.own.access import own_data_for
from webapp.own.models import OwnData, OwnVersion
from webapp.own.removal import remove_data
from webapp.own.work import What, begin, looked_at

MAX_DATA = 200
SAID = ("file_bytes", "all_bytes", "files", "rows", "columns", "pixels", "sound_s", "text_bytes", "entries")
"""The limits that the page names before anything is sent."""


class NewData(Body):
    name: str = Field(default="", max_length=120)


class Rename(Body):
    name: str = Field(min_length=1, max_length=120)


class Chosen(Body):
    choices: Choices


def list_data(request: HttpRequest) -> Answer:
    """The visitor's data, newest first, and how much is taken. Asking makes no visitor."""
    owner = Caller.of_request(request).visitor_id
    rows = OwnData.objects.filter(owner=owner).prefetch_related("versions") if owner else []
    limits = asdict(LIMITS)
    return {"data": [summary(data) for data in rows], "limits": {name: limits[name] for name in SAID}}


def make_data(request: HttpRequest) -> Answer:
    """A place for files."""
    body, visitor = read_body(request, NewData), visitor_of(request)
    if visitor.own_data.count() >= MAX_DATA:
        raise TooMany(
            "too_many_data", f"You keep {MAX_DATA} data sets, and no more are kept.", "Delete one that you do not need."
        )
    refuse_beyond_budget(visitor, "bytes", more=0)
    return created(detail(OwnData.objects.create(owner=visitor, name=body.name)))


def show_data(request: HttpRequest, data_id: UUID) -> Answer:
    """One of them, with what there is in it."""
    return detail(looked_at(own_data_for(Caller.of_request(request), data_id)))


def rename_data(request: HttpRequest, data_id: UUID) -> Answer:
    """Call them something."""
    data = own_data_for(Caller.of_request(request), data_id)
    data.name = read_body(request, Rename).name
    data.save(update_fields=["name"])
    return detail(data)


def delete_data(request: HttpRequest, data_id: UUID) -> Answer:
    """Remove data with files and versions: nobody can read them any more, and no run goes on with them."""
    remove_data(own_data_for(Caller.of_request(request), data_id))
    return None


def put_file(request: HttpRequest, data_id: UUID) -> Answer:
    """Keep the file that is the request's body, at ``?path=``."""
    data = own_data_for(Caller.of_request(request), data_id)
    room = room_of(data.owner_id)
    if int(request.META.get("CONTENT_LENGTH") or 0) > min(room, LIMITS.file_bytes):
        raise store.file_too_large(min(room, LIMITS.file_bytes))
    return _count(store.take(data, request.GET.get("path", ""), request.read, room=room))


def delete_file(request: HttpRequest, data_id: UUID) -> Answer:
    """Remove the file, or the folder, at ``?path=``."""
    data = own_data_for(Caller.of_request(request), data_id)
    return _count(store.remove(data, request.GET.get("path", "")))


def survey(request: HttpRequest, data_id: UUID) -> Answer:
    """Look what there is in the files."""
    return _at_work(own_data_for(Caller.of_request(request), data_id), "survey")


def prepare(request: HttpRequest, data_id: UUID) -> Answer:
    """Make a version of the files, by what their owner chose."""
    data = own_data_for(Caller.of_request(request), data_id)
    return _at_work(data, "prepare", read_body(request, Chosen).choices)


def summary(data: OwnData) -> dict[str, Any]:
    """Data as the list tells them."""
    chosen = data.choices or {}
    return {
        "id": str(data.pk),
        "name": data.name or chosen.get("name") or Choices().name,
        "created_at": data.created_at.isoformat(),
        "files": _count(data),
        "work": {"what": data.work, "done": data.done} if data.work else None,
        "problem": data.problem,
        "choices": data.choices,
        "versions": [_version(each) for each in data.versions.all()],
    }


def detail(data: OwnData) -> dict[str, Any]:
    """Data with what there is in them."""
    return {**summary(data), "survey": data.survey}


def _at_work(data: OwnData, what: What, choices: Choices | None = None) -> Answer:
    response = created(detail(begin(data, what, choices)))
    response.status_code = 202
    return response


def _count(data: OwnData) -> dict[str, int]:
    return {"count": data.files, "bytes": data.bytes}


def _version(each: OwnVersion) -> dict[str, Any]:
    facts = ("number", "schema", "samples", "bytes", "difference", "twins", "notes", "choices")
    told = {name: getattr(each, name) for name in facts}
    return {"version": each.pk, "created_at": each.created_at.isoformat(), **told}
