"""A comparison of a lesson as a sweep: every arm with every value, with what is shown of it."""

from builder.kinds.lesson import Comparison
from trainer.sweeps.plan import DRAWING, Judge, ResultChart, SweepChoices, SweepPlan


def plan_of(comparison: Comparison) -> SweepPlan:
    """The sweep that trains it. The last axis, which changes fastest, is that of the drawings."""
    axes = [SweepChoices(path=path, choices=values) for path, values in comparison.axes]
    if comparison.arms:
        axes.append(SweepChoices(path=DRAWING, choices=tuple(arm.label for arm in comparison.arms)))
    shown = ResultChart(
        title=comparison.title,
        expect=comparison.expect,
        against=comparison.against,
        is_power_law=comparison.is_power_law,
        gradients=comparison.gradients,
    )
    judge = Judge(name=comparison.measure, at=comparison.at)
    return SweepPlan(axes=tuple(axes), search="grid", judge=judge, arms=comparison.arms, shown=shown)
