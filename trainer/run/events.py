"""What happens to a run, as a closed union of typed events, and the fold that gives its state.

A run is its log: every watcher, early or late, folds the same events and sees the same run.
Values of curves travel as little-endian float32 columns, which hold every float32 loss exactly.
"""

from __future__ import annotations

import math
import sys
from array import array
from bisect import bisect_right
from typing import Annotated, Any, Literal

import msgpack
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from builder.drawing.document import Change, Precision, Value
from builder.drawing.problems import Problem

Status = Literal["queued", "running", "paused", "finished", "stopped", "failed"]
ENDED: frozenset[str] = frozenset({"finished", "stopped", "failed"})


class _Event(BaseModel):
    """``attempt`` counts the workers that took the run up; ``seq`` counts entries and never restarts.

    Units: ``at`` in seconds since 1970.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    attempt: int = 0
    seq: int = 0
    at: float = 0.0


class Queued(_Event):
    type: Literal["queued"] = "queued"
    reason: str


class Started(_Event):
    """A worker took the run up at ``step``; what an earlier attempt drew after that step is replaced.

    ``epochs`` is 0 in logs from before runs could be extended: then the steps give it. ``precision`` is that of
    losses and metrics.
    """

    type: Literal["started"] = "started"
    reason: str
    step: int
    total_steps: int
    steps_per_epoch: int
    device: str
    epochs: int = 0
    precision: Precision = "float32"


class StepsEnded(_Event):
    """All steps since the last flush. ``losses`` maps a curve's name to its float32 column.

    By the same names ``rates`` has the learning rate in effect, where it changes by itself, and ``lengths`` how long
    the gradients were, where they are clipped to one.

    Units: ``rate`` in steps per second.
    """

    type: Literal["steps_ended"] = "steps_ended"
    first_step: int
    count: int
    epoch: int
    rate: float
    losses: dict[str, bytes]
    rates: dict[str, bytes] = {}
    lengths: dict[str, bytes] = {}


class Evaluated(_Event):
    """The losses and metrics on the validation part, after ``step`` steps, and on as much of what is learned from.

    Logs from before there were three parts measured on the test part instead.
    """

    type: Literal["evaluated"] = "evaluated"
    step: int
    epoch: int
    part: Literal["validation", "test"] = "test"
    metrics: dict[str, float]
    training: dict[str, float] = {}


class WeightsTaken(_Event):
    """The run begins from other weights: which of its own it takes from there, by name, and which not.

    ``fresh`` begin as they always do, ``misshapen`` are of other shapes, ``unused`` are there without being taken.
    Of long lists the first names are told; ``counts`` says how many each holds.
    """

    type: Literal["weights_taken"] = "weights_taken"
    number: int
    title: str
    words: str
    counts: dict[str, int]
    taken: tuple[str, ...]
    misshapen: tuple[str, ...]
    fresh: tuple[str, ...]
    unused: tuple[str, ...]


class StageBegan(_Event):
    """Training goes on with its next stage, after ``step`` steps and ``epoch`` epochs; the first has the number 1.

    ``total_steps`` and ``epochs`` are those of the whole run, as far as it is known now.
    """

    type: Literal["stage_began"] = "stage_began"
    number: int
    name: str
    step: int
    epoch: int
    total_steps: int
    steps_per_epoch: int
    epochs: int


class BestKept(_Event):
    """What is monitored was never better than after ``step`` steps; these weights are kept beside the last ones."""

    type: Literal["best_kept"] = "best_kept"
    step: int
    epoch: int
    monitor: str
    value: float


class Tested(_Event):
    """The losses and metrics on the test part, at the end of a run that is finished.

    The weights are those that are kept: of after ``of_step`` steps. ``look`` counts how often the run looked at it.
    """

    type: Literal["tested"] = "tested"
    step: int
    of_step: int
    of_epoch: int
    look: int
    metrics: dict[str, float]


class SettingsChanged(_Event):
    """Its owner changed how it trains, or extended it; in effect from the step after ``change.step``.

    ``number`` counts the changes of a run; one that a later attempt makes again has the same number.
    """

    type: Literal["settings_changed"] = "settings_changed"
    number: int
    change: Change
    words: str
    total_steps: int
    steps_per_epoch: int
    epochs: int


class CheckpointSaved(_Event):
    type: Literal["checkpoint_saved"] = "checkpoint_saved"
    step: int
    digest: str


class Paused(_Event):
    """By its owner, or, with a ``problem``, because it can't go on until somebody does something about that."""

    type: Literal["paused"] = "paused"
    reason: str
    problem: Problem | None = None


class Finished(_Event):
    type: Literal["finished"] = "finished"
    reason: str


class Stopped(_Event):
    type: Literal["stopped"] = "stopped"
    reason: str


class Remedy(BaseModel):
    """What a run that failed may go on with, from its last good state: a label with the values spelled out."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    label: str
    batch_size: int | None = None
    goals: dict[str, dict[str, Value]] = {}


class Failed(_Event):
    """``good_step`` is where its last good state is, if one is kept."""

    type: Literal["failed"] = "failed"
    problem: Problem
    good_step: int | None = None
    remedies: tuple[Remedy, ...] = ()


class TakenBack(_Event):
    """A run that failed goes on from its last good ``step``. What it drew after that stays, as curves of their own."""

    type: Literal["taken_back"] = "taken_back"
    step: int


Event = Annotated[
    Queued
    | Started
    | StepsEnded
    | Evaluated
    | WeightsTaken
    | StageBegan
    | BestKept
    | Tested
    | SettingsChanged
    | CheckpointSaved
    | Paused
    | Finished
    | Stopped
    | Failed
    | TakenBack,
    Field(discriminator="type"),
]

_adapter: TypeAdapter[Event] = TypeAdapter(Event)


def encode(event: Event) -> bytes:
    """The frame of an event: stored once, forwarded to every watcher unopened."""
    return bytes(msgpack.packb(event.model_dump(), use_bin_type=True))


def decode(frame: bytes) -> Event:
    """The event of a frame."""
    return _adapter.validate_python(msgpack.unpackb(frame, raw=False))


class Curve:
    """One line of a chart: steps (uint32) and values (float32), in step order."""

    def __init__(self) -> None:
        self.steps = array("I")
        self.values = array("f")

    def extend(self, first_step: int, column: bytes) -> None:
        values = _from_little_endian(column)
        self.steps.extend(range(first_step, first_step + len(values)))
        self.values.extend(values)

    def append(self, step: int, value: float) -> None:
        self.steps.append(step)
        self.values.append(value)

    def split_off(self, step: int) -> Curve:
        """What lies after ``step``, which is no longer here then."""
        rest, place = Curve(), bisect_right(self.steps, step)
        rest.steps, rest.values = self.steps[place:], self.values[place:]
        self.cut_after(step)
        return rest

    def cut_after(self, step: int) -> None:
        """Forget what lies after ``step``: a later attempt computes it again."""
        while self.steps and self.steps[-1] > step:
            self.steps.pop()
            self.values.pop()


class RunState:
    """What a watcher sees. Fold events in with `apply`; `snapshot` is the same state as plain data.

    Curves of steps are named ``train/<loss>``, ``rate/<loss>`` and ``gradient/<loss>``, those of epochs
    ``validation/<loss or metric>`` and, over as much of what is learned, ``training/<loss or metric>``; old logs have
    ``test/...`` instead. ``tests`` are the looks at the test part. ``begun_from`` says what was taken of other weights,
    ``stages`` which stages have begun.
    A step's number counts finished steps: the first step of a run is 1.
    """

    def __init__(self) -> None:
        self.status: Status = "queued"
        self.reason = ""
        self.step = 0
        self.total_steps = 0
        self.steps_per_epoch = 0
        self.epochs = 0
        self.epoch = 0
        self.rate = 0.0
        self.device = ""
        self.precision: Precision = "float32"
        self.attempt = 0
        self.seq = 0
        self.started_at: float | None = None
        self.ended_at: float | None = None
        self.checkpoint_step: int | None = None
        self.metrics: dict[str, float] = {}
        self.curves: dict[str, Curve] = {}
        self.best: dict[str, Any] | None = None
        self.tests: list[dict[str, Any]] = []
        self.changes: list[dict[str, Any]] = []
        self.begun_from: list[dict[str, Any]] = []
        self.stages: list[dict[str, Any]] = []
        self.problem: Problem | None = None
        self.good_step: int | None = None
        self.remedies: list[dict[str, Any]] = []
        self.failures: list[int] = []

    def apply(self, event: Event) -> None:
        """Fold one event in. Entries at or before the last one seen are ignored."""
        if event.seq <= self.seq:
            return
        self.attempt, self.seq = event.attempt, event.seq
        match event:
            case Queued() | Paused():
                self.status, self.reason, self.ended_at = event.type, event.reason, None
                self.problem = event.problem if isinstance(event, Paused) else None
            case Started():
                self._start(event)
            case StepsEnded():
                self.step = event.first_step + event.count - 1
                self.epoch, self.rate = event.epoch, event.rate
                self._extend(event)
            case Evaluated() | Tested():
                self._measure(event)
            case WeightsTaken() | StageBegan():
                self._begin(event)
            case BestKept():
                self.best = {name: getattr(event, name) for name in ("step", "epoch", "monitor", "value")}
            case SettingsChanged():
                self._change(event)
            case CheckpointSaved():
                self.checkpoint_step = event.step
            case Finished() | Stopped():
                self._end(event.type, event.reason, event.at)
            case Failed() | TakenBack():
                self._fail(event) if isinstance(event, Failed) else self._take_back(event.step)

    def _start(self, event: Started) -> None:
        self.status, self.reason, self.problem = "running", event.reason, None
        self.step, self.total_steps = event.step, event.total_steps
        self.steps_per_epoch = event.steps_per_epoch
        self.device, self.precision = event.device, event.precision
        self.epochs = event.epochs or math.ceil(event.total_steps / event.steps_per_epoch)
        self.started_at = self.started_at or event.at
        for name, curve in self.curves.items():
            if not name.startswith("failed"):
                curve.cut_after(event.step)
        self.changes = [each for each in self.changes if each["step"] <= event.step]
        self.stages = [each for each in self.stages if each["step"] <= event.step]
        if self.best and self.best["step"] > event.step:
            self.best = None

    def _begin(self, event: WeightsTaken | StageBegan) -> None:
        told = event.model_dump(exclude={"type", "attempt", "seq", "at"})
        if isinstance(event, WeightsTaken):
            self.begun_from = [*(each for each in self.begun_from if each["number"] < event.number), told]
            return
        self.stages = [*(each for each in self.stages if each["number"] < event.number), told]
        self.total_steps, self.epochs = event.total_steps, event.epochs
        self.steps_per_epoch = event.steps_per_epoch
        self.best = None

    def _extend(self, event: StepsEnded) -> None:
        for kind, columns in (("train", event.losses), ("rate", event.rates), ("gradient", event.lengths)):
            for name, column in columns.items():
                self._curve(f"{kind}/{name}").extend(event.first_step, column)

    def _measure(self, event: Evaluated | Tested) -> None:
        if isinstance(event, Tested):
            told = {name: getattr(event, name) for name in ("look", "of_step", "of_epoch", "metrics")}
            self.tests = [*(test for test in self.tests if test["look"] < event.look), told]
            return
        self.metrics = dict(event.metrics)
        for part, metrics in ((event.part, event.metrics), ("training", event.training)):
            for name, value in metrics.items():
                self._curve(f"{part}/{name}").append(event.step, value)

    def _fail(self, event: Failed) -> None:
        self.problem, self.good_step = event.problem, event.good_step
        self.remedies = [remedy.model_dump() for remedy in event.remedies]
        self._end("failed", event.problem.message, event.at)

    def _take_back(self, step: int) -> None:
        """Go on from ``step``; what failed after it becomes curves of their own."""
        self.failures = [*self.failures, self.step]
        for name, curve in list(self.curves.items()):
            if name.startswith(("train/", "training/", "validation/", "test/", "rate/", "gradient/")):
                rest = curve.split_off(step)
                if rest.steps:
                    self.curves[f"failed{len(self.failures)}/{name}"] = rest
        self.step, self.good_step, self.remedies = step, None, []

    def _change(self, event: SettingsChanged) -> None:
        self.total_steps, self.epochs = event.total_steps, event.epochs
        self.steps_per_epoch = event.steps_per_epoch
        before = [each for each in self.changes if each["number"] < event.number]
        self.changes = [*before, {"number": event.number, "step": event.change.step, "words": event.words}]

    def _end(self, status: Status, reason: str, at: float) -> None:
        self.status, self.reason, self.ended_at, self.rate = status, reason, at, 0.0

    def _curve(self, name: str) -> Curve:
        return self.curves.setdefault(name, Curve())

    def snapshot(self) -> dict[str, Any]:
        """The state as msgpack-ready data; curves as little-endian columns."""
        fields = {k: v for k, v in vars(self).items() if k not in ("curves", "problem")}
        return {
            **fields,
            "problem": self.problem and self.problem.model_dump(),
            "curves": {
                name: {"steps": _little_endian(c.steps), "values": _little_endian(c.values)}
                for name, c in self.curves.items()
            },
        }


def float32_column(values: list[float]) -> bytes:
    """Values as a little-endian float32 column."""
    return _little_endian(array("f", values))


def _little_endian(values: array[Any]) -> bytes:
    if sys.byteorder == "big":
        values = array(values.typecode, values)
        values.byteswap()
    return values.tobytes()


def _from_little_endian(column: bytes) -> array[float]:
    values = array("f")
    values.frombytes(column)
    if sys.byteorder == "big":
        values.byteswap()
    return values
