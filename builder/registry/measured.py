"""What starters came to when they were last trained: figures that the gallery shows, for as long as they are true."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from builder.kinds.starter import Starter

FOLDER = Path(__file__).resolve().parents[1] / "starters" / "measured"


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
    path = _path(starter)
    told = Measured.model_validate_json(path.read_text()) if path.is_file() else None
    return told if told and told.drawing == digest(starter) else None


def keep(starter: Starter, told: Measured) -> None:
    """Write it for the gallery's cards."""
    FOLDER.mkdir(exist_ok=True)
    _path(starter).write_text(told.model_dump_json(indent=1) + "\n")


def _path(starter: Starter) -> Path:
    return FOLDER / f"{starter.key}.json"
