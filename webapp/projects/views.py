"""The API of projects, and of what can be drawn in them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from asgiref.sync import async_to_sync
from django.http import HttpRequest
from pydantic import Field, model_validator

import builder
from builder.document import Document, read_document
from builder.problems import InvalidDocument
from webapp.accounts.caller import Caller, visitor_of
from webapp.api import Answer, Body, created, read_body
from webapp.projects.access import project_for, shared_project
from webapp.projects.creation import from_document, from_starter
from webapp.projects.models import Project
from webapp.projects.room import tell_deleted
from webapp.runs.forgetting import forget_with_worker
from webapp.sharing.viewers import close_viewers


class NewProject(Body):
    """One of: a starter's key, a whole document (or its JSON text, as a file holds it), a share token to fork."""

    starter: str | None = None
    document: dict[str, Any] | str | None = None
    fork: str | None = None
    name: str = Field(default="", max_length=120)

    @model_validator(mode="after")
    def _says_one_source(self) -> NewProject:
        if sum(source is not None for source in (self.starter, self.document, self.fork)) != 1:
            raise ValueError("give exactly one of starter, document, fork")
        return self


class Rename(Body):
    name: str = Field(min_length=1, max_length=120)


def starters(request: HttpRequest) -> Answer:
    """Networks to begin with."""
    fields = ("key", "title", "summary")
    return {"starters": [{f: getattr(each, f) for f in fields} for each in builder.STARTERS.values()]}


def check(request: HttpRequest) -> Answer:
    """What is wrong with a drawing, what flows on its wires, and the source that it compiles to."""
    document = read_document(request.body)
    report = builder.check(document)
    return {"report": report.model_dump(mode="json"), "source": _source(document)}


def list_projects(request: HttpRequest) -> Answer:
    """The visitor's networks, newest first. Asking makes no visitor."""
    owner = Caller.of_request(request).visitor_id
    projects = Project.objects.filter(owner=owner).defer("state", "document") if owner else ()
    return {"projects": [summary(project, is_owner=True) for project in projects]}


def create_project(request: HttpRequest) -> Answer:
    """A new network from a starter, a document or a share link."""
    body, visitor = read_body(request, NewProject), visitor_of(request)
    if body.starter is not None:
        project = from_starter(visitor, body.starter)
    elif body.fork is not None:
        shared = shared_project(body.fork)
        project = from_document(visitor, read_document(shared.document), shared.name, forked_from=shared)
    else:
        project = from_document(
            visitor, read_document({} if body.document is None else body.document), body.name or "Untitled"
        )
    return created(summary(project, is_owner=True))


def show_project(request: HttpRequest, project_id: UUID) -> Answer:
    """One network with its document."""
    caller = Caller.of_request(request)
    project = project_for(caller, project_id)
    return with_document(project, is_owner=project.owner_id == caller.visitor_id)


def rename_project(request: HttpRequest, project_id: UUID) -> Answer:
    """Give a network another name."""
    project = project_for(Caller.of_request(request), project_id, to_write=True)
    project.name = read_body(request, Rename).name
    project.save(update_fields=["name", "updated_at"])
    return summary(project, is_owner=True)


def delete_project(request: HttpRequest, project_id: UUID) -> Answer:
    """Remove a network with its runs and share links; who has it open is told."""
    project = project_for(Caller.of_request(request), project_id, to_write=True)
    run_ids = list(project.runs.values_list("pk", flat=True))
    tokens = list(project.shares.filter(revoked_at=None).values_list("token", flat=True))
    project.delete()
    tell_deleted(project_id)
    for token in tokens:
        async_to_sync(close_viewers)(token)
    forget_with_worker(run_ids)
    return None


def summary(project: Project, *, is_owner: bool) -> dict[str, Any]:
    """A project as the API tells it."""
    return {
        "id": str(project.pk),
        "name": project.name,
        "updated_at": project.updated_at.isoformat(),
        "is_owner": is_owner,
    }


def with_document(project: Project, *, is_owner: bool) -> dict[str, Any]:
    """A project as the API tells it, and its document."""
    return {**summary(project, is_owner=is_owner), "document": project.document}


def _source(document: Document) -> str | None:
    try:
        return builder.source(document)
    except InvalidDocument:
        return None
