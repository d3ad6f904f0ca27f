"""The gallery: every starter as a card, chapter by chapter. The same for everybody."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from statistics import median
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

import builder
from builder.kinds.lesson import CHAPTERS
from builder.kinds.starter import Starter
from builder.registry.measured import Measured, measured
from webapp.figures import figure_words
from webapp.projects.thumbnail import thumbnail

THEMES = ("light", "dark")
KEPT = "public, max-age=31536000, immutable"
"""For an address that names the version: what it answers never changes."""


def chapters() -> list[dict[str, str]]:
    """Those that have starters, in the order of the texts."""
    used = {each.chapter for each in builder.STARTERS.values()}
    return [{"key": each.key, "title": each.title, "summary": each.summary} for each in CHAPTERS if each.key in used]


def card(starter: Starter) -> dict[str, Any]:
    """What is told of a starter; figures only where they were measured with the drawing as it is."""
    came_to, lesson, pictures = measured(starter), starter.lesson, _pictures(starter.key)
    return {
        "key": starter.key,
        "title": starter.title,
        "summary": starter.summary,
        "chapter": starter.chapter,
        "system": starter.system,
        "teaches": lesson.teaches if lesson else "",
        "paper": lesson.paper if lesson else "",
        "seconds": came_to and came_to.cpu_seconds,  # on one thread: what a quiet machine takes
        "reached": _reached(starter, came_to) if came_to else [],
        "full_sizes": [
            {"title": each.title, "parameters": each.parameters} for each in (lesson.full_size if lesson else ())
        ],
        "drawing": None if pictures else drawing_address(starter.key),
        "pictures": pictures,
    }


def drawing_address(key: str) -> str:
    """Where a starter's drawing is to be had as a picture; another one once it is drawn otherwise."""
    return f"{reverse('starter-drawing', args=[key])}?v={_tag(drawn(key))}"


def _reached(starter: Starter, came_to: Measured) -> list[str]:
    """The median on the test part of each measure that has a bar: ``accuracy 99.1 %``."""
    figures, document = came_to.figures, starter.document.model_dump(mode="json")
    names = [each.measure for each in starter.bars if each.measure in figures]
    return [f"{name.replace('_', ' ')} {figure_words(document, name, median(figures[name]))}" for name in names]


def _pictures(key: str) -> dict[str, str] | None:
    """The addresses of what `script/screenshots cards` has taken of it, in each theme."""
    files = {theme: Path(settings.GALLERY_DIR) / f"{key}.{theme}.webp" for theme in THEMES}
    if not all(file.is_file() for file in files.values()):
        return None
    taken = b"".join(file.read_bytes() for file in files.values())
    tag = _tag(taken)  # one for both: the list of all starters is sent small
    return {theme: f"{settings.STATIC_URL}gallery/{file.name}?v={tag}" for theme, file in files.items()}


def drawing(request: HttpRequest, key: str) -> HttpResponse:
    """A starter's drawing as a small picture."""
    if key not in builder.STARTERS:
        raise Http404
    return HttpResponse(drawn(key), content_type="image/svg+xml", headers={"Cache-Control": KEPT})


@cache
def drawn(key: str) -> bytes:
    """A starter's drawing as SVG."""
    return thumbnail(builder.STARTERS[key].document.model_dump(mode="json"))


def _tag(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:8]
