"""What keeps a sweep from being made, in words, before anything is trained."""

from __future__ import annotations

from collections.abc import Iterator

from builder.checker.checker import check
from builder.checker.params import did_you_mean
from builder.checker.report import Report
from builder.compiler.measures import measures
from builder.drawing.document import Document
from builder.drawing.problems import InvalidDocument, Problem
from builder.kinds.lesson import Variant
from builder.kinds.spec import Param
from trainer.sweeps.arms import arm_problems, drawn_as, in_arm
from trainer.sweeps.axis import ends
from trainer.sweeps.place import NoSuchPlace, Place, place_of
from trainer.sweeps.plan import DRAWING, MAX_TRIALS, PARAMETERS, Axis, InvalidPlan, SweepPlan, SweepRange, bad_sweep
from trainer.sweeps.registry import SEARCHES

WHOLE = ("int", "size")
NUMBERS = (*WHOLE, "float")


def checked(document: Document, plan: SweepPlan) -> SweepPlan:
    """The plan, with which way is better filled in, once everything about it fits the drawing and each of its arms.

    Raises:
        InvalidDocument: the drawing itself can't be trained.
        InvalidPlan: ``bad_sweep``: where, and what to try.
    """
    rises = measures(document)
    problems = [*_search_problems(plan), *arm_problems(plan), *_shown_problems(plan)]
    paths = [axis.path for axis in plan.axes]
    for path in sorted({path for path in paths if paths.count(path) > 1}):
        problems.append(bad_sweep(f"{path} is varied twice.", "Vary it once, with all its values."))
    if not plan.arms:
        problems += _drawing_problems(document, plan, rises)
    elif not problems:  # the arms can be drawn
        for arm in plan.arms:
            problems += [in_arm(arm.label, problem) for problem in _of_arm(document, plan, arm)]
    if problems:
        raise InvalidPlan(problems)
    rises = rises if plan.judge.name in rises else measures(drawn_as(document, plan.arms[0]))
    direction = plan.judge.direction or ("up" if rises[plan.judge.name] else "down")
    return plan.model_copy(update={"judge": plan.judge.model_copy(update={"direction": direction})})


def _of_arm(document: Document, plan: SweepPlan, arm: Variant) -> list[Problem]:
    try:
        drawing = drawn_as(document, arm)
        rises = measures(drawing)
    except InvalidPlan as error:
        return list(error.problems)
    except InvalidDocument as error:
        first = error.problems[0]
        return [bad_sweep(f"it can't be trained: {first.message}", first.hint, first.node, first.block)]
    return _drawing_problems(drawing, plan, rises)


def _drawing_problems(document: Document, plan: SweepPlan, rises: dict[str, bool]) -> list[Problem]:
    """What keeps one drawing from being trained with every value and judged."""
    report, problems = check(document), list(_judge_problems(plan, rises))
    for axis in plan.axes:
        if axis.path != DRAWING:
            problems += _axis_problems(document, report, axis)
    return problems


def _shown_problems(plan: SweepPlan) -> Iterator[Problem]:
    known = [*(axis.path for axis in plan.axes), PARAMETERS]
    if plan.shown and plan.shown.against and plan.shown.against not in known:
        hint = did_you_mean(plan.shown.against, known, "axes")
        yield bad_sweep(f"Nothing can be shown against {plan.shown.against!r}, which is not varied.", hint)


def _search_problems(plan: SweepPlan) -> Iterator[Problem]:
    search = SEARCHES.get(plan.search)
    if search is None:
        yield bad_sweep(f"There is no search {plan.search!r}.", did_you_mean(plan.search, SEARCHES, "searches"))
    elif search.count(plan) > MAX_TRIALS:
        many = f"{search.count(plan):,}"
        hint = "Take fewer values of each, or a random or Bayesian search."
        yield bad_sweep(f"These are {many} combinations; a sweep makes at most {MAX_TRIALS} trials.", hint)


def _judge_problems(plan: SweepPlan, known: dict[str, bool]) -> Iterator[Problem]:
    name = plan.judge.name
    if name not in known:
        hint = did_you_mean(name, known, "losses and metrics")
        yield bad_sweep(f"Trials can't be judged by {name!r}, which is not measured here.", hint)


def _axis_problems(document: Document, report: Report, axis: Axis) -> Iterator[Problem]:
    """What is wrong with one axis: the first thing only, as the others follow from it."""
    try:
        place = place_of(document, axis.path)
        if isinstance(axis, SweepRange) and place.node is not None:
            _check_range(place, axis, place.form(document, report))
        for value in ends(axis):
            place.check(document, report, value)
    except NoSuchPlace as error:
        yield error.problem
        return
    if place.block is None:  # the training changes nothing about the network
        return
    for value in ends(axis):
        found = [each for each in check(place.put(document, value)).problems if each.severity == "error"]
        if found:
            message = f"With {axis.path} = {value!r} the drawing can't be trained: {found[0].message}"
            yield bad_sweep(message, found[0].hint, found[0].node, found[0].block)
            return


def _check_range(place: Place, axis: SweepRange, param: Param) -> None:
    """Raises: NoSuchPlace, when this parameter can't be any number of such a range."""
    if param.kind not in NUMBERS:
        raise place.refused("it is no number, so it has no range", 'List its values as "choices" instead.')
    if param.kind in WHOLE and not axis.whole:
        raise place.refused("it takes whole numbers only", 'Set "whole" to true.')
