"""The arms of an experiment: drawings that differ in more than one setting can say, each trained with every value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pydantic import ValidationError

from builder.checker.params import did_you_mean
from builder.drawing.document import Document, Value
from builder.drawing.problems import Problem
from builder.kinds.lesson import Variant
from trainer.sweeps.axis import points
from trainer.sweeps.place import with_values
from trainer.sweeps.plan import DRAWING, MAX_TRIALS, InvalidPlan, SweepChoices, SweepPlan, bad_sweep


def drawn(document: Document, plan: SweepPlan, values: Mapping[str, Value]) -> Document:
    """What a trial trains: the drawing of its arm, with its other values."""
    settings = {path: value for path, value in values.items() if path != DRAWING}
    if DRAWING in values:
        arm = next(each for each in plan.arms if each.label == values[DRAWING])
        document = drawn_as(document, arm)
    return with_values(document, settings)


def drawings(document: Document, plan: SweepPlan) -> dict[str, Document]:
    """The drawing of each arm by its label; without arms the one that there is, which has none.

    Raises:
        InvalidPlan: one can't be made of this drawing.
    """
    return {arm.label: drawn_as(document, arm) for arm in plan.arms} or {"": document}


def drawn_as(document: Document, arm: Variant) -> Document:
    """The drawing of an arm.

    Raises:
        InvalidPlan: it can't be made of this drawing.
    """
    try:
        return Document.model_validate(arm.made(document).model_dump())
    except KeyError as error:
        message, hint = (
            f"there is no {error} in this drawing",
            "An arm changes nodes, blocks and inputs that are there.",
        )
    except ValidationError as error:
        message, hint = error.errors()[0]["msg"], "An arm makes a drawing as any other."
    where = next((str(each.id) for each in arm.edits if hasattr(each, "id") and str(each.id) in message), None)
    raise InvalidPlan([bad_sweep(f"{message}.", hint, where, arm.block or None)])


def in_arm(label: str, problem: Problem) -> Problem:
    """A problem with the arm that has it; without a label it is one of the drawing."""
    return problem.model_copy(update={"message": f"{label}: {problem.message}"}) if label else problem


def arm_problems(plan: SweepPlan) -> Iterator[Problem]:
    """What is wrong with how the arms are named and varied."""
    labels = [arm.label for arm in plan.arms]
    for label in sorted({label for label in labels if labels.count(label) > 1}):
        yield bad_sweep(f"Two arms are called {label!r}.", "Give each a name of its own.")
    axis = next((axis for axis in plan.axes if axis.path == DRAWING), None)
    if axis is None and labels:
        hint = f'Add {{"path": "{DRAWING}", "choices": [...]}} with the labels of the arms.'
        yield bad_sweep("There are arms, and no axis that says which are drawn.", hint)
    elif axis is not None and not isinstance(axis, SweepChoices):
        yield bad_sweep("Drawings have no range.", 'List the labels of the arms as "choices".')
    elif axis is not None:
        for wanted in map(str, points(axis)):
            if wanted not in labels:
                yield bad_sweep(f"There is no arm {wanted!r}.", did_you_mean(wanted, labels, "arms"))
    checks = len(labels) * sum(len(points(axis)) for axis in plan.axes if axis.path != DRAWING)
    if checks > MAX_TRIALS:
        hint = "Take fewer arms or fewer values."
        yield bad_sweep(f"{len(labels)} arms with all these values are more than {MAX_TRIALS} trials.", hint)
