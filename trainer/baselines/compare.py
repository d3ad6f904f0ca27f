"""What classical methods come to on the task of a drawing, by the drawing's own losses and metrics."""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterable, Iterator

import numpy
from pydantic import BaseModel, ConfigDict
from threadpoolctl import threadpool_limits

from builder.compiler.program import Batch, Program
from trainer.baselines.judging import answers_to, is_known, judged
from trainer.baselines.method import Learned, Method, Rows, Says
from trainer.baselines.registry import METHODS
from trainer.baselines.table import Form, form_of, rows_in, some_rows
from trainer.baselines.task import Task, tasks
from trainer.run.prepared import data_of
from trainer.step.device import CPU


class _Told(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Line(_Told):
    """What a method comes to by one ``measure``: on the validation part and, once that was looked at, on the test."""

    measure: str
    value: float
    test: float | None = None


class Compared(_Told):
    """One ``method`` on the task of a drawing: fitted on so many ``rows`` ``of`` the training part.

    ``how`` says in words what it is and what it was given; without lines, ``why_not`` says what stands in the way.
    """

    method: str
    title: str
    how: str = ""
    rows: int = 0
    of: int = 0
    lines: tuple[Line, ...] = ()
    why_not: str = ""


class OfferedMethod(_Told):
    """A method that makes sense for a drawing."""

    method: str
    title: str


def offered(program: Program) -> tuple[OfferedMethod, ...]:
    """The methods that make sense for a drawing; none where nothing that it measures can be told without it."""
    found = tasks(program)
    firsts = ((method, next((task for task in found if method.takes(task)), None)) for method in METHODS.values())
    return tuple(OfferedMethod(method=method.key, title=method.called(task)) for method, task in firsts if task)


def compare(program: Program, key: str, *, looks_at_test: bool = False) -> Compared:
    """Fit one method on the training part of a drawing's data, and measure it as the network is measured.

    The same each time: what is chance in it follows from the drawing's seed. The test part is looked at only where
    that is asked for.

    Raises:
        KeyError: there is no such method.
        TrainingProblem: ``no_data``: the data can't be read.
    """
    method = METHODS[key]
    fitting = [task for task in tasks(program) if method.takes(task)]
    if not fitting:
        return Compared(method=key, title=method.title, why_not="It makes no sense for what this drawing measures.")
    learn, validation, test = data_of(program, CPU)
    parts = [validation, test] if looks_at_test else [validation]
    told = [_compared(program, method, task, learn, parts) for task in fitting]
    best = next((each for each in told if each.lines), told[0])
    return best.model_copy(update={"lines": tuple(line for each in told for line in each.lines)})


def _compared(program: Program, method: Method, task: Task, learn: Batch, parts: list[Batch]) -> Compared:
    named = Compared(method=method.key, title=method.called(task))
    form = form_of(task.given, learn)
    if not method.is_blind and method.most_columns is not None and form.columns > method.most_columns:
        words = f"A sample has {form.columns:,} numbers; here it takes at most {method.most_columns:,}."
        return named.model_copy(update={"why_not": words})
    y = answers_to(program, task, learn)
    rows = is_known(task, y)
    if not rows.any():
        return named.model_copy(update={"why_not": "The training part has no sample whose answer is known."})
    kept = numpy.flatnonzero(rows)
    x = [_rows(method, form, each) for each in (learn, *parts)]
    if not all(numpy.isfinite(each).all() for each in x) or not numpy.isfinite(y[kept]).all():
        return named.model_copy(update={"why_not": "Some of these data are not numbers (NaN or infinite)."})
    if not method.is_blind:
        kept = kept[some_rows(len(kept), form.columns, _seed(program)).numpy()]
    try:
        with threadpool_limits(1), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            says = method.fit(Learned(task, x[0][kept], y[kept], form.are_counts, _seed(program)))
            lines = tuple(_lines(program, method, task, parts, _all_said(says, x[1:])))
    except ValueError as error:
        words = f"scikit-learn can't fit it to these data: {str(error).splitlines()[0]}"
        return named.model_copy(update={"why_not": words})
    how = method.summary if method.is_blind else f"{method.summary} It is given {form.words}."
    why_not = "" if lines else "It gives no finite figure here."
    told = {"how": how, "rows": len(kept), "of": int(rows.sum()), "lines": lines, "why_not": why_not}
    return named.model_copy(update=told)


def _lines(
    program: Program, method: Method, task: Task, parts: list[Batch], said: list[numpy.ndarray]
) -> Iterator[Line]:
    for measure in task.measures:
        if measure.is_loss and task.kind != "numbers" and not method.has_probabilities:
            continue
        values = [judged(program, task, measure, *each) for each in zip(parts, said, strict=True)]
        if all(map(math.isfinite, values)):
            yield Line(measure=measure.name, value=values[0], test=values[1] if len(values) > 1 else None)


def _all_said(says: Says, parts: Iterable[Rows]) -> list[numpy.ndarray]:
    return [says(x) for x in parts]


def _rows(method: Method, form: Form, samples: Batch) -> Rows:
    return numpy.zeros((len(next(iter(samples.values()))), 0)) if method.is_blind else rows_in(form, samples)


def _seed(program: Program) -> int:
    return program.plan.found.document.training.seed
