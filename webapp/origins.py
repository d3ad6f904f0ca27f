"""Refuses websockets that another site's page opens in a visitor's name."""

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

from channels.security.websocket import WebsocketDenier
from django.conf import settings

Application = Callable[[dict[str, Any], Any, Any], Awaitable[Any]]


def is_own(origin: str | None, host: str | None) -> bool:
    """A page of ours, one of ``ORIGINS``, or a program (which sends no origin and no cookies unasked)."""
    return not origin or urlsplit(origin).netloc == host or origin in settings.CONFIG.origins


class OwnOriginOnly:
    """Checks the ``Origin`` header against the ``Host`` that was asked for."""

    def __init__(self, application: Application) -> None:
        self.application = application

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> Any:
        headers = {name: value.decode("latin1") for name, value in scope["headers"]}
        allowed = is_own(headers.get(b"origin"), headers.get(b"host"))
        application = self.application if allowed else WebsocketDenier()
        return await application(scope, receive, send)
