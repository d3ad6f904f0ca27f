"""A sweep as data: what is varied, how the values are chosen, and what says which are best."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, ValidationError, model_validator

from builder.drawing.document import Value
from builder.drawing.problems import Problem
from builder.kinds.lesson import Variant

KIND_AT = 2  # where pydantic says of an axis which kind it is: axes.0.range.low
MAX_AXES, MAX_CHOICES, MAX_POINTS, MAX_TRIALS, MAX_PARALLEL = 8, 24, 24, 100, 4
MAX_ARMS = 12
DRAWING = "drawing"
"""The path of the axis whose values are the labels of the arms."""
SEED = "training.seed"
PARAMETERS = "parameters"
"""What a trial can be shown against that nobody sets: how many its network has."""

Path = Annotated[str, Field(min_length=1, max_length=200)]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class SweepChoices(_Frozen):
    """The values that one setting takes in turn."""

    path: Path
    choices: tuple[Value, ...] = Field(min_length=1, max_length=MAX_CHOICES)


class SweepRange(_Frozen):
    """A setting takes any number from ``low`` to ``high``, both included; a grid takes so many ``points`` of them."""

    path: Path
    low: float
    high: float
    scale: Literal["linear", "log"] = "linear"
    whole: bool = False
    points: int = Field(default=3, ge=2, le=MAX_POINTS)

    @model_validator(mode="after")
    def _is_a_range(self) -> Self:
        if self.low >= self.high:
            raise ValueError(f"low must be below high; they are {self.low:g} and {self.high:g}")
        if self.scale == "log" and self.low <= 0:
            raise ValueError(f"a log scale begins above 0; low is {self.low:g}")
        if self.whole and (self.low != int(self.low) or self.high != int(self.high)):
            raise ValueError(f"whole numbers lie between whole numbers; these are {self.low:g} and {self.high:g}")
        return self


def _kind_of(axis: Any) -> str:
    return "choices" if isinstance(axis, SweepChoices) or (isinstance(axis, dict) and "choices" in axis) else "range"


Axis = Annotated[Annotated[SweepChoices, Tag("choices")] | Annotated[SweepRange, Tag("range")], Discriminator(_kind_of)]


class Judge(_Frozen):
    """The loss or metric on the validation part that trials are judged by: after the last epoch, or after its best one.

    Without a ``direction`` it is the measure's own: losses are better when they go down.
    """

    name: str = Field(max_length=64)
    at: Literal["best", "end"] = "best"
    direction: Literal["up", "down"] | None = None


class ResultChart(_Frozen):
    """How the result of an experiment is shown: what it comes to ``against`` an axis, one line for each arm.

    ``against`` is the path of an axis, or ``parameters``: how many each trial's network has. Left out it is the first
    axis that is no seed. ``expect`` says what will be seen. With ``is_power_law`` both axes are logarithmic, and each
    line has the exponent that fits it. ``gradients`` has the page offer those of each layer, too.
    """

    title: str = Field(default="", max_length=200)
    expect: str = Field(default="", max_length=1000)
    against: str = Field(default="", max_length=200)
    is_power_law: bool = False
    gradients: bool = False


class SweepPlan(_Frozen):
    """Which settings are varied (``axes``), by which ``search``, in how many ``trials``, so many at the same time.

    With ``prune``, a trial that is worse than half of the others were at that step ends early.
    A ``path`` is ``fc1.out_features``, ``training.batch_size``; docs/sweeps.md has the others. That of ``drawing``
    takes the labels of the ``arms``. What is ``shown`` as an experiment has a chart of what it came to.
    """

    axes: tuple[Axis, ...] = Field(min_length=1, max_length=MAX_AXES)
    judge: Judge
    search: str = Field(default="random", max_length=64)
    trials: int = Field(default=12, ge=1, le=MAX_TRIALS)
    parallel: int = Field(default=2, ge=1, le=MAX_PARALLEL)
    seed: int = Field(default=0, ge=0, le=2**31 - 1)
    prune: bool = False
    arms: tuple[Variant, ...] = Field(default=(), max_length=MAX_ARMS)
    shown: ResultChart | None = None

    @property
    def rises(self) -> bool:
        """Whether a larger score is better."""
        return self.judge.direction == "up"


class InvalidPlan(ValueError):
    """A sweep that can't be made; ``problems`` says why."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(problem.message for problem in problems))
        self.problems = tuple(problems)


def read_plan(source: str | bytes | dict[str, Any]) -> SweepPlan:
    """A plan from JSON text or a mapping.

    Raises:
        InvalidPlan: with a problem ``bad_sweep`` for each field that is wrong.
    """
    try:
        if isinstance(source, dict):
            return SweepPlan.model_validate(source)
        return SweepPlan.model_validate_json(source)
    except ValidationError as error:
        details = error.errors(include_url=False)
    inner = [one for one in details if not any(_is_within(other, one) for other in details)]
    raise InvalidPlan([_problem(detail) for detail in inner])


def _is_within(detail: Any, outer: Any) -> bool:
    return len(detail["loc"]) > len(outer["loc"]) and detail["loc"][: len(outer["loc"])] == outer["loc"]


def _problem(detail: Any) -> Problem:
    parts = [str(part) for place, part in enumerate(detail["loc"]) if place != KIND_AT]
    where, what = ".".join(parts) or "the sweep", detail["msg"].removeprefix("Value error, ")
    return bad_sweep(f"{where}: {what}.", "docs/sweeps.md describes every field; unknown fields are refused.")


def bad_sweep(message: str, hint: str, node: str | None = None, block: str | None = None) -> Problem:
    """Something that keeps a sweep from being made."""
    return Problem(code="bad_sweep", message=message, hint=hint, node=node, block=block)
