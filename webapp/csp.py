"""Tells the browser to run only our own scripts, and none that stands inside a page."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

_VITE = " http://localhost:5173 ws://localhost:5173" if settings.CONFIG.vite_dev else ""

POLICY = "; ".join(
    (
        "default-src 'self'",
        f"script-src 'self'{_VITE}",
        f"style-src 'self' 'unsafe-inline'{_VITE}",  # Plotly and React Flow write style attributes
        f"font-src 'self' data:{_VITE}",
        "img-src 'self' data: blob:",
        "worker-src 'self' blob:",
        f"connect-src 'self'{_VITE}",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)


_PART_OF_A_PAGE = f"{settings.STATIC_URL}dist/assets/"
"""Scripts, styles and letters obey the page that loads them; only workers have a policy of their own."""


def within_our_pages(response: HttpResponse) -> HttpResponse:
    """The answer as pages of ours, and no others, may show it within them."""
    response.headers["Content-Security-Policy"] = POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


class ContentSecurityPolicy:
    """Django 5.2 has no such middleware of its own (6.0 does)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not request.path.startswith(_PART_OF_A_PAGE) or "worker" in request.path:
            response.headers.setdefault("Content-Security-Policy", POLICY)
        return response
