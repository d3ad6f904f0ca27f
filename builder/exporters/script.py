"""Exports a drawing as one Python file that trains it and prints the same losses as the run."""

from __future__ import annotations

import inspect
from types import ModuleType

from builder import training
from builder.document import Document
from builder.exporter import Exporter, Weights
from builder.own_code import source_of, with_helpers
from builder.program import Program, compile
from builder.writer import HEADER

_MAIN = """\
if __name__ == "__main__":
    train(
        Network,
        goals=[{goals}],
        metrics=metrics,
        data={data},
        epochs={epochs},
        batch_size={batch_size},
        seed={seed},{sources}{schedules}
    )
"""


def export(document: Document) -> str:
    """The script: needs only torch, and scikit-learn where the data set comes from there.

    Raises:
        InvalidDocument: the drawing has problems that stand in the way of training.
    """
    program = compile(document)
    body = program.source.removeprefix(HEADER).strip()
    parts = [_imports(program), "Split = dict[str, Tensor]", _data(program), body]
    parts.append(inspect.getsource(training.train).rstrip())
    goals = list(zip(program.goal_names, program.goals, strict=True))
    schedules = [str(schedule) for _, _, schedule in program.goal_names]
    parts.append(
        _MAIN.format(
            data=_load(program),
            goals=", ".join(f"({objective}, {optimizer}, {goal.every})" for (objective, optimizer, _), goal in goals),
            sources="\n        sources=sources," if program.sources else "",
            schedules=f"\n        schedules=[{', '.join(schedules)}]," if any(s != "None" for s in schedules) else "",
            **document.training.model_dump(),
        )
    )
    return "\n\n\n".join(parts)


def _imports(program: Program) -> str:
    standard = [f"import {module.__name__}" for module in _modules_of(program) if module.__name__ != "torch"]
    first, _, rest = HEADER.partition("\n\n")
    needs = "torch and scikit-learn" if "sklearn" in _data(program) else "torch"
    words = f"Run it with plain Python; it needs {needs}. It prints the loss of every step."
    title = first.replace('."""', f'.\n\n{words}\n"""')
    lines = ["from __future__ import annotations", "", *standard]
    lines += ["from collections.abc import Callable", "from typing import Any", "", rest]
    return title + "\n\n" + "\n".join(lines)


def _modules_of(program: Program) -> list[ModuleType]:
    """The modules that the loader and what it uses name, by their names."""
    named = {
        name: known
        for part in with_helpers([program.dataset.load])
        for name in part.__code__.co_names
        if isinstance(known := part.__globals__.get(name), ModuleType)
    }
    return [named[name] for name in sorted(named)]


def _data(program: Program) -> str:
    """The loader, after what of ours it uses."""
    return "\n\n\n".join(source_of(part) for part in with_helpers([program.dataset.load]))


def _load(program: Program) -> str:
    arguments = ", ".join(f"{name}={value!r}" for name, value in program.dataset_params.items())
    return f"{program.dataset.load.__name__}({arguments})"


def write(document: Document, weights: Weights) -> bytes:
    """The script as a file."""
    return export(document).encode()


EXPORTER = Exporter(
    key="script",
    order=10,
    title="Python script",
    summary="The whole training as one file of PyTorch that prints the numbers of the run.",
    file_name="train.py",
    media_type="text/x-python; charset=utf-8",
    write=write,
)
