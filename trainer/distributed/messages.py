"""What the worker and the first process of a run tell each other, and how it travels: as msgpack, never pickle."""

from __future__ import annotations

import math
from typing import Annotated, Any, Literal

import msgpack
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from builder.drawing.document import Change
from builder.drawing.problems import Problem
from trainer.distributed.trainee import Progress, Seen


class _Message(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    def pack(self) -> bytes:
        return bytes(msgpack.packb(self.model_dump(), use_bin_type=True))


class Hello(_Message):
    """The first word of a process. ``rank`` 0 leads."""

    rank: int
    pid: int


class Job(_Message):
    """The run that the processes are to begin, or to go on with from the checkpoints in ``folder``.

    ``not_after`` and ``attempt`` as in `trainer.run.checkpoint.load`. Units: for each process, bytes; seconds.
    """

    document: dict[str, Any]
    folder: str
    device: str = "best"
    sharded: bool = False
    not_after: int | None = None
    attempt: int | None = None
    memory_bytes: int = 4 * 2**30
    seconds: float = math.inf
    opens_test: bool = True


class Slice(_Message):
    """Begin a slice, as `trainer.distributed.trainee.Trainee.train` says."""

    type: Literal["slice"] = "slice"
    budget_s: float
    until_step: int | None
    wanted: tuple[Change, ...]


class Next(_Message):
    """Train on until the next event. ``is_over`` ends the slice as soon as all steps are told."""

    type: Literal["next"] = "next"
    is_over: bool


class LookAt(_Message):
    """Look at what is due of these views."""

    type: Literal["look"] = "look"
    views: tuple[str, ...]


class Save(_Message):
    """Write a checkpoint."""

    type: Literal["save"] = "save"
    folder: str
    attempt: int


Request = Slice | Next | LookAt | Save


class Answer(_Message):
    """What became of a request, and how far the run is. ``event`` is a frame, or None after a slice's last one."""

    progress: Progress | None = None
    problem: Problem | None = None
    event: bytes | None = None
    seen: tuple[Seen, ...] = ()
    digest: str = ""


_REQUESTS: TypeAdapter[Request] = TypeAdapter(Annotated[Request, Field(discriminator="type")])


def request_of(packed: bytes) -> Request:
    """What was asked for."""
    return _REQUESTS.validate_python(msgpack.unpackb(packed))


def hello_of(packed: bytes) -> Hello:
    """Who said hello."""
    return Hello.model_validate(msgpack.unpackb(packed))


def job_of(packed: bytes) -> Job:
    """What is to be trained."""
    return Job.model_validate(msgpack.unpackb(packed))


def answer_of(packed: bytes) -> Answer:
    """What was answered."""
    return Answer.model_validate(msgpack.unpackb(packed))
