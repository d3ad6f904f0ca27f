"""What a loss and a metric have to say of the same two wires is said once, and mended for both."""

from __future__ import annotations

from collections.abc import Iterator

from builder.checker.advice import retyped
from builder.checker.analysis import Analysis
from builder.drawing.problems import Edit, Fix, Problem

CODES = ("shape_mismatch", "wrong_numbers", "wrong_kind", "too_few_classes")
JUDGED = ("input", "target")
METRICS = {"MSELoss": "MeanAbsoluteError", "CrossEntropyLoss": "Accuracy"}
"""The metric that goes with a loss that takes the place of another."""


def say_once(found: Analysis) -> None:
    """Leave to a loss what a metric says of the same wires."""
    losses = [id for id in found.layers if found.layers[id].spec.role == "loss"]
    for metric in [id for id in found.layers if found.layers[id].spec.role == "metric"]:
        twin = next((loss for loss in losses if _judge_alike(found, loss, metric)), None)
        if twin is not None:
            _leave(found, twin, metric)


def _judge_alike(found: Analysis, loss: str, metric: str) -> bool:
    edges = found.graph.edges
    return all(edges.get(f"{loss}.{port}") == edges.get(f"{metric}.{port}") for port in JUDGED)


def _leave(found: Analysis, loss: str, metric: str) -> None:
    theirs = {problem.code: problem for problem in found.problems if problem.node == loss and problem.code in CODES}
    ours = [problem for problem in found.problems if problem.node == metric and problem.code in theirs]
    for problem in ours:
        found.problems.remove(problem)
        fixes = _both(found, theirs[problem.code], metric)
        found.problems = [
            other.model_copy(update={"fix": fixes[0]}) if fixes and other is theirs[problem.code] else other
            for other in found.problems
        ]


def _both(found: Analysis, problem: Problem, metric: str) -> tuple[Fix, ...]:
    place = (problem.code, problem.node, problem.port)
    fixes = found.choices.get(place) or ((problem.fix,) if problem.fix else ())
    assert problem.node is not None
    both = tuple(
        fix.model_copy(update={"edits": (*fix.edits, *_too(found, fix, problem.node, metric))}) for fix in fixes
    )
    found.choices[place] = both
    return both


def _too(found: Analysis, fix: Fix, loss: str, metric: str) -> Iterator[Edit]:
    """What a fix does to a loss, done to a metric."""
    for edit in fix.edits:
        if edit.op in ("connect", "disconnect") and edit.target.startswith(f"{loss}."):
            yield edit.model_copy(update={"target": metric + edit.target.removeprefix(loss)})
        if edit.op == "add_node" and edit.id == loss and edit.type in METRICS:
            yield retyped(found, metric, METRICS[edit.type], {})
