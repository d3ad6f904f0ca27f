"""What is told of somebody's files before they are prepared, and what they choose about them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from builder.folder.schema import Kind, Schema, Words

Role = Literal["input", "answer", "group", "order", "part", "unused"]
"""What a column is for.

``group``: its samples stay together in one part, as those of one person do. ``order``: time, by which samples follow
each other. ``part``: it says training, validation or test itself.
"""

Id = Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Bar(_Frozen):
    """One bar of a column's histogram: a class, or the numbers from ``low`` to ``high``."""

    label: str
    count: int


class Possible(_Frozen):
    """A kind that a column could be of."""

    kind: Kind
    why: str


class ColumnTold(_Frozen):
    """What one column looks like: three examples, how often what is in it, and what it seems to be, and why.

    ``kinds`` are those that it can be turned into, the likeliest first; ``role`` is what it seems to be for.
    """

    name: str
    examples: tuple[str, ...]
    missing: int
    distinct: int
    bars: tuple[Bar, ...]
    kinds: tuple[Possible, ...]
    role: Role
    why_role: str


class Survey(_Frozen):
    """What there is in somebody's files.

    ``source`` says how they were read, such as "A table: 300 rows, columns between semicolons, decimal commas".
    ``rows`` counts all of them, ``looked_at`` those that guesses rest on. ``notes`` say what was passed over and why.
    """

    name: str
    format: str
    source: str
    rows: int
    looked_at: int
    columns: tuple[ColumnTold, ...]
    form: Literal["samples", "steps"] = "samples"
    notes: tuple[str, ...] = ()


class ColumnChoice(_Frozen):
    """What somebody chose, or let stand, of a column; what they chose is never guessed again."""

    kind: Kind
    role: Role
    is_chosen: bool = False


class Choices(_Frozen):
    """All that decides what becomes of the files, beside the files.

    ``form`` is ``steps`` where rows follow each other in time, or where one running text is learned. ``shares`` are
    those of validation and test. Units: ``side`` pixels of a picture, which become square; ``rate`` values of sound a
    second, ``seconds`` of it; ``longest`` tokens of a text.
    """

    name: Words = "My data"
    columns: dict[str, ColumnChoice] = {}
    form: Literal["samples", "steps"] | None = None
    side: int = Field(default=28, ge=4, le=96)
    is_grey: bool | None = None
    rate: int = Field(default=4_000, ge=500, le=16_000)
    seconds: float = Field(default=1.0, gt=0, le=10)
    tokens: Literal["letters", "words"] | None = None
    longest: int = Field(default=64, ge=1, le=4_096)
    shares: tuple[float, float] = (1 / 7, 1 / 7)
    relabelled: dict[Id, str] = {}
    removed: tuple[Id, ...] = ()


class Twins(_Frozen):
    """Samples of one part that another part holds too, exactly or nearly."""

    of_part: Literal["validation", "test"]
    in_part: Literal["training", "validation"]
    count: int
    of: int
    is_exact: bool
    examples: tuple[tuple[Id, Id], ...] = ()


class Difference(_Frozen):
    """What one version has that the one before it had not."""

    added: int
    removed: int
    relabelled: int


class Prepared(_Frozen):
    """What came of files and choices: the schema of the folder, and what is worth knowing about it."""

    schema_: Schema = Field(alias="schema")
    choices: Choices
    twins: tuple[Twins, ...] = ()
    notes: tuple[str, ...] = ()
