"""An error that torch raised, as a problem of the node that it came from."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import nn

from builder.compiler.program import Batch, Goal, Program
from trainer.faults.fault import Fault, Moment
from trainer.faults.kinds import said_of
from trainer.faults.place import Place, in_main, place_of, place_on
from trainer.problems import ProcessDied, TrainingProblem
from trainer.step.computing import not_compiled, not_in_bfloat16
from trainer.step.steps import unchanged

OURS = (NameError, ImportError, SyntaxError)
"""What only source that we wrote wrongly can raise."""
LINE = re.compile(r'File "<string>", line (\d+), in ')


def problem_of(
    error: Exception,
    program: Program,
    moment: Moment,
    *,
    at: str | None = None,
    again: tuple[Goal, nn.Module, Batch] | None = None,
) -> Exception:
    """The problem that an error is for a learner, or the error itself where it is ours.

    It came from the node in whose line it was raised; a replayed or compiled step has no lines, so it is computed
    ``again`` by them. ``at`` names the node where neither tells.
    """
    if isinstance(error, (TrainingProblem, ProcessDied, *OURS)):
        return error
    training = program.plan.found.document.training
    if again and (of_compiler := not_compiled(training, error)):
        place, error = _found_again(program, *again, error)
        if place is None:  # by the lines it can be computed
            return of_compiler
    if again and (of_precision := not_in_bfloat16(training, error)):
        return of_precision
    place, error = _place(error, program, again)
    if place is None and at is not None:
        place = in_main(program, at)
    if place is None and again and training.compiled and _came_through(error, "torch._inductor", "torch._functorch"):
        return _compiled_only(again[0].loss_name, error, moment)
    if place is None:
        return error
    return _said(Fault(place, error, moment, program.plan.fields))


@contextmanager
def in_words(program: Program) -> Iterator[None]:
    """Inside, before the first step, what torch refuses is a problem of the node that it came from."""
    try:
        yield
    except Exception as error:
        raise problem_of(error, program, Moment(step=0)) from error


def _said(fault: Fault) -> TrainingProblem:
    said = said_of(fault)
    return TrainingProblem(
        said.code,
        fault.moment.words + said.message,
        said.hint,
        fault.node,
        block=fault.place.block,
        fix=said.fix,
    )


def _place(
    error: Exception, program: Program, again: tuple[Goal, nn.Module, Batch] | None
) -> tuple[Place | None, Exception]:
    """Where an error came from, and the error that says it best."""
    if place := place_of(error, program):
        return place, error
    if again is None:
        return None, error
    goal, net, batch = again
    if _came_through(error, "torch.optim"):
        return in_main(program, goal.id), error
    return _found_again(program, goal, net, batch, error)


def _compiled_only(loss: str, error: Exception, moment: Moment) -> TrainingProblem:
    """What compiled code refuses, and what its lines don't: chance is another there."""
    return TrainingProblem(
        "torch_refused",
        f"{moment.words}{loss} can't be computed as it was compiled. torch says: “{str(error).strip()[:300]}”",
        "Take compiled out of the training settings: then the node is named that can't be computed.",
        loss,
    )


def _came_through(error: Exception, *modules: str) -> bool:
    """Whether an error was raised in one of these modules, or in what they called."""
    trace = error.__traceback__
    while trace:
        if trace.tb_frame.f_globals.get("__name__", "").startswith(modules):
            return True
        trace = trace.tb_next
    return False


def _found_again(
    program: Program, goal: Goal, net: nn.Module, batch: Batch, error: Exception
) -> tuple[Place | None, Exception]:
    """Compute the step once more, by the lines of the source, and see where it breaks: on the way there, or back."""
    with unchanged(net), warnings.catch_warnings(record=True) as told, torch.autograd.set_detect_anomaly(True):
        warnings.simplefilter("always")
        try:
            loss = goal.objective(net, batch)
        except Exception as found:
            return place_of(found, program), found
        learned = [parameter for parameter in net.parameters() if parameter.requires_grad]
        try:
            torch.autograd.grad(loss, learned, allow_unused=True)
        except Exception as found:
            return place_of_way_back(program, told) or in_main(program, goal.loss_name), found
    return None, error


def place_of_way_back(program: Program, told: list[warnings.WarningMessage]) -> Place | None:
    """The node that autograd names, in a warning, as the one whose gradient it could not compute."""
    return place_on([int(line) for warning in told for line in LINE.findall(str(warning.message))], program)
