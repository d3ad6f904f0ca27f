"""The one shape of every error below ``/api/``, and the pages for everything else."""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence
from math import ceil
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from builder.drawing.problems import Problem
from webapp.storage import is_away

log = logging.getLogger(__name__)


class ApiError(Exception):
    """Something that the caller can act on. ``code`` is stable, ``message`` and ``hint`` are for people."""

    def __init__(self, status: int, code: str, message: str, hint: str = "", problems: Sequence[Problem] = ()) -> None:
        super().__init__(message)
        self.status, self.code, self.message, self.hint = status, code, message, hint
        self.problems = tuple(problems)

    def response(self) -> JsonResponse:
        """The answer that carries this error."""
        error = {
            "code": self.code,
            "message": self.message,
            "hint": self.hint,
            "problems": [problem.model_dump(mode="json") for problem in self.problems],
        }
        return JsonResponse({"error": error}, status=self.status)


class NotFound(ApiError):
    """Missing and forbidden look the same, so that nobody can probe for what others have."""

    def __init__(self, what: str) -> None:
        super().__init__(
            404,
            "not_found",
            f"There is no such {what}, or it is not shared with you.",
            "Check the address; ask its owner for a new share link.",
        )


class TooMany(ApiError):
    """A limit per visitor is reached; ``after_s`` says when it will not be any more, where that is known."""

    def __init__(self, code: str, message: str, hint: str, after_s: float | None = None) -> None:
        super().__init__(429, code, message, hint)
        self.after_s = after_s

    def response(self) -> JsonResponse:
        response = super().response()
        if self.after_s is not None:
            response.headers["Retry-After"] = str(ceil(self.after_s))
        return response


def too_large(limit: int) -> ApiError:
    """The body of a request is over ``limit`` bytes."""
    return ApiError(
        413,
        "document_too_large",
        f"The request is too large; at most {limit / 1e6:.1f} MB are read.",
        "Draw what repeats once, as a block, or split the drawing.",
    )


def cut_off() -> ApiError:
    """The line broke before the whole body was here."""
    return ApiError(400, "cut_off", "The request ended too early.", "Try again.")


def storage_away() -> ApiError:
    """The database or Redis does not answer, or has no room. What it was is in the log."""
    return ApiError(
        503,
        "storage_away",
        "The database or Valkey does not answer now: it is busy, starting again, or out of room.",
        "Try again in a moment: nothing is done twice, and what is stored is safe. If it stays so, free some disk space"
        " on the server.",
    )


def server_error() -> ApiError:
    """Our fault; what it was is in the log and nowhere else."""
    return ApiError(500, "server_error", "Something broke on our side.", "Try again; nothing was lost.")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's ``CSRF_FAILURE_VIEW``."""
    error = ApiError(
        403,
        "csrf_failed",
        "The request did not prove that it comes from our own page.",
        "Reload the page; send its csrfToken as the X-CSRFToken header.",
    )
    return _answer(request, error)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's ``handler400``."""
    return _answer(request, ApiError(400, "bad_request", "This request can't be read."))


def page_not_found(request: HttpRequest, exception: Exception | None = None, **_: Any) -> HttpResponse:
    """Django's ``handler404``, and every unknown path below ``/api/``."""
    error = ApiError(
        404,
        "not_found",
        f"There is nothing at {request.path}.",
        "docs/architecture.md lists every path; they end with a slash.",
    )
    return _answer(request, error)


def unreadable(request: HttpRequest) -> HttpResponse:
    """An address that holds what nothing behind it could take."""
    error = ApiError(400, "bad_request", "This address can't be read: it holds the character NUL.", "Leave out %00.")
    return _answer(request, error)


def broken(request: HttpRequest) -> HttpResponse:
    """Django's ``handler500``: of whatever no view has caught, as a session that can't be read."""
    error = sys.exception()
    if error and is_away(error):
        log.warning("%s %s could not be done: %s", request.method, request.path, error)
        return _answer(request, storage_away())
    return _answer(request, server_error())


def _answer(request: HttpRequest, error: ApiError) -> HttpResponse:
    if request.path.startswith("/api/"):
        return error.response()
    response = render(request, "error.html", {"error": error}, status=error.status)
    if error.status == 503:
        response.headers["Retry-After"] = "2"
    return response
