"""Sends the API's answers compressed."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

TEXT = ("application/json", "text/")


class CompressedAnswers(GZipMiddleware):
    """Django's own, below ``/api/`` alone: pages hold secrets of their visitor (docs/decisions/sent-small.md)."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        is_told = request.path.startswith("/api/") and response.headers.get("Content-Type", "").startswith(TEXT)
        if not (is_told and isinstance(response, HttpResponse)):
            return response
        return super().process_response(request, response)
