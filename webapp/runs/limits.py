"""What one run may take here."""

from django.conf import settings

from trainer.experiment import Limits


def limits_of_a_run() -> Limits:
    """The limits that the site sets; a run is checked against them before and while it trains."""
    config = settings.CONFIG
    return Limits(memory_bytes=config.run_memory_mib * 2**20, seconds=config.run_minutes * 60)
