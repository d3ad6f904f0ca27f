"""When a trial is given up before its end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from trainer.sweeps.plan import SweepPlan
from trainer.sweeps.search import Trial

FIRST_TRIALS = 3
"""So many have to be over before one can be hopeless."""
FIRST_EPOCHS = 3
"""Everybody may begin badly for so long."""

HOPELESS = "Ended early: at this epoch, half of the other trials had been better."


def is_hopeless(plan: SweepPlan, trials: Sequence[Trial], course: Mapping[int, float]) -> bool:
    """Whether a trial, so far, is worse than half of those that are over were at the same epoch.

    Reference: Golovin et al., "Google Vizier: A Service for Black-Box Optimization", 2017 (the median rule).
    """
    over = [trial for trial in trials if trial.status == "finished" and trial.score is not None]
    if not plan.prune or not course or len(over) < FIRST_TRIALS:
        return False
    import optuna  # takes half a second, and most sweeps go without it
    from optuna.trial import TrialState, create_trial

    optuna.logging.set_verbosity(optuna.logging.WARNING)
    study = optuna.create_study(direction="maximize" if plan.rises else "minimize")
    for trial in over:
        study.add_trial(create_trial(value=trial.score, intermediate_values=trial.course))
    mine = create_trial(state=TrialState.RUNNING, intermediate_values=dict(course))
    pruner = optuna.pruners.MedianPruner(n_startup_trials=FIRST_TRIALS, n_warmup_steps=FIRST_EPOCHS)
    return bool(pruner.prune(study, mine))
