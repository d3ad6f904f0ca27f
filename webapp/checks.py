"""Settings that are allowed one by one, and a mistake together: ``manage.py check`` names them."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

from webapp.config import LOOPBACK


@register()
def debug_stays_at_home(**_: Any) -> list[CheckMessage]:
    """Error pages with source are for the machine of whoever writes it."""
    if not settings.CONFIG.debug or (settings.CONFIG.host in LOOPBACK and not settings.CONFIG.origins):
        return []
    return [
        Error(
            "DEBUG=1 would show source code and settings to other machines.",
            hint="Set DEBUG=0, or HOST=127.0.0.1 and no ORIGINS.",
            id="layerloom.E001",
        )
    ]


@register()
def bundle_is_there(**_: Any) -> list[CheckMessage]:
    """Pages need the front end, built or served by Vite."""
    if settings.CONFIG.vite_dev or (settings.DIST_DIR / "manifest.json").is_file():
        return []
    return [
        Warning(
            "The front end is not built.",
            hint="Run npm ci && npm run build, or ./script/server, which does it.",
            id="layerloom.W001",
        )
    ]
