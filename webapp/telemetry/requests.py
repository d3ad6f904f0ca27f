"""Gives each request an id, counts it and, in structured logs, says how it went."""

from __future__ import annotations

import logging
import re
import uuid
from collections.abc import Callable
from time import perf_counter

from django.http import HttpRequest, HttpResponse

from webapp.telemetry.context import request_id
from webapp.telemetry.numbers import REQUEST_S, REQUESTS

log = logging.getLogger("webapp.requests")
_GOOD_ID = re.compile(r"[A-Za-z0-9-]{8,64}")


class Requests:
    """Around everything else. An id that a proxy gave is kept, so that its log and ours can be laid side by side."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given, begun = request.headers.get("X-Request-ID", ""), perf_counter()
        name = given if _GOOD_ID.fullmatch(given) else uuid.uuid4().hex
        token = request_id.set(name)
        try:
            response = self.get_response(request)
            took_s = perf_counter() - begun
            REQUESTS.add(status=f"{response.status_code // 100}xx")
            REQUEST_S.observe(took_s)
            facts = {"status": response.status_code, "milliseconds": round(took_s * 1000, 1)}
            log.info("%s %s %s", request.method, request.path, response.status_code, extra={"facts": facts})
        finally:
            request_id.reset(token)
        response.headers["X-Request-ID"] = name
        return response
