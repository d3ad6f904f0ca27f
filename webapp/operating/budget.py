"""What one visitor may keep, and how much of it they use: counted when it is asked for, stored nowhere."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from typing import Literal, NamedTuple
from uuid import UUID

from django.conf import settings
from django.db.models import Model, QuerySet, Sum, TextField
from django.db.models.functions import Cast, Length

from trainer.run.checkpoint import KEPT
from webapp.accounts.models import Visitor
from webapp.errors import TooMany
from webapp.own.models import OwnData, OwnVersion
from webapp.projects.models import Project, Update
from webapp.runs.files import checkpoints
from webapp.runs.models import Run, Segment
from webapp.weights.models import KeptWeights

What = Literal["networks", "runs", "bytes"]
COUNTED_EVERY_S = 5.0


class Use(NamedTuple):
    """How much there is of something, and how much there may be."""

    used: int
    allowed: int


def kept_by(owner: UUID | None) -> dict[str, Use]:
    """What a visitor keeps: networks, runs, checkpoints, bytes."""
    allowed = _allowed(owner)
    runs = list(Run.objects.filter(project__owner=owner).values_list("pk", flat=True)) if owner else []
    files = [size for run in runs for size in sizes(run)]
    used = {
        "networks": Project.objects.filter(owner=owner).count() if owner else 0,
        "runs": len(runs),
        "checkpoints": len(files),
        "bytes": sum(files) + (_stored_bytes(owner) + _own_bytes(owner) if owner else 0),
    }
    return {what: Use(used[what], allowed[what]) for what in used}


def room_of(owner: UUID) -> int:
    """How many bytes a visitor may still keep. All but their own data is counted every few seconds only."""
    used = _beside(owner, int(time.monotonic() / COUNTED_EVERY_S)) + _own_bytes(owner)
    return max(0, _allowed(owner)["bytes"] - used)


@lru_cache(1024)
def _beside(owner: UUID, now: int) -> int:
    return kept_by(owner)["bytes"].used - _own_bytes(owner)


def kept_told(owner: UUID | None) -> dict[str, object]:
    """The same as the API tells it, and after how many days without a visit it goes; none: never."""
    told = {what: use._asdict() for what, use in kept_by(owner).items()}
    return {**told, "days": settings.CONFIG.guest_days or None}


def refuse_beyond_budget(visitor: Visitor, what: What, *, more: int = 1) -> None:
    """Whether there is room for so many more networks, runs or bytes of one visitor.

    Raises: TooMany ``budget_spent``.
    """
    kept = kept_by(visitor.pk)
    if what != "bytes" and kept[what].used + more > kept[what].allowed:
        raise TooMany(
            "budget_spent",
            f"You keep {kept[what].used:,} {what}, and here one visitor may keep {kept[what].allowed:,}.",
            f"Delete {what} that you no longer need. Whoever operates this site can allow more.",
        )
    wanted = more if what == "bytes" else 0
    if kept["bytes"].used + wanted > kept["bytes"].allowed or kept["bytes"].used >= kept["bytes"].allowed:
        raise TooMany(
            "budget_spent",
            f"What you keep takes {_mib(kept['bytes'].used)}, and here it may take {_mib(kept['bytes'].allowed)}.",
            "Delete runs or data that you no longer need. Whoever operates this site can allow more.",
        )


def _allowed(owner: UUID | None) -> dict[str, int]:
    """The site's budget, or the part of it that its owner gave this visitor."""
    config = settings.CONFIG
    percent = Visitor.objects.filter(pk=owner).values_list("allowance", flat=True).first() if owner else None
    part = (100 if percent is None else percent) / 100
    runs = int(config.owner_runs * part)
    return {
        "networks": int(config.owner_networks * part),
        "runs": runs,
        "checkpoints": runs * KEPT,
        "bytes": int(config.owner_mib * 2**20 * part),
    }


def sizes(run_id: UUID) -> Iterator[int]:
    """The sizes of a run's checkpoints. One may go while we look."""
    with suppress(FileNotFoundError), os.scandir(checkpoints(run_id)) as found:
        for entry in found:
            with suppress(FileNotFoundError):
                if entry.is_file():
                    yield entry.stat().st_size


def _stored_bytes(owner: UUID) -> int:
    """What the database keeps for a visitor: drawings, and the logs of runs."""
    projects, runs = Project.objects.filter(owner=owner), Run.objects.filter(project__owner=owner)
    logs = Segment.objects.filter(run__project__owner=owner)
    return (
        _length(projects, "state")
        + _length(Update.objects.filter(project__owner=owner), "content")
        + _length(projects, "document", is_json=True)
        + _length(runs, "document", is_json=True)
        + _length(logs, "frames")
    )


def _own_bytes(owner: UUID) -> int:
    """Data of their own: files as they came, the versions made of them, and weights that runs begin from."""
    own = OwnData.objects.filter(owner=owner), OwnVersion.objects.filter(data__owner=owner)
    return _summed(*own, KeptWeights.objects.filter(owner=owner))


def all_own_bytes() -> int:
    """The same, of everybody."""
    return _summed(OwnData.objects.all(), OwnVersion.objects.all(), KeptWeights.objects.all())


def _summed(*kept: QuerySet[OwnData] | QuerySet[OwnVersion] | QuerySet[KeptWeights]) -> int:
    return sum(int(rows.order_by().aggregate(total=Sum("bytes"))["total"] or 0) for rows in kept)


def _length(rows: QuerySet[Model], column: str, *, is_json: bool = False) -> int:
    length = Length(Cast(column, TextField())) if is_json else Length(column)
    return int(rows.order_by().aggregate(total=Sum(length))["total"] or 0)


def _mib(size: int) -> str:
    return f"{size / 2**20:,.0f} MiB"
