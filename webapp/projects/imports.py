"""The API of imports: a network in a file becomes a project."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePath

from django.http import HttpRequest

import builder
from builder.drawing.document import Document
from builder.drawing.problems import Problem
from builder.importers.apart import import_apart
from builder.registry.importers import importer_of
from webapp.accounts.caller import visitor_of
from webapp.accounts.models import Visitor
from webapp.api import Answer, created
from webapp.errors import ApiError, TooMany
from webapp.projects.creation import beginning_from, from_document, refuse_floods
from webapp.projects.views import summary
from webapp.weights import files, store

MAX_BYTES = 128 * 2**20
"""A ResNet-50 takes 100 MB."""
WAIT_S = 20

_one_at_a_time = threading.BoundedSemaphore(1)


def importers(request: HttpRequest) -> Answer:
    """Every format that can be opened here."""
    fields = ("key", "title", "summary", "suffixes")
    offered = [each for each in builder.IMPORTERS.values() if not each.trusts_file]
    return {"importers": [{f: getattr(each, f) for f in fields} for each in offered], "max_bytes": MAX_BYTES}


def import_file(request: HttpRequest) -> Answer:
    """A new network from the file that is the request's body; ``?name=`` says how it is called."""
    name = PurePath(request.GET.get("name", "").replace("\\", "/")).name
    importer = importer_of(name)
    content = _body(request)
    visitor = visitor_of(request)
    refuse_floods(visitor)
    title = PurePath(name).stem[:120] or "Untitled"
    with files.incoming() as learned:
        document, problems = _quickly(name, content) if importer.is_quick else _apart(name, content, learned)
        document, more = _with_weights(visitor, document, learned, name)
    project = from_document(visitor, document, title)
    told = [problem.model_dump(mode="json") for problem in (*problems, *more)]
    return created({**summary(project, is_owner=True), "problems": told})


def _quickly(name: str, content: bytes) -> tuple[Document, tuple[Problem, ...]]:
    imported = builder.import_file(name, content)
    return imported.document, imported.problems


def _apart(name: str, content: bytes, learned: Path) -> tuple[Document, tuple[Problem, ...]]:
    with _turn():
        return import_apart(name, content, learned)


def _with_weights(
    visitor: Visitor, document: Document, learned: Path, name: str
) -> tuple[Document, tuple[Problem, ...]]:
    """The drawing, which begins from what the network in the file had learned, and what there is to say of that."""
    if not learned.stat().st_size:
        return document, ()
    try:
        kept = store.keep_imported(visitor, learned, name)
    except ApiError as error:
        if error.status not in (413, 429):
            raise
        return document, (_left_out(error),)
    return beginning_from(document, kept), ()


def _left_out(error: ApiError) -> Problem:
    return Problem(
        code="weights_left_out",
        message=f"The drawing was opened without what the network had learned. {error.message}",
        hint=error.hint,
        severity="warning",
    )


def _body(request: HttpRequest) -> bytes:
    """The file; Django's own limit is that of a drawing."""
    content = request.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise import_too_large()
    return content


def import_too_large() -> ApiError:
    """Of a file that is larger than is read here."""
    return ApiError(
        413,
        "file_too_large",
        f"The file is too large; at most {MAX_BYTES / 1e6:.0f} MB are read here.",
        "Open it on your own machine: python -m builder import FILE, and then the drawing that this writes.",
    )


@contextmanager
def _turn() -> Iterator[None]:
    """One import at a time: following a network takes a whole core for seconds."""
    if not _one_at_a_time.acquire(timeout=WAIT_S):
        raise TooMany("busy_importing", "Other files are being opened.", "Try again in a moment.")
    try:
        yield
    finally:
        _one_at_a_time.release()
