"""Whether this process lives, and whether the site can do its work: answered before anything else looks at a request.

Neither needs a session or a known host name, and neither says more than a word for each part: anybody may ask.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import redis
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse

from webapp.operating.metrics import metrics
from webapp.runs.devices import announced
from webapp.runs.redis_keys import connection as redis_connection

NEEDED_BY_WEB = ("database", "redis", "migrations")
"""A site whose worker is away goes on serving pages: a proxy asks for these alone, ``/readyz?of=web``."""


class Health:
    """Answers ``/healthz``, ``/readyz`` and ``/metrics``; hands everything else on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._answers = {"/healthz": alive, "/readyz": ready, "/metrics": metrics}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self._answers.get(request.path)
        if answer is None:
            return self.get_response(request)
        response = answer(request)
        response.headers["Cache-Control"] = "no-store"
        return response


def alive(request: HttpRequest) -> HttpResponse:
    """This process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


def ready(request: HttpRequest) -> HttpResponse:
    """Database, Redis and a worker are there, and every migration is applied; 503 where one of them is not."""
    asked = NEEDED_BY_WEB if request.GET.get("of") == "web" else tuple(CHECKS)
    found = {name: CHECKS[name]() for name in asked}
    told = {name: "ok" if is_well else "away" for name, is_well in found.items()}
    return JsonResponse(told, status=200 if all(found.values()) else 503)


def has_database() -> bool:
    """Whether the database answers a question."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return False
    return True


def has_redis() -> bool:
    """Whether Redis, or our Valkey, takes commands."""
    try:
        return bool(redis_connection().ping())
    except redis.RedisError:
        return False


def is_migrated() -> bool:
    """Whether the database is as this code wants it."""
    try:
        return _is_migrated()
    except (Error, _NotYet):
        return False


def has_worker() -> bool:
    """Whether some worker was heard of in the last seconds."""
    return bool(announced())


class _NotYet(Exception):
    """Migrations wait: not to be remembered."""


@cache
def _is_migrated() -> bool:
    """Looked up until it is so, as nobody takes a migration back under a running site."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise _NotYet
    return True


CHECKS: dict[str, Callable[[], bool]] = {
    "database": has_database,
    "redis": has_redis,
    "migrations": is_migrated,
    "worker": has_worker,
}
