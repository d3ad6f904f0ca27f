"""How a line of the log reads: as text, or as one JSON object for programs that collect logs. Never with a secret.

What opens somebody's networks or the site itself is blotted out wherever it stands in a line: share tokens,
session and CSRF cookies, the owner's links, passwords in addresses, bearer tokens.
"""

from __future__ import annotations

import json
import logging
import re
from datetime import UTC, datetime
from typing import Any

from webapp.telemetry.context import request_id, run_id

_SECRETS = (
    re.compile(r"(://[^/\s:@]*:)[^@\s/]+(?=@)"),  # postgres://user:password@host
    re.compile(r"(/s/|/owner/enter/)[^/\s\"'?]+"),
    re.compile(r"([?&](?:share|token|key)=)[^&\s\"']+", re.IGNORECASE),
    re.compile(r"((?:sessionid|csrftoken|csrfmiddlewaretoken)[\"']?\s*[=:]\s*[\"']?)[^;,\s\"'&]+", re.IGNORECASE),
    re.compile(
        r"((?:x-share-token|x-csrftoken|cookie|password|secret_key)[\"']?\s*[=:]\s*[\"']?)[^;,\s\"']+", re.IGNORECASE
    ),
    re.compile(r"(bearer\s+)\S+", re.IGNORECASE),
)


def without_secrets(text: str) -> str:
    """The text, with three stars for each secret in it."""
    for pattern in _SECRETS:
        text = pattern.sub(r"\1***", text)
    return text


class Text(logging.Formatter):
    """A line for people: when, how grave, who says it, what; and which request or run it is about."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:
        about = [f"{what} {id}" for what, id in _ids().items()]
        return super().formatMessage(record) + (f" [{', '.join(about)}]" if about else "")

    def format(self, record: logging.LogRecord) -> str:
        return without_secrets(super().format(record))


class Lines(logging.Formatter):
    """One JSON object a line: when, how grave, who says what; where they apply ``request``, ``run`` and ``error``."""

    def format(self, record: logging.LogRecord) -> str:
        told: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "process": record.process,
            "message": without_secrets(record.getMessage()),
            **_ids(),
            **getattr(record, "facts", {}),
        }
        if record.exc_info:
            told["error"] = without_secrets(self.formatException(record.exc_info))
        return json.dumps(told, ensure_ascii=False)


def _ids() -> dict[str, str]:
    known = {"request": request_id.get(), "run": run_id.get()}
    return {what: id for what, id in known.items() if id}
