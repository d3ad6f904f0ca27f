"""What runs keep on disk."""

import shutil
from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

from django.conf import settings


def checkpoints(run_id: UUID) -> Path:
    """The folder of a run's checkpoints."""
    return Path(settings.RUNS_DIR) / str(run_id)


def remove(run_ids: Iterable[UUID]) -> None:
    """Forget what these runs kept."""
    for run_id in run_ids:
        shutil.rmtree(checkpoints(run_id), ignore_errors=True)
