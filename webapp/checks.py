"""Settings that are allowed one by one, and a mistake together: ``manage.py check`` names them."""

from importlib.util import find_spec
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
def store_can_be_reached(**_: Any) -> list[CheckMessage]:
    """A store elsewhere is spoken to by a library that not every site needs."""
    if not settings.CONFIG.own_data_bucket or find_spec("boto3"):
        return []
    return [
        Error(
            "OWN_DATA_BUCKET names an S3 bucket, and boto3, which speaks to it, is not installed.",
            hint=".venv/bin/pip install boto3, or leave OWN_DATA_BUCKET out to keep own data on disk.",
            id="layerloom.E002",
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
