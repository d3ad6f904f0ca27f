"""Follows a module through torch.export: what it computes, as a graph without side effects."""

from __future__ import annotations

import dataclasses
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.distributions import Distribution
from torch.export import Dim, ExportedProgram, export
from torch.export.graph_signature import InputKind

from builder.drawing.problems import InvalidDocument, Problem
from builder.importers.calls import Calls, calls_with_more
from builder.importers.deciding import export_decided, is_decision
from builder.importers.foreign import decompositions
from builder.importers.hints import without_hints
from builder.importers.marks import Marks, marking, taken_out
from builder.importers.sizes import is_symbolic
from builder.importers.whereabouts import place_of


class Answering(nn.Module):
    """Calls a module with tensors by position or by name, and gives every tensor of its answer as one tuple."""

    def __init__(self, module: nn.Module, names: Sequence[str] | None) -> None:
        super().__init__()
        self.module = module
        self._names = names

    def forward(self, *tensors: Tensor) -> tuple[Tensor, ...]:
        if self._names is None:
            answer = self.module(*tensors)
        else:
            answer = self.module(**dict(zip(self._names, tensors, strict=True)))
        return tuple(tensor for _, tensor in named_tensors(answer))


def named_tensors(answer: Any, name: str = "") -> Iterator[tuple[str, Tensor]]:
    """Every tensor of what a module gives, with a name that says where it stands."""
    if isinstance(answer, Tensor):
        yield name or "answer", answer
    elif isinstance(answer, Mapping):
        for key, value in answer.items():
            yield from named_tensors(value, f"{name}_{key}" if name else str(key))
    elif isinstance(answer, tuple | list):
        for place, value in enumerate(answer):
            yield from named_tensors(value, f"{name or 'answer'}_{place}")
    elif dataclasses.is_dataclass(answer) and not isinstance(answer, type):
        for part in dataclasses.fields(answer):
            yield from named_tensors(getattr(answer, part.name), f"{name}_{part.name}" if name else part.name)


@dataclass(frozen=True)
class Traced:
    """A module as a graph; ``problems`` are warnings, such as a batch size that could not be left open.

    ``calls`` says how the modules inside it are called, ``marks`` where in the graph, by the key of each call.
    """

    program: ExportedProgram
    module: nn.Module
    calls: Calls
    marks: Mapping[str, Marks]
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    problems: tuple[Problem, ...]


def trace(
    module: nn.Module, tensors: Sequence[Tensor], names: Sequence[str] | None, answers: Sequence[str] = ()
) -> Traced:
    """Follow a module with example tensors, whose first axis is the batch.

    Args:
        answers: what the module's answers are called; where nothing is said, by the names it gives them.

    Raises:
        InvalidDocument: torch.export can't follow the module (``not_importable``).
    """
    tensors = _each_its_own([_at_least_two(tensor) for tensor in tensors])
    answering = Answering(module, names)
    was_training = {part: part.training for part in answering.modules()}
    answering.eval()
    try:
        with _quietly(), torch.no_grad():
            outputs, calls = (tuple(answers), Calls()) if answers else _seen(answering, tensors)
            with marking(answering.module), without_hints(calls):
                program, problems = _export(answering, tuple(tensors))
            program._guards_code = []  # checks of input shapes, which torch can't always follow itself
            program = program.run_decompositions(decompositions())
            marks = taken_out(program)
    finally:
        for part, training in was_training.items():
            part.training = training
    inputs = tuple(names) if names is not None else tuple(f"x{place}" for place in range(len(tensors)))
    inputs = ("x",) if inputs == ("x0",) else inputs
    return Traced(program, answering, calls, marks, inputs, outputs, (*problems, *_changes(program), *_cleared(calls)))


def _seen(answering: Answering, tensors: Sequence[Tensor]) -> tuple[tuple[str, ...], Calls]:
    """By running it once: what its answers are called, and how the modules in it are called."""
    with calls_with_more(answering) as calls:
        outputs = tuple(name for name, _ in named_tensors(_call(answering, tensors)))
    return outputs, calls


def _call(answering: Answering, tensors: Sequence[Tensor]) -> Any:
    try:
        if answering._names is None:
            return answering.module(*tensors)
        return answering.module(**dict(zip(answering._names, tensors, strict=True)))
    except Exception as error:
        raise not_importable(f"The module does not run on the example: {_first_line(error)}") from error


def _export(answering: Answering, tensors: tuple[Tensor, ...]) -> tuple[ExportedProgram, tuple[Problem, ...]]:
    """The graph with the batch size left open, if that is possible.

    A module is followed as it runs and, where that turns the batch size into a plain number (``len(tensor)``), as its
    Python is written.
    """
    open_batch = (tuple({0: Dim.AUTO} if tensor.dim() else None for tensor in tensors),)
    fixed, first = None, None
    for as_written in (False, True):
        try:
            program = export(answering, tensors, dynamic_shapes=open_batch, strict=as_written)
        except Exception as error:  # whatever a module does that can't be followed
            first = first or error
            if is_decision(error):
                return _export_decided(answering, tensors, open_batch, error)
            continue
        if _is_open(program):
            return program, ()
        fixed = fixed or program
    if fixed:
        return fixed, ()
    assert first is not None
    try:
        program = export(answering, tensors, strict=False)
    except Exception as error:
        raise not_importable(f"torch.export can't follow the module{place_of(error)}: {_first_line(error)}") from error
    return program, (fixed_batch(_first_line(first)),)


def _export_decided(
    answering: Answering, tensors: tuple[Tensor, ...], open_batch: Any, error: Exception
) -> tuple[ExportedProgram, tuple[Problem, ...]]:
    program = export_decided(answering, tensors, open_batch)
    if program is None:
        place = place_of(error) or " somewhere"
        raise not_importable(f"The module decides{place} by the values that it gets, which can't be drawn.") from error
    return program, ()


def _is_open(program: ExportedProgram) -> bool:
    """Whether every input that is used keeps a first axis of any size."""
    names = {spec.arg.name for spec in program.graph_signature.input_specs if spec.kind is InputKind.USER_INPUT}
    used = [node.meta["val"] for node in program.graph.nodes if node.name in names and node.users]
    return all(is_symbolic(value.shape[0]) for value in used if value.dim())


def _changes(program: ExportedProgram) -> tuple[Problem, ...]:
    """The warning of a module that writes down something for its next call."""
    changed = [path.removeprefix("module.") for path in program.graph_signature.buffers_to_mutate.values()]
    if not changed:
        return ()
    return (
        Problem(
            code="state_left_out",
            message=f"The module changes {', '.join(changed)} every time it is called; the drawing leaves that out.",
            hint="The drawing answers as the module does in its next call.",
            severity="warning",
        ),
    )


def _cleared(calls: Calls) -> tuple[Problem, ...]:
    """The warning of an encoder that answers otherwise where there is padding when it is asked without gradients."""
    if not calls.clears_padding:
        return ()
    return (
        Problem(
            code="padding_not_cleared",
            message="torch's TransformerEncoder gives zeros for padding at the end of a sequence, but only in eval mode"
            " and without gradients; the drawing gives what it computes there in training.",
            hint="Leave padding out of what is read from it, or make it with enable_nested_tensor=False.",
            severity="warning",
        ),
    )


def fixed_batch(reason: str = "") -> Problem:
    """The warning of a module that only works for the batch size of the example."""
    return Problem(
        code="fixed_batch",
        message="The network was imported for the batch size of the example only." + (f" {reason}" if reason else ""),
        hint="The module computes something from its batch size that can't be followed.",
        severity="warning",
    )


def not_importable(message: str) -> InvalidDocument:
    return InvalidDocument(
        [
            Problem(
                code="not_importable",
                message=message,
                hint="A module must compute tensors from tensors, without decisions that depend on their values.",
            )
        ]
    )


def _first_line(error: Exception) -> str:
    return next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__)


def _at_least_two(tensor: Tensor) -> Tensor:
    """torch.export takes a batch of one for a fixed size."""
    return torch.cat([tensor, tensor]) if tensor.dim() and len(tensor) == 1 else tensor


def _each_its_own(tensors: Sequence[Tensor]) -> list[Tensor]:
    """torch.export takes one tensor that is given twice for one input."""
    return [each.clone() if any(each is other for other in tensors[:at]) else each for at, each in enumerate(tensors)]


@contextmanager
def _quietly() -> Iterator[None]:
    """Without warnings about torch's inner life, fast paths that hide what is computed, and checks of values."""
    is_fast, is_validated = torch.backends.mha.get_fastpath_enabled(), Distribution._validate_args
    torch.backends.mha.set_fastpath_enabled(False)
    Distribution.set_default_validate_args(False)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        torch.backends.mha.set_fastpath_enabled(is_fast)
        Distribution.set_default_validate_args(is_validated)
