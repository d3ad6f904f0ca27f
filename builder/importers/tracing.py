"""Follows a module through torch.export: what it computes, as a graph without side effects."""

from __future__ import annotations

import warnings
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import torch
from torch import Tensor, nn
from torch.distributions import Distribution
from torch.export import Dim, ExportedProgram, export
from torch.export.graph_signature import InputKind

from builder.drawing.problems import InvalidDocument, Problem
from builder.importers.answers import foreign_values, named_tensors
from builder.importers.both import AnswersDiffer, Graph, both, changes_of, of_program
from builder.importers.calls import Calls, calls_with_more
from builder.importers.deciding import export_decided, is_decision
from builder.importers.foreign import decompositions
from builder.importers.given import Given, given_to
from builder.importers.gradients import with_marks
from builder.importers.hints import without_hints
from builder.importers.marks import marking
from builder.importers.own_gradients import OwnGradients, hooked
from builder.importers.refusals import FAILS, KEEP_TENSORS, refusal
from builder.importers.sizes import is_symbolic
from builder.importers.training import known_parts, readers_of_training, set_training
from builder.importers.untouched import untouched
from builder.importers.whereabouts import place_of


class Answering(nn.Module):
    """Calls a module with tensors in their places, and gives every tensor of its answer as one tuple."""

    def __init__(self, module: nn.Module, given: Given) -> None:
        super().__init__()
        self.module = module
        self.training = module.training
        self.given = given

    def forward(self, *tensors: Tensor) -> tuple[Tensor, ...]:
        return tuple(tensor for _, tensor in named_tensors(self.whole(*tensors)))

    def whole(self, *tensors: Tensor) -> Any:
        """The answer as the module hands it over."""
        return self.given.call(self.module, tensors)


@dataclass(frozen=True)
class Traced:
    """A module as a graph; ``problems`` are warnings, such as a batch size that could not be left open.

    ``calls`` says how the modules inside it are called. Of those, ``switched`` are asked whether they train, ``known``
    train by themselves as nodes, and ``still`` answer even while the whole trains.
    """

    graph: Graph
    module: nn.Module
    calls: Calls
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    problems: tuple[Problem, ...]
    switched: frozenset[nn.Module] = frozenset()
    known: frozenset[nn.Module] = frozenset()
    still: frozenset[nn.Module] = frozenset()


def trace(module: nn.Module, tensors: Sequence[Tensor], answers: Sequence[str] = ()) -> Traced:
    """Follow a module with example tensors, whose first axis is the batch, as it answers and as it trains.

    Args:
        answers: what the module's answers are called; where nothing is said, by the names it gives them.

    Raises:
        InvalidDocument: torch.export can't follow the module (``not_importable``).
    """
    return Tracer(module, given_to(module, tensors), answers).traced()


class Tracer:
    """Follows a module as it answers, once, and as it trains, with those parts written out that have to be."""

    def __init__(self, module: nn.Module, given: Given, answers: Sequence[str] = ()) -> None:
        self._tensors = _each_its_own([_at_least_two(tensor) for tensor in given.tensors])
        self._answering, self._names = Answering(module, given), tuple(answers)
        inputs = tuple(given.names or [f"x{place}" for place in range(len(given.tensors))])
        self.inputs = ("x",) if inputs == ("x0",) else inputs
        self.switches = False
        with _as_it_was(self._answering):
            self._answering.eval()
            self._seen = Seen() if answers else _seen(self._answering, self._tensors)
            self._alone = _followed(self._answering, self._tensors, self._seen, "every time it is called")

    def traced(self, apart: frozenset[nn.Module] = frozenset()) -> Traced:
        """What was followed.

        Args:
            apart: parts that the catalogue knows, but that are not drawn as one node each.
        """
        answering, seen, (alone, problems) = self._answering, self._seen, self._alone
        joint = None
        with _as_it_was(answering):
            known = known_parts(answering, apart)
            still = set_training(answering, known)
            if seen.switched - known:
                joint, seen, more = _as_it_trains(answering, self._tensors, alone, seen)
                problems = tuple(dict.fromkeys((*problems, *more)))
        self.switches = joint is not None
        return Traced(
            joint or both(alone, alone),
            answering,
            seen.calls,
            self.inputs,
            self._names or seen.outputs,
            (*problems, *seen.problems),
            seen.switched,
            frozenset(known),
            still,
        )

    def answering(self) -> Traced:
        """What was followed of how the module answers, with a warning that it trains otherwise."""
        alone, problems = self._alone
        told = _trains_otherwise("It can't be drawn together with what the module does when it answers.")
        problems = (*problems, *self._seen.problems, told)
        names = self._names or self._seen.outputs
        return Traced(both(alone, alone), self._answering, self._seen.calls, self.inputs, names, problems)


@contextmanager
def _as_it_was(module: nn.Module) -> Iterator[None]:
    """A module may be run inside, as for training; afterwards it is as it was."""
    with untouched(module), _quietly(), torch.enable_grad():
        yield


def _followed(
    answering: Answering, tensors: Sequence[Tensor], seen: Seen, when: str
) -> tuple[Graph, tuple[Problem, ...]]:
    """The graph of a module in the mode that it is in."""
    with marking(answering.module), without_hints(seen.calls), seen.gradients.followed():
        program, problems = _export(answering, tuple(tensors))
    seen.gradients.refuse()
    program._guards_code = []  # checks of input shapes, which torch can't always follow itself
    left = with_marks(program)
    program = program.run_decompositions(decompositions())
    return of_program(program), (*problems, *_changes(changes_of(program) | left, when))


def _as_it_trains(
    answering: Answering, tensors: Sequence[Tensor], alone: Graph, seen: Seen
) -> tuple[Graph | None, Seen, tuple[Problem, ...]]:
    """The graph of both modes, what was seen with the names of all answers, and warnings."""
    try:
        with seen.gradients.seen():
            names = tuple(name for name, _ in named_tensors(_call(answering, tensors)))
        seen.gradients.refuse()
        training, problems = _followed(answering, tensors, seen, "while it trains")
        if training.changes & {name for name, _ in answering.named_parameters()}:
            return None, seen, (*problems, _trains_otherwise("It changes its own weights."))
        joint = both(training, alone)
    except InvalidDocument as error:
        return None, seen, (_trains_otherwise(error.problems[0].message),)
    except AnswersDiffer:
        return None, seen, (_trains_otherwise("What it answers has another shape while it trains."),)
    if len(names) == len(seen.outputs):
        return joint, seen, problems
    longer = (*seen.outputs, *names[len(seen.outputs) :])
    return joint, replace(seen, outputs=longer), (*problems, _answers_differ(seen.outputs, names))


def _trains_otherwise(why: str) -> Problem:
    return Problem(
        code="trains_otherwise",
        message=f"What the module does only while it trains could not be followed, and is left out. {why}",
        hint="The drawing answers as the module does, and trains as it answers.",
        severity="warning",
    )


def _answers_differ(answering: Sequence[str], training: Sequence[str]) -> Problem:
    more = "trains" if len(training) > len(answering) else "answers"
    return Problem(
        code="answers_differ",
        message=f"The module gives {len(training)} tensors while it trains and {len(answering)} while it answers.",
        hint=f"The drawing gives all of them at any time; those that the module only gives while it {more} come last.",
        severity="warning",
    )


@dataclass(frozen=True)
class Seen:
    """By running a module once: its answers' names, and what it does with its parts (see `Traced`)."""

    outputs: tuple[str, ...] = ()
    calls: Calls = field(default_factory=Calls)
    switched: frozenset[nn.Module] = frozenset()
    problems: tuple[Problem, ...] = ()
    gradients: OwnGradients = field(default_factory=OwnGradients)


def _seen(answering: Answering, tensors: Sequence[Tensor]) -> Seen:
    gradients = OwnGradients()
    with calls_with_more(answering) as calls, readers_of_training() as switched, gradients.seen():
        answer = _call(answering, tensors)
    gradients.refuse()
    outputs = tuple(name for name, _ in named_tensors(answer))
    foreign = foreign_values(answer)
    if not outputs:
        raise refusal(f"The module answers {_kinds(foreign) or 'nothing'}, and no tensor.")
    problems = (*_cleared(calls), *([_left_out(foreign)] if foreign else ()))
    return Seen(outputs, calls, frozenset(switched), (*problems, *_hooked(answering.module)), gradients)


def _hooked(module: nn.Module) -> tuple[Problem, ...]:
    """The warning of a module whose gradients somebody's hooks may change."""
    names = hooked(module)
    if not names:
        return ()
    return (
        Problem(
            code="gradient_hook",
            message=f"A hook looks at the gradients of {', '.join(names[:5])}, and may change them; it is left out.",
            hint="Have the module compute what the hook does; a GradientReversal is a node, so is a SurrogateGradient.",
            severity="warning",
        ),
    )


def _kinds(foreign: Sequence[tuple[str, Any]]) -> str:
    return ", ".join(f"{name} ({type(value).__name__})" for name, value in foreign[:5])


def _left_out(foreign: Sequence[tuple[str, Any]]) -> Problem:
    return Problem(
        code="answer_left_out",
        message=f"The module answers {_kinds(foreign)} too, which is no tensor and is left out.",
        hint="Have it give tensors, where they are needed.",
        severity="warning",
    )


def _call(answering: Answering, tensors: Sequence[Tensor]) -> Any:
    try:
        with torch.no_grad():
            return answering.whole(*tensors)
    except InvalidDocument:
        raise
    except Exception as error:
        raise refusal(f"{FAILS}{_first_line(error)}") from error


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
        raise refusal(f"torch.export can't follow the module{place_of(error)}: {_first_line(error)}") from error
    return program, (fixed_batch(_first_line(first)),)


def _export_decided(
    answering: Answering, tensors: tuple[Tensor, ...], open_batch: Any, error: Exception
) -> tuple[ExportedProgram, tuple[Problem, ...]]:
    program = export_decided(answering, tensors, open_batch)
    if program is None:
        place = place_of(error) or " somewhere"
        raise refusal(
            f"The module decides{place} by the values that it gets, which can't be drawn.", KEEP_TENSORS
        ) from error
    return program, ()


def _is_open(program: ExportedProgram) -> bool:
    """Whether every input that is used keeps a first axis of any size."""
    names = {spec.arg.name for spec in program.graph_signature.input_specs if spec.kind is InputKind.USER_INPUT}
    used = [node.meta["val"] for node in program.graph.nodes if node.name in names and node.users]
    return all(is_symbolic(value.shape[0]) for value in used if value.dim())


def _changes(paths: Collection[str], when: str) -> tuple[Problem, ...]:
    """The warning of a module that writes down something for its next call."""
    changed = sorted(path.removeprefix("module.") for path in paths)
    if not changed:
        return ()
    return (
        Problem(
            code="state_left_out",
            message=f"The module changes {', '.join(changed)} {when}; the drawing leaves that out.",
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
