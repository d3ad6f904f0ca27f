"""The API of projects, and of what can be drawn in them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from pydantic import Field, model_validator

from builder.drawing.document import Text, read_document
from webapp.accounts.caller import Caller, visitor_of
from webapp.api import Answer, Body, created, read_body
from webapp.checking.pool import pool
from webapp.operating.budget import kept_told
from webapp.own.access import granted_text
from webapp.projects import drafts, variants
from webapp.projects.access import own_project, project_for, shared_project
from webapp.projects.creation import for_own_data, forked, from_document, from_starter
from webapp.projects.mine import networks_of, told
from webapp.projects.models import Project
from webapp.projects.removal import remove_project
from webapp.projects.thumbnail import thumbnail
from webapp.runs.access import run_for
from webapp.weights.of_runs import keep_of_run


class NewProject(Body):
    """One of: a starter's key, a document (or its JSON text, as a file holds it), a share token to fork, own data.

    Of own data it is the version, for which a first network is suggested. A fork begins from the weights of a run of
    the shared network where it names one with ``run``, and which of them with ``moment``.

    With ``variant``, the label of what a lesson has one try, a starter is changed, or the visitor's own network
    ``fork_of``, which began as one: as ``document`` has it, where that is told. ``full_size`` is the title of a drawing
    of the starter's lesson.
    """

    starter: Text | None = None
    document: dict[str, Any] | str | None = None
    fork: str | None = None
    own_data: str | None = None
    fork_of: UUID | None = None
    variant: Text | None = Field(default=None, max_length=60)
    full_size: Text | None = None
    run: UUID | None = None
    moment: Text = Field(default="last", max_length=40)
    name: str = Field(default="", max_length=120)

    @model_validator(mode="after")
    def _says_one_source(self) -> NewProject:
        document = None if self.fork_of else self.document
        if sum(s is not None for s in (self.starter, document, self.fork, self.own_data, self.fork_of)) != 1:
            raise ValueError("give exactly one of starter, document, fork, own_data, fork_of")
        if self.fork_of is not None and self.variant is None:
            raise ValueError("say with variant what to change in fork_of")
        if self.variant is not None and self.starter is None and self.fork_of is None:
            raise ValueError("only starter and fork_of take a variant")
        if self.full_size is not None and (self.starter is None or self.variant is not None):
            raise ValueError("full_size goes with starter alone")
        if self.run is not None and self.fork is None:
            raise ValueError("only a fork begins from a run of the shared network")
        return self


class Rename(Body):
    name: str = Field(min_length=1, max_length=120)


def check(request: HttpRequest) -> Answer:
    """What is wrong with a drawing, what flows on its wires, and the source that it compiles to."""
    caller = Caller.of_request(request)
    owner = caller.visitor_id or caller.token or "nobody"
    answer = pool.answer(granted_text(request.body, caller), owner, request.GET.get("tab", "")[:64])
    return HttpResponse(answer, content_type="application/json")


def list_projects(request: HttpRequest) -> Answer:
    """The visitor's networks, newest first. Asking makes no visitor."""
    caller = Caller.of_request(request)
    projects: list[Project] = []
    if caller.visitor_id:
        projects = [*Project.objects.filter(owner=caller.visitor_id).defer("state", "document")]
    if not projects and (draft := drafts.newest_of(caller)):
        projects = [draft]
    return {"projects": [summary(project, is_owner=True) for project in projects]}


def list_networks(request: HttpRequest) -> Answer:
    """The visitor's networks, newest first, each with its last result. Asking makes no visitor."""
    return {"networks": told(networks_of(Caller.of_request(request).visitor_id))}


def drawing(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """A network as a small picture, for its owner. Its address names the edit, so a browser keeps it."""
    project = project_for(Caller.of_request(request), project_id)
    headers = {"Cache-Control": "private, max-age=31536000, immutable"}
    return HttpResponse(thumbnail(project.document), content_type="image/svg+xml", headers=headers)


def kept(request: HttpRequest) -> Answer:
    """How much of what is theirs the visitor uses, and by which rule it goes. Asking makes no visitor."""
    return kept_told(Caller.of_request(request).visitor_id)


def create_project(request: HttpRequest) -> Answer:
    """A new network from a starter, a document, a share link, or for own data."""
    body = read_body(request, NewProject)
    forked_network = own_project(request, body.fork_of) if body.fork_of else None  # stores what was only looked at
    visitor = visitor_of(request)
    if forked_network is not None:
        drawn = None if body.document is None else read_document(body.document)
        project = variants.of_network(visitor, forked_network, body.variant or "", drawn)
    elif body.starter is not None and body.variant is not None:
        project = variants.of_starter(visitor, body.starter, body.variant)
    elif body.starter is not None and body.full_size is not None:
        project = variants.full_size(visitor, body.starter, body.full_size)
    elif body.starter is not None:
        project = from_starter(visitor, body.starter)
    elif body.fork is not None:
        shared = shared_project(body.fork)
        beginning = None
        if body.run is not None:
            run = run_for(Caller(token=body.fork), body.run)
            beginning = keep_of_run(visitor, run, body.moment)
        project = forked(visitor, shared, body.fork, beginning)
    elif body.own_data is not None:
        project = for_own_data(visitor, body.own_data)
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
    project = own_project(request, project_id)
    project.name = read_body(request, Rename).name
    project.save(update_fields=["name", "updated_at"])
    return summary(project, is_owner=True)


def delete_project(request: HttpRequest, project_id: UUID) -> Answer:
    """Remove a network with its runs and share links; who has it open is told."""
    remove_project(own_project(request, project_id))
    response = HttpResponse(status=204)
    draft = Caller.of_request(request).draft
    if draft and project_id in draft.networks:
        draft.without(project_id).give(response)  # or it would be a starter to look at again
    return response


def summary(project: Project, *, is_owner: bool) -> dict[str, Any]:
    """A project as the API tells it."""
    return {
        "id": str(project.pk),
        "name": project.name,
        "updated_at": (project.updated_at or timezone.now()).isoformat(),
        "is_owner": is_owner,
        "starter": project.starter,
        "variant": project.variant,
    }


def with_document(project: Project, *, is_owner: bool) -> dict[str, Any]:
    """A project as the API tells it, and its document."""
    return {**summary(project, is_owner=is_owner), "document": project.document}
