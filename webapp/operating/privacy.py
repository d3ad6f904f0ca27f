"""The page that says what is kept of a visitor: written from the settings, so that it is true."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from webapp.operating.budget import kept_by
from webapp.runs.redis_keys import ENDED_STREAM_S


def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept, where, for how long, and how it goes."""
    config = settings.CONFIG
    context = {
        "guest_days": config.guest_days,
        "cookie_days": settings.SESSION_COOKIE_AGE // 86400,
        "stream_minutes": ENDED_STREAM_S // 60,
        "networks": kept_by(None)["networks"].allowed,
        "runs": kept_by(None)["runs"].allowed,
        "checkpoints": kept_by(None)["checkpoints"].allowed,
        "mib": config.owner_mib,
        "logs_requests": config.log_format == "json",
        "is_https": config.is_https,
    }
    return render(request, "privacy.html", context)
