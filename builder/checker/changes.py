"""What may be set anew while a drawing is trained, and what the drawing says after it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from builder.checker.checker import check
from builder.checker.params import read_params
from builder.drawing.document import Change, Document, Value
from builder.drawing.expression import expand
from builder.drawing.problems import Problem, SetParam
from builder.kinds.objective import CHANGEABLE, OBJECTIVE, torch_settings

COUNTS = ("epochs", "batch_size", "threads")


def changed(document: Document, changes: Iterable[Change]) -> Document:
    """The drawing with every setting as it is after these changes, which it no longer holds."""
    for change in changes:
        for goal, settings in change.goals.items():
            document = document.with_edits(
                tuple(SetParam(id=goal, name=name, value=value) for name, value in settings.items())
            )
        given = {name: count for name in COUNTS if (count := getattr(change, name)) is not None}
        document = document.model_copy(update={"training": document.training.model_copy(update=given)})
    return document.model_copy(update={"training": document.training.model_copy(update={"changes": ()})})


def next_batch_size(size: int, samples: int | None) -> int:
    """The next larger batch size that leaves no sample over for a batch of its own; one more, if it is not known."""
    larger = range(size + 1, max(size, samples or 0) + 2)
    return next((each for each in larger if samples is None or samples % each != 1), size + 1)


def change_problems(document: Document, change: Change, *, ended_in: int | None = None) -> list[Problem]:
    """What keeps a change from being made to a training that has the settings of ``document``.

    One that ``ended_in`` an epoch goes on from there, which may be to an earlier end than was planned.
    """
    problems = [problem for goal in change.goals for problem in _goal_problems(document, goal, change.goals[goal])]
    least = document.training.epochs if ended_in is None else ended_in
    if change.epochs is not None and change.epochs <= least:
        problems.append(
            _refused(
                f"This run trains for {least} epochs already; {change.epochs} are not more.",
                "To end it earlier, stop it.",
            )
        )
    if all(getattr(change, name) is None for name in COUNTS) and not any(change.goals.values()):
        problems.append(_refused("This changes nothing.", f"Give {', '.join(COUNTS)}, or settings of an Objective."))
    if problems:
        return problems
    return [problem for problem in check(changed(document, [change])).problems if problem.severity == "error"]


def current_settings(document: Document) -> dict[str, dict[str, Any]]:
    """What each Objective is set to, of what its optimizer has, by the names and in the form of its parameters."""
    told = {}
    for goal in _objectives(document):
        params = _params(document, goal)
        told[goal] = {name: params[name] for name in torch_settings(params)}
    return told


def optimizer_settings(before: Document, after: Document, goal: str) -> dict[str, Any]:
    """What an Objective's optimizer is to be set to, as torch names it: only what differs."""
    old, new = (torch_settings(_params(document, goal)) for document in (before, after))
    return {name: value for name, value in new.items() if value != old[name]}


def set_to(document: Document, goal: str, names: Iterable[str]) -> dict[str, Any]:
    """What an Objective's optimizer is set to, of these settings, as torch names it."""
    known = torch_settings(_params(document, goal))
    return {name: known[name] for name in names if name in known}


def change_words(before: Document, change: Change) -> str:
    """``"lr 0.001 → 0.0005, batch_size 64 → 128"``: what a change does to a training with these settings."""
    parts = []
    for goal, settings in change.goals.items():
        known, where = _params(before, goal), f"{goal} " if len(_objectives(before)) > 1 else ""
        parts += [f"{where}{name} {_shown(known[name])} → {_shown(value)}" for name, value in settings.items()]
    for name in COUNTS:
        if (count := getattr(change, name)) is not None:
            parts.append(f"{name} {getattr(before.training, name) or 1} → {count}")
    return ", ".join(parts)


def _goal_problems(document: Document, goal: str, settings: Mapping[str, Value]) -> Iterable[Problem]:
    objectives = _objectives(document)
    if goal not in objectives:
        yield _refused(f"There is no Objective {goal!r} here.", f"Name one of: {', '.join(objectives)}.")
        return
    now = torch_settings(params := _params(document, goal))
    for name in settings:
        if name not in CHANGEABLE:
            hint = f"Set it in the drawing and train anew. While it trains: {', '.join(sorted(CHANGEABLE))}."
            yield _refused(f"{name} can't be changed while it trains.", hint, goal)
        elif name not in now:
            yield _refused(f"{params['optimizer']} has no {name}.", f"It has {', '.join(now)}.", goal)
    if params["optimizer"] == "RMSprop" and settings.get("momentum") and not now["momentum"]:
        yield _refused("RMSprop began without momentum and kept none.", "Train anew to give it some.", goal)
    if settings.get("lr") is not None and params["schedule"] != "none" and 0 in (settings["lr"], now["lr"]):
        yield _refused("A schedule multiplies the learning rate, which does nothing to 0.", "Take a small one.", goal)


def _objectives(document: Document) -> list[str]:
    return [id for id, node in document.graph.nodes.items() if node.type == "Objective"]


def _params(document: Document, goal: str) -> dict[str, Value]:
    node, scope = document.graph.nodes[goal], document.graph.params
    known = {name: expand(value, scope) for name, value in node.params.items()}
    return read_params(goal, node.model_copy(update={"params": known}), OBJECTIVE)[0]


def _shown(value: Value) -> str:
    return "torch's default" if value is None else str(value)


def _refused(message: str, hint: str, node: str | None = None) -> Problem:
    return Problem(code="bad_change", message=message, hint=hint, node=node)
