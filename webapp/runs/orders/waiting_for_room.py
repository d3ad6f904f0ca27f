"""Runs that were paused as their state could not be saved: they go on by themselves when there is room again."""

from __future__ import annotations

import logging
from pathlib import Path

from webapp.runs.files import checkpoints
from webapp.runs.models import Run
from webapp.storage import has_room

log = logging.getLogger(__name__)

LEAST_BYTES = 4 * 2**20
"""Room that is asked for at least: a first state may not have been saved yet."""


def resume_where_there_is_room() -> None:
    """Have the runs go on that wait for room, as soon as a state as large as their last one can be written."""
    for run in Run.objects.filter(status="paused", waits_for_room=True).only("pk"):
        folder = checkpoints(run.pk)
        if has_room(folder, max(LEAST_BYTES, _largest(folder))):
            waits = Run.objects.filter(pk=run.pk, status="paused", waits_for_room=True)
            if waits.update(wish="run", waits_for_room=False):
                log.warning("Run %s goes on: there is room again", run.pk)


def _largest(folder: Path) -> int:
    return max((file.stat().st_size for file in folder.glob("*.safetensors")), default=0)
