"""What holds at every door: addresses that can be read, answers that no cache keeps, sessions that visits renew."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from webapp import errors

Next = Callable[[HttpRequest], HttpResponse]

ASKED_FOR = ("camera", "microphone")
"""What our own pages ask a browser for, when somebody records data or has a network answer live."""

NEVER_ASKED_FOR = (
    *("accelerometer", "display-capture", "encrypted-media", "geolocation", "gyroscope", "magnetometer", "midi"),
    *("payment", "picture-in-picture", "publickey-credentials-get", "screen-wake-lock", "serial", "usb"),
    *("xr-spatial-tracking", "browsing-topics"),
)
"""What none of them asks for, so that a script that got in can't either."""

PERMISSIONS = ", ".join([*(f"{name}=(self)" for name in ASKED_FOR), *(f"{name}=()" for name in NEVER_ASKED_FOR)])

RENEWED = "renewed"
RENEW_AFTER = timedelta(days=1)


def only_readable(get_response: Next) -> Next:
    """Refuses the character NUL in an address, as no database, file system or program takes it."""

    def answer(request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            return errors.unreadable(request)
        return get_response(request)

    return answer


def private_answers(get_response: Next) -> Next:
    """Keeps answers out of caches unless they say that they may be kept, and devices from scripts."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.headers.get("Content-Type", "").startswith("text/html"):  # what else a page loads obeys the page
            response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        if not request.path.startswith(settings.STATIC_URL):
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return answer


def renewed_sessions(get_response: Next) -> Next:
    """Gives a session its whole time anew on the first visit of a day: who comes back loses nothing."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.session.accessed and not request.session.is_empty() and response.status_code < 500:
            _renew(request)
        return response

    return answer


def _renew(request: HttpRequest) -> None:
    now = int(timezone.now().timestamp())
    if now - request.session.get(RENEWED, 0) >= RENEW_AFTER.total_seconds():  # never while a clock has jumped back
        request.session[RENEWED] = now
