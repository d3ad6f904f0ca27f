"""What one run may take here."""

from django.conf import settings

from trainer.problems import TrainingProblem
from trainer.run.experiment import Limits


def limits_of_a_run(*, is_on_trial: bool = False) -> Limits:
    """The limits that the site sets; a run is checked against them before and while it trains.

    Of trials, one is chosen: their test part stays sealed for as long as their sweep counts on them.
    """
    config = settings.CONFIG
    return Limits(
        memory_bytes=config.run_memory_mib * 2**20,
        seconds=config.run_minutes * 60,
        opens_test=not is_on_trial,
    )


def check_processes(processes: int) -> None:
    """Raises: TrainingProblem ``too_many_processes``: the site allows fewer for one run."""
    allowed = settings.CONFIG.run_processes
    if processes > allowed:
        raise TrainingProblem(
            "too_many_processes",
            f"This run asks for {processes} processes; here one run may have {allowed}.",
            "Train on fewer processes. Whoever operates this site can allow more: RUN_PROCESSES.",
        )
