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
from torch.export import Dim, ExportedProgram, export

from builder.problems import InvalidDocument, Problem


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
    """A module as a graph; ``problems`` are warnings, such as a batch size that could not be left open."""

    program: ExportedProgram
    module: nn.Module
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    problems: tuple[Problem, ...]


def trace(
    module: nn.Module, tensors: Sequence[Tensor], names: Sequence[str] | None, answers: Sequence[str] = ()
) -> Traced:
    """Follow a module with example tensors, whose first axis is the batch.

    Args:
        answers: what the module's answers are called; where nothing is said, it is run once to see.

    Raises:
        InvalidDocument: torch.export can't follow the module (``not_importable``).
    """
    tensors = [_at_least_two(tensor) for tensor in tensors]
    answering = Answering(module, names)
    was_training = {part: part.training for part in answering.modules()}
    answering.eval()
    try:
        with _quietly(), torch.no_grad():
            outputs = tuple(answers) or tuple(name for name, _ in named_tensors(_call(answering, tensors)))
            program, problems = _export(answering, tuple(tensors))
            program = program.run_decompositions({})
    finally:
        for part, training in was_training.items():
            part.training = training
    inputs = tuple(names) if names is not None else tuple(f"x{place}" for place in range(len(tensors)))
    return Traced(program, answering, ("x",) if inputs == ("x0",) else inputs, outputs, problems)


def _call(answering: Answering, tensors: Sequence[Tensor]) -> Any:
    try:
        if answering._names is None:
            return answering.module(*tensors)
        return answering.module(**dict(zip(answering._names, tensors, strict=True)))
    except Exception as error:
        raise not_importable(f"The module does not run on the example: {_first_line(error)}") from error


def _export(answering: Answering, tensors: tuple[Tensor, ...]) -> tuple[ExportedProgram, tuple[Problem, ...]]:
    open_batch = (tuple({0: Dim.AUTO} if tensor.dim() else None for tensor in tensors),)
    try:
        return export(answering, tensors, dynamic_shapes=open_batch, strict=False), ()
    except Exception as error:  # whatever a module does that can't be followed
        reason = _first_line(error)
    try:
        return export(answering, tensors, strict=False), (fixed_batch(reason),)
    except Exception as error:
        raise not_importable(f"torch.export can't follow the module: {_first_line(error)}") from error


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


@contextmanager
def _quietly() -> Iterator[None]:
    """Without torch's warnings about its own inner life, and without the fast paths that hide what is computed."""
    is_fast = torch.backends.mha.get_fastpath_enabled()
    torch.backends.mha.set_fastpath_enabled(False)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        torch.backends.mha.set_fastpath_enabled(is_fast)
