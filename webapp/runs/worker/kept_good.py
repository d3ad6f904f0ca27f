"""A run that broke keeps its last good state, from which it can be taken up again with other settings."""

from __future__ import annotations

import logging
import math
from collections.abc import Sequence

from builder.drawing.document import Change
from trainer.run.events import CheckpointSaved, Failed
from trainer.run.going_back import Lately, good_step, remedies
from webapp.runs.files import checkpoints
from webapp.runs.models import Run
from webapp.runs.orders.changes import settings_of
from webapp.runs.worker.hot import Hot, reopen

log = logging.getLogger(__name__)


def keep_good(run: Run, hot: Hot, failed: Failed, lately: Lately, wanted: Sequence[Change]) -> Failed:
    """Save the last good state of a run that failed; the failure, with what may be done about it from there.

    A step that broke leaves a run between two steps. So it is trained once more, from the state that was stored last,
    to the step that was good: the same bits, as always.
    """
    progress = hot.trainee.progress
    good = good_step(failed.problem, progress.step, lately)
    try:
        is_spoilt = failed.problem.code == "not_finite"
        kept = _save(run, hot, [good] if is_spoilt else sorted({good, progress.step}), wanted)
    except Exception:
        log.exception("The last good state of run %s could not be kept", run.pk)
        return failed
    offered = remedies(failed.problem, progress.step, settings_of(run, progress.step), progress.samples)
    return failed.model_copy(update={"good_step": kept, "remedies": offered})


def _save(run: Run, hot: Hot, steps: Sequence[int], wanted: Sequence[Change]) -> int:
    """Save the state after each of these steps; which was the first of them."""
    first, progress, trainee = -1, hot.trainee.progress, reopen(run)
    granted = trainee.progress.granted
    try:
        made = zip(wanted, progress.granted[len(granted) :], strict=False)
        changes = [change.model_copy(update={"step": step}) for change, step in made]
        for step in steps:
            still = changes[len(trainee.progress.granted) - len(granted) :]
            for _ in trainee.train(math.inf, lambda: False, max(step, trainee.progress.step), still):
                pass
            stands = trainee.progress.step
            hot.log.append(CheckpointSaved(step=stands, digest=trainee.save(checkpoints(run.pk), run.attempt)))
            first = stands if first < 0 else first
    finally:
        trainee.close()
    return first
