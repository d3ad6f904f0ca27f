"""The pages: a frame for the bundle, and what it must know to start."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse

import builder
from webapp.accounts.caller import Caller, remember
from webapp.csp import within_our_pages
from webapp.errors import NotFound
from webapp.projects import drafts
from webapp.projects.access import original_of, project_for, shared_project
from webapp.projects.mine import MOST_AT_FIRST, networks_of, told
from webapp.projects.models import Project
from webapp.projects.offers import version
from webapp.runs.devices import announced
from webapp.sharing.preview import SIZE, preview_png

ENTRIES = {
    "editor": "static/src/main.tsx",
    "share": "static/src/shared.tsx",
    "gallery": "static/src/gallery/main.tsx",
}


def home(request: HttpRequest) -> HttpResponse:
    """The gallery, and the visitor's own networks above it."""
    mine = networks_of(Caller.of_request(request).visitor_id)
    newest = told(mine[:MOST_AT_FIRST])
    if newest:
        remember(request, mine[0].owner_id)  # who has drawn, over a socket, has no session yet
    about = {"networks": newest, "count": mine.count() if newest else 0, "first": next(iter(builder.STARTERS))}
    return _framed(request, {"page": "gallery", "project": "", "token": None, "gallery": about}, "Gallery")


def new(request: HttpRequest, key: str | None = None) -> HttpResponse:
    """A starter to look at, the first where none is named. Nothing is stored; ``?train`` has the page train it."""
    key = key or next(iter(builder.STARTERS))
    if key not in builder.STARTERS:
        raise Http404
    draft, address = drafts.opened(Caller.of_request(request), key)
    response = redirect(reverse("editor", args=[address]) + ("?train" if "train" in request.GET else ""))
    draft.give(response)
    return response


def editor(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """The editor of one network, for its owner."""
    try:
        project = project_for(Caller.of_request(request), project_id, to_write=True)
    except NotFound as error:
        raise Http404 from error
    if drafts.is_kept(project):
        remember(request, project.owner_id)  # who has drawn, over a socket, has no session yet
    return _page(request, project, token=None)


def share(request: HttpRequest, token: str) -> HttpResponse:
    """One network and its runs, to look at, for whoever holds the link."""
    try:
        project = shared_project(token)
    except NotFound as error:
        raise Http404 from error
    response = _page(request, project, token=token, preview=_preview_of(request, project, token))
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def preview(request: HttpRequest, token: str) -> HttpResponse:
    """The drawing of a share link as a picture, for chats and mails that show what a link leads to."""
    try:
        project = shared_project(token)
    except NotFound as error:
        raise Http404 from error
    content = preview_png(json.dumps(project.document), project.name)
    headers = {"Cache-Control": "public, max-age=300", "X-Robots-Tag": "noindex"}
    return HttpResponse(content, content_type="image/png", headers=headers)


def _preview_of(request: HttpRequest, project: Project, token: str) -> dict[str, Any]:
    """What Open Graph's readers show of a link: a title, a sentence, and a picture at an address with its host."""
    nodes = sum(len(block.get("nodes", {})) for block in project.document.get("blocks", {}).values())
    return {
        "title": project.name,
        "description": f"A neural network of {nodes} nodes, drawn with Layerloom. Watch it learn.",
        "url": request.build_absolute_uri(reverse("share", args=[token])),
        "image": request.build_absolute_uri(reverse("preview", args=[token])),
        "width": SIZE[0],
        "height": SIZE[1],
    }


def _page(
    request: HttpRequest, project: Project, token: str | None, preview: dict[str, Any] | None = None
) -> HttpResponse:
    config = {
        "page": "share" if token else "editor",
        "project": str(project.pk),
        "token": token,
        "name": project.name,
        "devices": sorted(announced()),
        "processes": settings.CONFIG.run_processes,
        "starter": project.starter,
        "variant": project.variant,
        "original": original_of(project, Caller.of_request(request)),
        "embedded": "embed" in request.GET,
    }
    page = _framed(request, config, project.name, preview)
    return within_our_pages(page) if config["embedded"] else page


def _framed(
    request: HttpRequest, config: dict[str, Any], title: str, preview: dict[str, Any] | None = None
) -> HttpResponse:
    config |= {"csrfToken": get_token(request), "version": version()}
    is_built = settings.CONFIG.vite_dev or (settings.DIST_DIR / "manifest.json").is_file()
    entry = ENTRIES[config["page"]]
    context = {"config": config, "title": title, "is_built": is_built, "entry": entry, "preview": preview}
    return render(request, "app.html", context)
