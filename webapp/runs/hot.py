"""The runs that a worker's process has in memory, as their last slices left them."""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from dataclasses import dataclass, field
from uuid import UUID

from django.conf import settings

from builder.document import read_document
from trainer import checkpoint
from trainer.device import device_called
from trainer.events import Queued, Started
from trainer.experiment import Experiment
from trainer.trainee import Alone, Trainee
from webapp.runs.computing import Pace, begin_settled
from webapp.runs.files import checkpoints
from webapp.runs.limits import check_processes, limits_of_a_run
from webapp.runs.log import Fenced, RunLog
from webapp.runs.models import Run
from webapp.runs.segments import open_log

MAX_BYTES = 2**30


@dataclass
class Hot:
    """A run in memory. ``starting_s`` is what it took to start its processes, until it has trained for as long."""

    trainee: Trainee
    log: RunLog
    pace: Pace
    starting_s: float = 0.0
    storing_s: deque[float] = field(default_factory=lambda: deque(maxlen=3))

    @property
    def cost_s(self) -> float:
        """What storing a slice takes: the best of the last ones, as a disk may be busy with something else."""
        return min(self.storing_s, default=0.0)


class HotRuns:
    """As many as there is room for. Whoever is left out is closed, and so are the processes that it has."""

    def __init__(self) -> None:
        self._runs: OrderedDict[UUID, Hot] = OrderedDict()

    def get(self, run_id: UUID) -> Hot | None:
        return self._runs.get(run_id)

    def keep(self, run_id: UUID, hot: Hot) -> None:
        """Remember the run that is trained now; forget those that had no turn for longest, when it gets tight."""
        if self._runs.get(run_id) is not hot:
            self.drop(run_id)
        self._runs[run_id] = hot
        self._runs.move_to_end(run_id)
        while len(self._runs) > 1 and self._bytes() > MAX_BYTES:
            self.drop(next(iter(self._runs)))

    def drop(self, run_id: UUID) -> None:
        if hot := self._runs.pop(run_id, None):
            hot.trainee.close()

    def clear(self) -> None:
        for run_id in list(self._runs):
            self.drop(run_id)

    def _bytes(self) -> int:
        return sum(hot.trainee.progress.memory_bytes for hot in self._runs.values())


def take_up(run: Run) -> Hot:
    """Load the run where its log ends, or begin it.

    Raises: TrainingProblem; InvalidDocument; Fenced; ProcessDied.
    """
    begun, run_log = time.perf_counter(), open_log(run)
    trainee = _together(run, run_log) if run.processes > 1 else _alone(run)
    progress = trainee.progress
    begins = "Training." if run.processes == 1 else f"{run.processes} processes share each batch."
    started = Started(
        reason=f"Going on from step {progress.step:,}." if progress.step else begins,
        step=progress.step,
        total_steps=progress.total_steps,
        steps_per_epoch=progress.steps_per_epoch,
        device=progress.device,
        epochs=progress.epochs,
        precision=progress.precision,
    )
    try:
        run_log.append(started)
    except Fenced:
        trainee.close()
        raise
    starting_s = time.perf_counter() - begun if run.processes > 1 else 0.0
    return Hot(trainee, run_log, Pace(trainee), starting_s)


def _alone(run: Run) -> Trainee:
    """The run in this process."""
    experiment = Experiment(document=read_document(run.document))
    folder, limits = checkpoints(run.pk), limits_of_a_run()
    device = device_called(_device(run))
    if not checkpoint.exists(folder):
        return Alone(begin_settled(run, experiment, limits, device))
    return Alone(checkpoint.load(experiment, folder, limits, device=device, not_after=run.step, attempt=run.attempt))


def _together(run: Run, run_log: RunLog) -> Trainee:
    """The run in processes of its own."""
    from trainer.distributed.messages import Job
    from trainer.distributed.together import Together  # takes a second to import, which the fewest runs need

    check_processes(run.processes)
    run_log.append(Queued(reason=f"Starting {run.processes} processes."))
    limits = limits_of_a_run()
    job = Job(
        document=run.document,
        folder=str(checkpoints(run.pk)),
        device=_device(run),
        sharded=run.sharded,
        not_after=run.step,
        attempt=run.attempt,
        memory_bytes=limits.memory_bytes // run.processes,
        seconds=limits.seconds,
    )
    return Together(run.processes, job)


def _device(run: Run) -> str:
    return "cpu" if run.device == "cpu" else settings.CONFIG.worker_device
