"""The runs that a worker's process has in memory, as their last slices left them."""

from __future__ import annotations

import gc
import logging
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from uuid import UUID

import redis
from django.conf import settings

from builder.drawing.document import read_document
from trainer.distributed.trainee import Alone, Trainee
from trainer.problems import TrainingProblem
from trainer.run import checkpoint
from trainer.run.beginning import begin
from trainer.run.events import Queued, Started
from trainer.run.experiment import Experiment, Limits
from trainer.step.device import device_called
from webapp.own.bringing import bring_for
from webapp.runs.files import checkpoints
from webapp.runs.limits import check_processes, limits_of_a_run
from webapp.runs.log.segments import open_log
from webapp.runs.log.stream import Fenced, RunLog
from webapp.runs.models import Run
from webapp.runs.redis_keys import connection, events_key, newest_ids, probes_key
from webapp.runs.worker.computing import Pace, begin_settled
from webapp.runs.worker.patience import Patience

log = logging.getLogger(__name__)

MAX_BYTES = 2**30
LOOK_EVERY_S = 1.0


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
    """As many as there is room for. Whoever is left out is closed, and so are the processes that it has.

    A run that has its turn belongs to whoever gives it. Of the others, a thread lets go of those whose log went on
    elsewhere: their owner paused, stopped or deleted them, or another worker took them up.
    """

    def __init__(self) -> None:
        self._runs: OrderedDict[UUID, Hot] = OrderedDict()
        self._at_work: UUID | None = None
        self._lock, self._closing = threading.Lock(), threading.Lock()
        self._keeper: threading.Thread | None = None

    @contextmanager
    def turn(self, run_id: UUID) -> Iterator[None]:
        """While a run has its turn."""
        with self._lock:
            self._at_work = run_id
        try:
            yield
        finally:
            with self._lock:
                self._at_work = None

    def get(self, run_id: UUID) -> Hot | None:
        return self._runs.get(run_id)

    def keep(self, run_id: UUID, hot: Hot) -> None:
        """Remember the run that is trained now; forget those that had no turn for longest, when it gets tight."""
        if self._runs.get(run_id) is not hot:
            self.drop(run_id)
        with self._lock:
            self._runs[run_id] = hot
            self._runs.move_to_end(run_id)
        while len(self._runs) > 1 and self._bytes() > MAX_BYTES:
            self.drop(next(iter(self._runs)))
        if self._keeper is None:
            self._keeper = threading.Thread(target=self._keep_fresh, name="hot runs", daemon=True)
            self._keeper.start()

    def drop(self, run_id: UUID) -> None:
        with self._lock:
            hot = self._runs.pop(run_id, None)
        if hot:
            hot.trainee.close()

    def clear(self) -> None:
        with self._closing:
            for run_id in list(self._runs):
                self.drop(run_id)

    def _bytes(self) -> int:
        with self._lock:
            return sum(hot.trainee.progress.memory_bytes for hot in self._runs.values())

    def _keep_fresh(self) -> None:
        while True:
            time.sleep(LOOK_EVERY_S)
            try:
                self._let_go_of_stale()
            except redis.RedisError:
                continue  # nobody knows now which are
            except Exception:
                log.exception("A run that goes on elsewhere could not be closed")

    def _let_go_of_stale(self) -> None:
        with self._closing:
            if stale := self._take_stale():
                while stale:
                    stale.pop().trainee.close()
                gc.collect()  # a process without work makes no garbage, so Python would not look for this

    def _take_stale(self) -> list[Hot]:
        """Those at rest whose log has another end than the one they know."""
        with self._lock:
            resting = {
                run_id: (hot.log.attempt, hot.log.seq) for run_id, hot in self._runs.items() if run_id != self._at_work
            }
        ends = newest_ids(connection(), [events_key(run_id) for run_id in resting])
        moved = [run_id for (run_id, known), end in zip(resting.items(), ends, strict=True) if end != _id(*known)]
        with self._lock:
            return [self._runs.pop(run_id) for run_id in moved if self._rests(run_id, resting[run_id])]

    def _rests(self, run_id: UUID, end: tuple[int, int]) -> bool:
        """Whether the run still has no turn, and had none meanwhile."""
        hot = self._runs.get(run_id)
        return run_id != self._at_work and hot is not None and (hot.log.attempt, hot.log.seq) == end


def _id(attempt: int, seq: int) -> str:
    return f"{attempt}-{seq}"


def take_up(run: Run, patient: Patience) -> Hot:
    """Load the run where its log ends, or begin it.

    Raises: TrainingProblem; InvalidDocument; Fenced; ProcessDied.
    """
    begun, run_log = time.perf_counter(), patient(lambda: open_log(run))
    _have_data(run, patient)
    limits = limits_of_a_run(is_on_trial=patient(lambda: run.is_on_trial))
    trainee = _together(run, limits, run_log) if run.processes > 1 else _alone(run, limits, patient)
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


def _have_data(run: Run, patient: Patience) -> None:
    """Have the data lie here. Of those that were deleted meanwhile, what probes saw goes too.

    Raises: TrainingProblem ``no_data``.
    """
    try:
        patient(lambda: bring_for(read_document(run.document)))
    except TrainingProblem:
        with suppress(redis.RedisError):
            connection().delete(probes_key(run.pk))
        raise


def _alone(run: Run, limits: Limits, patient: Patience) -> Trainee:
    """The run in this process."""
    experiment = Experiment(document=read_document(run.document))
    folder, device = checkpoints(run.pk), device_called(_device(run))
    if not checkpoint.exists(folder):
        return Alone(begin_settled(run, experiment, limits, device, patient))
    return Alone(checkpoint.load(experiment, folder, limits, device=device, not_after=run.step, attempt=run.attempt))


def reopen(run: Run) -> Trainee:
    """The run where it was stored last, or before its first step, as a trainee that looks at no test part."""
    limits = limits_of_a_run(is_on_trial=True)
    if run.processes > 1:
        return _together(run, limits)
    experiment, device = Experiment(document=read_document(run.document)), device_called(_device(run))
    folder = checkpoints(run.pk)
    if not checkpoint.exists(folder):
        return Alone(begin(experiment, limits, device=device))
    return Alone(checkpoint.load(experiment, folder, limits, device=device, not_after=run.step))


def _together(run: Run, limits: Limits, run_log: RunLog | None = None) -> Trainee:
    """The run in processes of its own."""
    from trainer.distributed.messages import Job
    from trainer.distributed.together import Together  # takes a second to import, which the fewest runs need

    check_processes(run.processes)
    if run_log:
        run_log.append(Queued(reason=f"Starting {run.processes} processes."))
    job = Job(
        document=run.document,
        folder=str(checkpoints(run.pk)),
        device=_device(run),
        sharded=run.sharded,
        not_after=run.step,
        attempt=run.attempt,
        memory_bytes=limits.memory_bytes // run.processes,
        seconds=limits.seconds,
        opens_test=limits.opens_test,
    )
    return Together(run.processes, job)


def _device(run: Run) -> str:
    return "cpu" if run.device == "cpu" else settings.CONFIG.worker_device
