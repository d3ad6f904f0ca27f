"""Grid: every combination."""

import math
from collections.abc import Sequence
from random import Random

from trainer.sweeps.axis import points
from trainer.sweeps.plan import SweepPlan
from trainer.sweeps.search import Search, Trial, Values


def propose(plan: SweepPlan, trials: Sequence[Trial], number: int, chance: Random) -> Values:
    """The combination with this number; the last axis changes fastest."""
    values: Values = {}
    for axis in reversed(plan.axes):
        number, place = divmod(number, len(points(axis)))
        values[axis.path] = points(axis)[place]
    return {axis.path: values[axis.path] for axis in plan.axes}


def count(plan: SweepPlan) -> int:
    """All combinations."""
    return math.prod(len(points(axis)) for axis in plan.axes)


SEARCH = Search(
    key="grid",
    title="Grid",
    summary="Tries every combination. Right for one or two settings with few values each.",
    order=10,
    propose=propose,
    count=count,
)
