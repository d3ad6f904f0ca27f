"""How this worker computes a run. What is settled decides how sums are rounded, so the run's row says it."""

from __future__ import annotations

import time

import torch
from django.conf import settings

from builder.drawing.document import Change
from trainer.distributed.trainee import Trainee
from trainer.run.autotune import has_slowed, settled
from trainer.run.beginning import begin
from trainer.run.experiment import Experiment, Limits
from trainer.run.state import State
from webapp.runs.log.stream import Fenced
from webapp.runs.models import Run
from webapp.runs.orders.changes import ASAP
from webapp.runs.worker.patience import Patience


def begin_settled(run: Run, experiment: Experiment, limits: Limits, device: torch.device, patient: Patience) -> State:
    """The run before its first step, computed in the way that is fastest here. Raises: Fenced."""
    state = begin(experiment, limits, device=device)
    training = settled(state, settings.CONFIG.worker_threads)
    if training == experiment.document.training:
        return state
    document = experiment.document.model_copy(update={"training": training})
    run.document = document.model_dump(mode="json")
    ours = Run.objects.filter(pk=run.pk, attempt=run.attempt, seq=run.seq)
    if not patient(lambda: ours.update(document=run.document)):
        raise Fenced(str(run.pk))
    return begin(Experiment(document=document), limits, device=device)


class Pace:
    """How fast the slices of a run are, so that it gives up its threads when something else needs the cores."""

    def __init__(self, trainee: Trainee) -> None:
        self._trainee = trainee
        self._fastest = 0.0
        self.begin_slice()

    def begin_slice(self) -> None:
        self._begun, self._step = time.perf_counter(), self._trainee.progress.step

    def end_slice(self) -> Change | None:
        """That it is to go on with one thread, as a change like any other, if the run has slowed down much."""
        progress = self._trainee.progress
        rate = (progress.step - self._step) / (time.perf_counter() - self._begun)
        self._fastest = max(self._fastest, rate)
        if progress.threads > 1 and has_slowed(rate, self._fastest):
            return Change(step=ASAP, threads=1)
        return None
