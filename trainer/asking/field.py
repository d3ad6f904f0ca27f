"""What a kind of field is: one way of giving a network something by hand."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import torch
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError
from torch import Tensor

from builder.compiler.program import Program
from builder.kinds.dataset import DataField, Dataset
from trainer.look.task import label_of
from trainer.problems import TrainingProblem
from trainer.run.prepared import data_of
from trainer.step.device import CPU

SOME = 2_000
"""So many samples tell how a field is asked for."""


class Asked(BaseModel):
    """One field that is asked for: its kind, its name, the shape of one sample, and in words what it holds."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: str
    name: str
    shape: tuple[int, ...]
    help: str = ""


@dataclass(frozen=True)
class Subject:
    """A field of a drawing's data, as kinds of fields look at it."""

    program: Program
    field: DataField

    @property
    def name(self) -> str:
        return self.field.name

    @property
    def shape(self) -> tuple[int, ...]:
        return self.field.shape

    @property
    def many(self) -> int:
        """How many values one sample has."""
        return torch.Size(self.field.shape).numel()

    @property
    def is_begun(self) -> bool:
        """Whether a beginning of it is given, however long, and the network goes on."""
        return self.name in self.program.beginnings

    @cached_property
    def some(self) -> Tensor:
        """What the network learns from, or as much of it as tells how it is asked for. Shape: (N, ...)."""
        return data_of(self.program, CPU)[0][self.name][:SOME]

    @property
    def label(self) -> Subject | None:
        """The field that says the class of a sample, of the same data set; None where there is none."""
        found = label_of(self.program)
        return Subject(self.program, found) if found else None

    @property
    def facts(self) -> Facts:
        """What is known of the values that the network learns from."""
        return _facts(self)

    def tensor(self, values: list[float] | list[int]) -> Tensor:
        """Values as one sample. Shape: (1, ...)."""
        return torch.tensor(values, dtype=torch.float64).to(self.field.dtype).reshape(1, *self.shape)

    def refuse(self, expected: str, received: str, hint: str = "") -> TrainingProblem:
        """What is said where something else was given than the field takes."""
        return TrainingProblem("bad_input", f"{self.name} takes {expected}; {received}.", hint)


@dataclass(frozen=True)
class Facts:
    """The values of a field, as far as asking for them rests on it.

    ``levels`` are all different values, of few; ``edge`` is the usual value along the edges of pictures, ``far`` the
    one that is the farthest from it.
    """

    low: float
    high: float
    levels: tuple[float, ...] = field(default=())
    edge: float = 0.0
    far: float = 1.0


MOST_LEVELS = 2


KEPT = 256
_known: OrderedDict[tuple[Dataset, str, str], Facts] = OrderedDict()
"""Facts of fields, those asked for last; the samples themselves are not kept for them."""


def _facts(subject: Subject) -> Facts:
    program = subject.program
    key = program.dataset, json.dumps(program.dataset_params, sort_keys=True), subject.name
    facts = _known.pop(key, None) or _counted(subject.some.float())
    _known[key] = facts
    while len(_known) > KEPT:
        _known.popitem(last=False)
    return facts


def _counted(values: Tensor) -> Facts:
    spread = values.reshape(-1)[:: max(1, values.numel() // 1_000_000)]
    low, high = torch.quantile(spread, torch.tensor([0.01, 0.99])).tolist()
    few = values[:256].unique()
    levels = tuple(few.tolist()) if len(few) <= MOST_LEVELS and len(values.unique()) <= MOST_LEVELS else ()
    edge = _edge(values) if values.dim() >= 3 else low
    return Facts(low, high, levels, edge, high if high - edge >= edge - low else low)


def _edge(values: Tensor) -> float:
    edges = (values[..., 0, :], values[..., -1, :], values[..., :, 0], values[..., :, -1])
    return float(torch.cat([each.reshape(-1) for each in edges]).median())


@dataclass(frozen=True)
class FieldKind:
    """One kind of field. The first one that ``fits``, by ``order``, asks for a field.

    ``noun`` is what it is called in a sentence. ``asked`` is what the page is told, made of ``describe``, which tells
    what samples hold only where that may be read. ``given`` is the type of what is given back; ``sample`` makes a
    sample of it, (1, ...), and ``told`` says a sample as if it had been given.
    """

    order: int
    noun: str
    asked: type[Asked]
    given: Any
    fits: Callable[[Subject], bool]
    describe: Callable[[Subject, bool], dict[str, Any]]
    sample: Callable[[Subject, Any], Tensor]
    told: Callable[[Subject, Tensor], Any]

    @property
    def key(self) -> str:
        """The kind's name, as the page knows it."""
        return str(self.asked.model_fields["kind"].default)

    @cached_property
    def _reads(self) -> TypeAdapter[Any]:
        return TypeAdapter(self.given, config=ConfigDict(allow_inf_nan=True))

    def ask(self, subject: Subject, may_read: bool) -> Asked:
        """What the page is told of a field."""
        facts = {"name": subject.name, "shape": subject.shape, "help": subject.field.help}
        return self.asked(**facts, **self.describe(subject, may_read))

    def made(self, subject: Subject, given: object) -> Tensor:
        """The sample that was given. Shape: (1, ...).

        Raises:
            TrainingProblem: ``bad_input``: it is nothing that this field takes.
        """
        try:
            read = self._reads.validate_python(given)
        except ValidationError as error:
            hint = "docs/architecture.md says how each kind is given."
            raise subject.refuse(self.noun, _nearest(error), hint) from error
        return self.sample(subject, read)


_OTHER_FORM = {"missing", "extra_forbidden", "model_type", "list_type", "string_type", "dict_type", "int_type"}
"""What is said of another form than the one that was meant."""


def _nearest(error: ValidationError) -> str:
    """What is wrong with what was given, as the form sees it that it comes nearest to."""
    forms: dict[str, list[Any]] = {}
    for each in error.errors(include_url=False):
        forms.setdefault(str(each["loc"][:1]), []).append(each)
    nearest = min(forms.values(), key=lambda each: sum(one["type"] in _OTHER_FORM for one in each) / len(each))
    where = [str(part) for part in nearest[0]["loc"][1:]]
    words = str(nearest[0]["msg"])
    return f"{'.'.join(where)}: {words}" if where else words
