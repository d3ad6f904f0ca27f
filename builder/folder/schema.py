"""What a folder of data holds: ``schema.json``, by which a node knows its ports before a file is read.

A folder holds ``schema.json``, ``part.npy`` (for each sample 0 for training, 1 for validation, 2 for the test),
``ids.npy`` (64 bits of each sample's checksum; not of steps) and for each field ``<name>.npy``, its values one sample
after the other. Of a ragged field, whose samples differ in length, there is ``<name>.lengths.npy`` too.
"""

from __future__ import annotations

import hashlib
import keyword
import re
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

SCHEMA, PART, IDS = "schema.json", "part.npy", "ids.npy"
MAX_FIELDS, MAX_CLASSES, MAX_VALUES = 64, 50_000, 1 << 24

Kind = Literal[
    "number", "class", "class set", "image", "mask", "text", "tokens", "audio", "series", "graph", "boxes", "set"
]
Stored = Literal["uint8", "int16", "int32", "int64", "float32"]
Name = Annotated[str, StringConstraints(pattern=r"^[a-zA-Z][a-zA-Z0-9_]{0,47}$")]
Words = Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00]*$")]

LABELS: frozenset[Kind] = frozenset({"class", "class set", "mask", "text", "tokens"})
"""Kinds whose values are whole numbers, which mean classes."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class FieldSchema(_Frozen):
    """One field of every sample.

    ``shape`` is that of a sample; its first axis is the longest there is where the field ``is_ragged``. A value is
    what is stored, divided by ``divisor``. ``columns`` names the numbers of the last axis; every value lies ``between``
    two numbers, where that is known. It ``is_answer`` where it is to be foretold. Units: ``rate`` steps a
    second.
    """

    name: Name
    kind: Kind
    shape: tuple[Annotated[int, Field(ge=1, le=MAX_VALUES)], ...] = Field(default=(), max_length=4)
    stored: Stored = "float32"
    divisor: float = Field(default=1.0, gt=0)
    classes: tuple[Words, ...] = Field(default=(), max_length=MAX_CLASSES)
    columns: tuple[Words, ...] = Field(default=(), max_length=10_000)
    between: tuple[float, float] | None = None
    is_ragged: bool = False
    is_answer: bool = False
    rate: int | None = Field(default=None, ge=1, le=400_000)
    help: Words = ""

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if keyword.iskeyword(self.name):
            raise ValueError(f"{self.name!r} is a word of Python, so no port can be called so")
        if self.is_ragged and not self.shape:
            raise ValueError(f"{self.name} is ragged, so its shape begins with the longest length")
        if (self.kind in LABELS) != bool(self.classes):
            raise ValueError(f"{self.name} is of kind {self.kind}: it names classes just if its values mean some")
        return self


class Schema(_Frozen):
    """The fields, how many samples there are in training, validation and test, and the checksum of each file.

    ``form`` is ``samples``, or ``steps`` where samples follow each other in time and the node cuts windows out of them.
    ``key`` is chance, so that nobody else's data have the same version.
    """

    version: Literal[1] = 1
    name: Words
    form: Literal["samples", "steps"] = "samples"
    fields: tuple[FieldSchema, ...] = Field(min_length=1, max_length=MAX_FIELDS)
    samples: tuple[int, int, int]
    files: dict[str, Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]] = {}
    key: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{0,64}$")] = ""

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        ports = [port for field in self.fields for port in ports_of(field, self.form)]
        if len(set(ports)) < len(ports):
            raise ValueError(f"two ports would have the same name: {', '.join(ports)}")
        if self.form == "steps" and any(field.is_ragged for field in self.fields):
            raise ValueError("samples that follow each other in time are all of the same length")
        return self

    @property
    def text(self) -> str:
        """As it stands in the file, and in a drawing."""
        return self.model_dump_json(exclude_defaults=True)

    @property
    def digest(self) -> str:
        """What these data are called by in drawings: sha256 of all there is to know of them."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def slug(self) -> str:
        """What the folder is called: the data's name, and the first letters of the version."""
        plain = re.sub(r"[^a-z0-9]+", "-", self.name.lower()).strip("-")[:40]
        return f"{plain or 'data'}-{self.digest[:8]}"


def ports_of(field: FieldSchema, form: str) -> tuple[str, ...]:
    """The output ports of a field: beside a ragged one its length and mask, beside steps those that come next."""
    if form == "steps":
        return field.name, f"{field.name}_next"
    return (field.name, f"{field.name}_length", f"{field.name}_mask") if field.is_ragged else (field.name,)


def read_schema(text: str | bytes) -> Schema:
    """The schema of a drawing's node or of a file.

    Raises:
        ValueError: in words.
    """
    try:
        return Schema.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ValueError(f"{SCHEMA}{f': {where}' if where else ''}: {first['msg']}") from None
