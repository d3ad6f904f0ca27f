"""Bayesian: learns from the trials so far where good values lie."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import TYPE_CHECKING, Any

from trainer.sweeps.axis import readable
from trainer.sweeps.plan import Axis, SweepChoices, SweepPlan
from trainer.sweeps.search import Search, Trial, Values, as_planned

if TYPE_CHECKING:
    from optuna.distributions import BaseDistribution
    from optuna.trial import FrozenTrial

FIRST_BY_CHANCE = 5
"""Trials before there is anything to learn from."""


def propose(plan: SweepPlan, trials: Sequence[Trial], number: int, chance: Random) -> Values:
    """Where, by the trials so far, good values are likeliest; those under way count as bad, so that others differ.

    Reference: Bergstra et al., "Algorithms for Hyper-Parameter Optimization", 2011 (TPE, as Optuna has it).
    """
    import optuna  # takes half a second, and most sweeps go without it

    optuna.logging.set_verbosity(optuna.logging.WARNING)
    sampler = optuna.samplers.TPESampler(
        seed=chance.getrandbits(32), n_startup_trials=FIRST_BY_CHANCE, constant_liar=True
    )
    study = optuna.create_study(direction="maximize" if plan.rises else "minimize", sampler=sampler)
    space = {axis.path: _distribution(axis) for axis in plan.axes}
    for trial in trials:
        study.add_trial(_told(plan, trial, space))
    asked = study.ask(space)
    return {axis.path: _value(axis, asked.params[axis.path]) for axis in plan.axes}


def _distribution(axis: Axis) -> BaseDistribution:
    from optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution

    if isinstance(axis, SweepChoices):
        return CategoricalDistribution(range(len(axis.choices)))
    is_log = axis.scale == "log"
    if axis.whole:
        return IntDistribution(int(axis.low), int(axis.high), log=is_log)
    return FloatDistribution(axis.low, axis.high, log=is_log)


def _told(plan: SweepPlan, trial: Trial, space: dict[str, BaseDistribution]) -> FrozenTrial:
    from optuna.trial import TrialState, create_trial

    state = {"running": TrialState.RUNNING, "finished": TrialState.COMPLETE, "failed": TrialState.FAIL}[trial.status]
    params = {axis.path: _param(axis, trial.values[axis.path]) for axis in plan.axes}
    return create_trial(state=state, value=trial.score, params=params, distributions=space)


def _param(axis: Axis, value: Any) -> Any:
    return axis.choices.index(value) if isinstance(axis, SweepChoices) else value


def _value(axis: Axis, param: Any) -> Any:
    return axis.choices[param] if isinstance(axis, SweepChoices) else readable(axis, param)


SEARCH = Search(
    key="bayesian",
    title="Bayesian",
    summary="Begins by chance, then looks where the best trials were. Needs the fewest trials when each takes long.",
    order=30,
    propose=propose,
    count=as_planned,
)
