"""What runs keep on disk."""

from pathlib import Path
from uuid import UUID

from django.conf import settings


def checkpoints(run_id: UUID) -> Path:
    """The folder of a run's checkpoints."""
    return Path(settings.RUNS_DIR) / str(run_id)
