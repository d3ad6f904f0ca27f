"""Random: values by chance."""

from collections.abc import Sequence
from random import Random

from trainer.sweeps.axis import drawn
from trainer.sweeps.plan import SweepPlan
from trainer.sweeps.search import Search, Trial, Values, as_planned


def propose(plan: SweepPlan, trials: Sequence[Trial], number: int, chance: Random) -> Values:
    """Each setting by chance, whatever the others are.

    Reference: Bergstra and Bengio, "Random Search for Hyper-Parameter Optimization", 2012.
    """
    return {axis.path: drawn(axis, chance) for axis in plan.axes}


SEARCH = Search(
    key="random",
    title="Random",
    summary="Draws each value by chance. Finds more than a grid as soon as some settings matter little.",
    order=20,
    propose=propose,
    count=as_planned,
)
