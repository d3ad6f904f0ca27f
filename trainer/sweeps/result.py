"""What an experiment came to: the measure against one axis, a line for each arm."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from builder.drawing.document import Value
from trainer.sweeps.axis import points as grid_points
from trainer.sweeps.fit import PowerLaw, power_law
from trainer.sweeps.plan import DRAWING, PARAMETERS, SEED, Axis, SweepPlan
from trainer.sweeps.search import Trial

Point = tuple[Value, float]
"""Where a trial stands on the axis, and its score."""


@dataclass(frozen=True)
class Line:
    """The trials that differ in nothing but the axis and the seed; ``medians`` are over the seeds.

    ``fit`` goes through the medians, where a power law was asked for and there are enough of them.
    """

    label: str
    points: tuple[Point, ...]
    medians: tuple[Point, ...]
    fit: PowerLaw | None = None


def against(plan: SweepPlan) -> str:
    """The path of what the result is shown against."""
    if plan.shown and plan.shown.against:
        return plan.shown.against
    paths = [axis.path for axis in plan.axes if axis.path != SEED]
    settings = [path for path in paths if path != DRAWING]
    return (settings or paths or [SEED])[0]


def lines(plan: SweepPlan, trials: Sequence[Trial], parameters: Mapping[int, int]) -> list[Line]:
    """A line for each arm, in the order of the plan; ``parameters`` has how many each trial's network has."""
    path = against(plan)
    found: dict[str, list[Point]] = {label: [] for label in _labels(plan)}
    for trial in sorted(trials, key=lambda trial: trial.number):
        x = parameters.get(trial.number) if path == PARAMETERS else trial.values.get(path)
        if trial.score is not None and x is not None:
            found.setdefault(label_of(plan, trial), []).append((x, trial.score))
    is_law = bool(plan.shown and plan.shown.is_power_law)
    return [_line(label, points, is_law) for label, points in found.items() if points]


def label_of(plan: SweepPlan, trial: Trial) -> str:
    """What tells the line of a trial from the others: its arm, and every other setting that is varied."""
    told = [axis.path for axis in _told(plan)]
    return ", ".join(
        str(trial.values[path]) if path == DRAWING else f"{_last(path)} {trial.values[path]}" for path in told
    )


def _told(plan: SweepPlan) -> list[Axis]:
    """The axes that part the lines. Against the number of parameters every setting of the network is one more point."""
    path = against(plan)
    parting = (
        (DRAWING,) if path == PARAMETERS else tuple(axis.path for axis in plan.axes if axis.path not in (path, SEED))
    )
    return [axis for axis in plan.axes if axis.path in parting]


def _labels(plan: SweepPlan) -> list[str]:
    """Those of arms alone, which stand in the plan's order whichever ends first."""
    told = _told(plan)
    if [axis.path for axis in told] != [DRAWING]:
        return []
    return [str(label) for label in grid_points(told[0])]


def _line(label: str, points: list[Point], is_power_law: bool) -> Line:
    by_x: dict[Value, list[float]] = {}
    for x, score in points:
        by_x.setdefault(x, []).append(score)
    medians = [(x, median(scores)) for x, scores in by_x.items()]
    numbers = [(x, score) for x, score in medians if isinstance(x, int | float) and not isinstance(x, bool)]
    is_measurable = len(numbers) == len(medians)
    if is_measurable:
        numbers.sort()
        medians = list(numbers)
    fit = power_law(numbers) if is_power_law and is_measurable else None
    return Line(label, tuple(points), tuple(medians), fit)


def _last(path: str) -> str:
    return path.replace("/", ".").split(".")[-1]
