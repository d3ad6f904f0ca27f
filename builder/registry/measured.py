"""What starters came to when they were last trained: figures that the gallery shows, for as long as they are true."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from builder.kinds.starter import Starter

PATH = Path(__file__).resolve().parents[1] / "starters" / "measured.json"


class Measured(BaseModel):
    """What five seeds of a starter came to on the test part; ``seconds`` is the median of a training on two cores.

    ``drawing`` is the digest of what was trained.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    drawing: str
    figures: dict[str, tuple[float, ...]]
    seconds: float
    cpu_seconds: float
    steps: int
    parameters: int


def digest(starter: Starter) -> str:
    """Names what is trained: places and notes of nodes do not count."""
    told = starter.document.model_dump(mode="json")
    for block in told["blocks"].values():
        for node in block["nodes"].values():
            node.pop("position"), node.pop("note")
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:16]


def measured(starter: Starter) -> Measured | None:
    """What it came to; None where it was drawn otherwise since, or never trained."""
    told = _all().get(starter.key)
    return told if told and told.drawing == digest(starter) else None


def keep(figures: Mapping[str, Measured]) -> None:
    """Write these beside those of other starters."""
    whole: dict[str, Any] = {key: told.model_dump(mode="json") for key, told in {**_all(), **figures}.items()}
    PATH.write_text(json.dumps(dict(sorted(whole.items())), indent=1) + "\n")
    _all.cache_clear()


@cache
def _all() -> Mapping[str, Measured]:
    if not PATH.is_file():
        return {}
    return {key: Measured.model_validate(told) for key, told in json.loads(PATH.read_text()).items()}
