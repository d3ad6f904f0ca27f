"""Exports a drawing as one Python file that trains it and prints the same losses as the run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from types import CodeType, FunctionType, ModuleType
from typing import Any

from builder.checker.changes import COUNTS, changed, optimizer_settings, set_to
from builder.compiler.program import Program, compile
from builder.compiler.weights import parts_of
from builder.compiler.writer import HEADER, after_header, measures
from builder.drawing.document import Document, Training
from builder.exporters.parts.alone import network_alone
from builder.exporters.parts.asked import asking
from builder.exporters.parts.needs import needs
from builder.exporters.parts.staged import data_of_stages, expression_of, stages_of
from builder.folder.weights import name_beside
from builder.kinds.exporter import Exporter, Weights
from builder.kinds.own_code import source_of, with_helpers
from builder.script import loop, staged_loop, steered_loop
from builder.script.compiling import compiled
from builder.script.kernels import by_onednn
from builder.script.precision import in_bfloat16
from builder.script.weights import name_there, take_weights

_MAIN = """\
if __name__ == "__main__":{ways}
    net = train(
        Network,
        goals=[{goals}],
        metrics=metrics,
        data={data},
        epochs={epochs},
        batch_size={batch_size},
        seed={seed},{threads}{sources}{schedules}{apart}{fit}{changes}{early_stopping}
    )
"""

_STAGED = """\
if __name__ == "__main__":{ways}{data}
    net = train(
        Network,
        stages=[
{stages}        ],
        batch_size={batch_size},
        seed={seed},{threads}{sources}{fit}{counted}{changes}
    )
"""

TYPES = """\
Split = dict[str, Tensor]
Parts = tuple[Split, Split, Split]  # what is learned from, what is validated on, and what is for the test"""


def export(document: Document) -> str:
    """The script: needs only torch, and scikit-learn or a folder where the data come from there.

    Where nothing trains the drawing yet, it makes the network and asks it.

    Raises:
        InvalidDocument: the drawing has problems that stand in the way.
    """
    if alone := network_alone(document):
        return alone.script
    program = compile(document)
    body = after_header(_beside_the_data(program))
    parts = [_imports(program, document.training), TYPES, _data(program), body]
    is_steered = bool(document.training.changes or document.training.monitor or program.plan.goes_beyond_torch)
    parts += [source_of(in_bfloat16)] if document.training.precision == "bfloat16" else []
    parts += [source_of(compiled)] if document.training.compiled else []
    parts += [source_of(by_onednn)] if document.training.kernels == "onednn" else []
    parts += _loop(staged_loop.train if program.stages else steered_loop.train if is_steered else loop.train)
    parts += _weights(document.training, program)
    parts += [asking(program)] if program.told else []
    parts.append(_staged(document, program) if program.stages else _in_one(document, program))
    return "\n\n\n".join(parts)


def _staged(document: Document, program: Program) -> str:
    """The last lines, where the training goes through stages."""
    made = data_of_stages(program)
    needed = [*made, *([program] if program.fit else [])]
    expressions = dict.fromkeys(expression_of(each) for each in needed)
    names = {expression: f"data_{number}" for number, expression in enumerate(expressions, 1)}
    lines = [f"{name} = {expression}" for expression, name in names.items()]
    if document.training.kernels == "onednn":
        lines[-1] = f"{lines[-1].partition(' = ')[0]} = by_onednn({lines[-1].partition(' = ')[2]})"
    stages = stages_of(document, program, lambda stage: names[expression_of(stage)], _early_stopping)
    objectives = [objective for objective, *_ in program.goal_names]
    return _STAGED.format(
        ways=_ways(document.training, objectives, list(measures(program.plan))),
        data="".join(f"\n    {line}" for line in lines),
        stages=stages,
        threads=_threads(document.training),
        sources="\n        sources=sources," if program.sources else "",
        fit=_fit(document.training, program),
        counted=f"\n        counted={names[expression_of(program)]}[0]," if program.fit else "",
        changes=_changes(document, program),
        **document.training.model_dump(include={"batch_size", "seed"}),
    )


def _threads(training: Training) -> str:
    return f"\n        threads={threads}," if (threads := training.threads or 1) > 1 else ""


def _in_one(document: Document, program: Program) -> str:
    """The last lines, where the training is one."""
    data, by_kernels = expression_of(program), document.training.kernels == "onednn"
    goals = list(zip(program.goal_names, program.goals, strict=True))
    schedules = [str(schedule) for _, _, schedule in program.goal_names]
    early = _early_stopping(document.training, program) if document.training.monitor else ""
    return _MAIN.format(
        data=f"by_onednn({data})" if by_kernels else data,
        goals=", ".join(f"({objective}, {optimizer}, {goal.every})" for (objective, optimizer, _), goal in goals),
        ways=_ways(document.training, [objective for objective, *_ in program.goal_names], ["metrics"]),
        threads=_threads(document.training),
        sources="\n        sources=sources," if program.sources else "",
        schedules=f"\n        schedules=[{', '.join(schedules)}]," if any(s != "None" for s in schedules) else "",
        apart=f"\n        apart={program.apart}," if program.apart else "",
        fit=_fit(document.training, program),
        changes=_changes(document, program),
        early_stopping=f"\n        {early}," if early else "",
        **document.training.model_dump(include={"epochs", "batch_size", "seed"}),
    )


def _weights(training: Training, program: Program) -> list[str]:
    """What lets the network begin from weights in files that lie beside the script."""
    if not training.begins_from:
        return []
    lines = [
        "def begin(net: Network, batch: Split) -> None:",
        '    """What a new network begins from."""',
    ]
    lines += ["    fit(net, batch)"] if program.fit else []
    for beginning in training.begins_from:
        name, nodes = name_beside(beginning.weights), parts_of(program.plan, beginning)
        lines.append(f"    take_weights(net, load_file({name!r}), {nodes!r})")
    return [source_of(name_there), source_of(take_weights), "\n".join(lines)]


def _fit(training: Training, program: Program) -> str:
    """What is done with a new network."""
    name = "begin" if training.begins_from else "fit" if program.fit else ""
    return f"\n        fit={name}," if name else ""


def _ways(training: Training, objectives: list[str], measures: list[str]) -> str:
    """The lines that let the script's functions compute as they did in the run."""
    lines = [f"{name} = compiled({name})" for name in objectives] if training.compiled else []
    if training.precision == "bfloat16":
        lines += [f"{name} = in_bfloat16({name})" for name in [*objectives, *measures]]
    return "".join(f"\n    {line}" for line in lines)


def _imports(program: Program, training: Training) -> str:
    standard = [f"import {module.__name__}" for module in _modules_of(program) if module.__name__ != "torch"]
    first, _, rest = HEADER.partition("\n\n")
    words = f"Run it with plain Python; it needs {needs(_data(program), training)}. It prints the loss of every step."
    title = first.replace('."""', f'.\n\n{words}\n"""')
    lines = ["from __future__ import annotations", "", *standard]
    lines += ["from collections.abc import Callable" + (", Iterable, Iterator" if training.stages else "")]
    lines += ["from dataclasses import dataclass, field"] if training.stages else []
    lines += ["from functools import wraps"] if training.precision == "bfloat16" else []
    lines += ["from operator import attrgetter"] if training.stages else []
    lines += ["from typing import Any", "", rest]
    lines += ["from safetensors.torch import load_file"] if training.begins_from else []
    return title + "\n\n" + "\n".join(lines)


def _loop(train: Callable[..., Any]) -> Iterable[str]:
    """The loop as it stands in its file, after what of ours it uses."""
    return (source_of(part) for part in with_helpers([train]))


def _changes(document: Document, program: Program) -> str:
    """What was set anew on the way, a line for each step."""
    lines, before = [], document
    names = {goal.id: names[0] for goal, names in zip(program.goals, program.goal_names, strict=True)}
    for change in document.training.changes:
        after = changed(before, [change])
        settings = [f'"{name}": {count}' for name in COUNTS if (count := getattr(change, name)) is not None]
        for goal in change.goals:
            told = optimizer_settings(before, after, goal)
            if program.stages:  # which may have set something else meanwhile
                told = set_to(after, goal, change.goals[goal])
            settings.append(f"{names[goal]}: {told!r}")
        lines.append(f"            ({change.step}, {{{', '.join(settings)}}}),\n")
        before = after
    return f"\n        changes=[\n{''.join(lines)}        ]," if lines else ""


def _early_stopping(training: Training, program: Program) -> str:
    """What makes a run, or a stage, stop early."""
    settings = f"rises={program.monitor_rises}, patience={training.patience}, min_delta={training.min_delta}"
    return f"early_stopping=EarlyStopping({training.monitor!r}, {settings})"


def _modules_of(program: Program) -> list[ModuleType]:
    """The modules that the loader and what it uses name, by their names."""
    named = {
        name: known
        for part in with_helpers(_loading(program))
        for function in _functions_of(part)
        for name in _names_in(function.__code__)
        if isinstance(known := function.__globals__.get(name), ModuleType)
    }
    return [named[name] for name in sorted(named)]


def _functions_of(part: Callable[..., Any]) -> list[FunctionType]:
    """A function, or those of a class."""
    held = [getattr(each, "__func__", each) for each in vars(part).values()] if isinstance(part, type) else [part]
    return [each for each in held if isinstance(each, FunctionType)]


def _names_in(code: CodeType) -> Iterator[str]:
    """The names of other things that code uses, also within its own functions and comprehensions."""
    yield from code.co_names
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _names_in(inner)


def _beside_the_data(program: Program) -> str:
    """The source without what is printed already with what loads the data, such as the rules of a game."""
    text = program.source
    for part in with_helpers(_loading(program)):
        text = text.replace(f"\n\n\n{source_of(part)}\n\n\n", "\n\n\n", 1)
    return text


def _data(program: Program) -> str:
    """What loads the data, after what of ours it uses."""
    return "\n\n\n".join(source_of(part) for part in with_helpers(_loading(program)))


def _loading(program: Program) -> list[Callable[..., Any]]:
    return program.dataset.code(program.dataset_params)


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
