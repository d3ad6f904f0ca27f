"""The pages: a frame for the bundle, and what it must know to start."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render

from webapp.accounts.caller import Caller, visitor_of
from webapp.errors import NotFound
from webapp.projects.access import project_for, shared_project
from webapp.projects.creation import first_project
from webapp.projects.models import Project
from webapp.runs.devices import announced


def home(request: HttpRequest) -> HttpResponse:
    """The visitor's newest network, or a first one to play with."""
    visitor = visitor_of(request)
    project = visitor.projects.first() or first_project(visitor)
    return redirect("editor", project_id=project.pk)


def editor(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """The editor of one network, for its owner."""
    try:
        project = project_for(Caller.of_request(request), project_id, to_write=True)
    except NotFound as error:
        raise Http404 from error
    return _page(request, project, token=None)


def share(request: HttpRequest, token: str) -> HttpResponse:
    """One network and its runs, to look at, for whoever holds the link."""
    try:
        project = shared_project(token)
    except NotFound as error:
        raise Http404 from error
    response = _page(request, project, token=token)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _page(request: HttpRequest, project: Project, token: str | None) -> HttpResponse:
    config = {
        "page": "share" if token else "editor",
        "project": str(project.pk),
        "token": token,
        "name": project.name,
        "csrfToken": get_token(request),
        "devices": sorted(announced()),
        "processes": settings.CONFIG.run_processes,
    }
    is_built = settings.CONFIG.vite_dev or (settings.DIST_DIR / "manifest.json").is_file()
    return render(request, "app.html", {"config": config, "title": project.name, "is_built": is_built})
