"""How the command line takes a run back that failed, and on with other settings."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from builder.checker.changes import change_problems, current_settings
from builder.drawing.document import Change
from builder.drawing.problems import InvalidDocument, Problem
from trainer.run import checkpoint
from trainer.run.going_back import Lately, good_step, remedies
from trainer.run.rewind import again
from trainer.run.state import State


def wanted(state: State, settings: list[tuple[str, str]]) -> list[Change]:
    """What was asked for by ``--set``, as a change that is made at once.

    Raises: InvalidDocument: it can't be changed.
    """
    if not settings:
        return []
    given: dict[str, Any] = {"goals": {}}
    for name, text in settings:
        goal, _, setting = name.rpartition(".")
        if setting == "batch_size":
            given[setting] = _value(text)
            continue
        for id in [goal] if goal else current_settings(state.settings):
            given["goals"].setdefault(id, {})[setting] = _value(text)
    try:
        change = Change.model_validate({"step": state.step, **given})
    except ValueError as error:
        raise InvalidDocument([Problem(code="bad_change", message=f"--set: {error}")]) from None
    if problems := change_problems(state.settings, change):
        raise InvalidDocument(problems)
    return [change]


def _value(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def kept_good(state: State, problem: Problem, out: Path, lately: Lately) -> Iterator[str]:
    """Save the last good state of a run that failed; lines that say how it goes on from there."""
    good = good_step(problem, state.step, lately)
    earlier = (
        checkpoint.load(state.experiment, out, state.limits, device=state.device) if checkpoint.exists(out) else None
    )
    if earlier and earlier.step > good:
        good = earlier.step
    kept = again(state, good, earlier)
    if kept is None:
        return
    checkpoint.save(kept, out)
    yield f"The state after step {good:,} is kept in {out}. To go on from there, give the same command again with:"
    offered = remedies(problem, state.step, state.settings, state.samples)
    for remedy in offered:
        named = {f"{goal}.{name}": value for goal, values in remedy.goals.items() for name, value in values.items()}
        named |= {"batch_size": remedy.batch_size} if remedy.batch_size else {}
        yield f"  {' '.join(f'--set {name}={value}' for name, value in named.items())}    ({remedy.label})"
    if not offered:
        yield "  --set NAME=VALUE, once the settings are others"
