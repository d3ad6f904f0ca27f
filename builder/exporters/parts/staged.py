"""The last lines of a script whose training goes through stages."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from builder.checker.changes import changed, optimizer_settings
from builder.compiler.program import Program, ProgramStage
from builder.drawing.document import Change, Document, Training

Told = Callable[[Program], str]
Early = Callable[[Training, Program], str]


def stages_of(document: Document, program: Program, data_of: Told, early_of: Early) -> str:
    """The list of stages, as the call of `train` has it."""
    return "".join(_stage(document, stage, data_of, early_of) for stage in program.stages)


def data_of_stages(program: Program) -> list[Program]:
    """What each stage learns from, as the program that has these data."""
    return [stage.program for stage in program.stages]


def expression_of(program: Program) -> str:
    """The expression that makes the data of a program."""
    return program.dataset.expression(program.dataset_params)


def _stage(document: Document, stage: ProgramStage, data_of: Told, early_of: Early) -> str:
    program, plan = stage.program, stage.program.plan
    goals = list(zip(program.goal_names, program.goals, strict=True))
    pursued = [f"({objective}, {optimizer}, {goal.every})" for (objective, optimizer, _), goal in goals]
    metrics = next(each.metrics for each in plan.stages if each.stage is stage.stage)
    settings = {name: told for name, told in _settings(document, stage, program).items() if told}
    lines = [
        repr(stage.stage.name),
        f"epochs={stage.training.epochs}",
        f"goals=[{', '.join(pursued)}]",
        f"makers=[{', '.join(str(schedule) for (_, _, schedule), _ in goals)}]",
        f"metrics={metrics}",
        f"data={data_of(program)}",
    ]
    lines += [f"batch_size={stage.stage.batch_size}"] if stage.stage.batch_size else []
    lines += [f"held={stage.held!r}"] if stage.held else []
    lines += [f"times={dict(stage.times)!r}"] if stage.times else []
    lines += [f"settings={{{', '.join(f'{name}: {told!r}' for name, told in settings.items())}}}"] if settings else []
    lines += [early_of(stage.training, program)] if stage.training.monitor else []
    lines += [f"apart={program.apart}"] if program.apart else []
    inner = "".join(f"                {line},\n" for line in lines)
    return f"            Stage(\n{inner}            ),\n"


def _settings(document: Document, stage: ProgramStage, program: Program) -> Mapping[str, dict[str, object]]:
    """What each optimizer of a stage is set to, by the name of its objective, beside how it is made."""
    set_by_stage = changed(document, [Change(step=0, goals=stage.stage.goals)])
    return {
        names[0]: optimizer_settings(document, set_by_stage, goal.id)
        for goal, names in zip(program.goals, program.goal_names, strict=True)
    }
