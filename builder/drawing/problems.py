"""What can be wrong with a drawing, in words, and the edits that would mend it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class AddNode(_Frozen):
    op: Literal["add_node"] = "add_node"
    id: str
    type: str
    params: dict[str, bool | int | float | str | tuple[int, ...] | None] = {}
    position: tuple[float, float] = (0.0, 0.0)


class RemoveNode(_Frozen):
    op: Literal["remove_node"] = "remove_node"
    id: str


class Connect(_Frozen):
    """Fill the input ``target`` (``node.port``) from the output ``source``, replacing any wire there."""

    op: Literal["connect"] = "connect"
    target: str
    source: str


class Disconnect(_Frozen):
    op: Literal["disconnect"] = "disconnect"
    target: str


class SetParam(_Frozen):
    op: Literal["set_param"] = "set_param"
    id: str
    name: str
    value: bool | int | float | str | tuple[int, ...] | None


class UnsetParam(_Frozen):
    """Go back to the default, or to the inferred size."""

    op: Literal["unset_param"] = "unset_param"
    id: str
    name: str


class SetTraining(_Frozen):
    """Set how the drawing is trained, which belongs to no node."""

    op: Literal["set_training"] = "set_training"
    name: Literal["epochs", "batch_size"]
    value: int


Edit = Annotated[
    AddNode | RemoveNode | Connect | Disconnect | SetParam | UnsetParam | SetTraining, Field(discriminator="op")
]


class Fix(_Frozen):
    """One click: a label for the button, and the edits that it makes."""

    label: str
    edits: tuple[Edit, ...]


class Problem(_Frozen):
    """Something wrong, said so that a learner can act on it.

    ``code`` is stable. ``block`` (None for the main one), ``node`` and ``port`` say where, if it has a place.
    ``fix`` is the edit that
    would mend it, where one is known. An ``error`` stands in the way of Train; a ``warning`` does not. The page of
    rules, ``/rules/#<code>``, tells more of what ``is_explained``.
    """

    code: str
    message: str
    hint: str = ""
    severity: Literal["error", "warning"] = "error"
    block: str | None = None
    node: str | None = None
    port: str | None = None
    fix: Fix | None = None
    is_explained: bool = False


class InvalidDocument(ValueError):
    """A drawing that can't be read, checked or compiled; ``problems`` says why."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(problem.message for problem in problems))
        self.problems = tuple(problems)

    def __reduce__(self) -> tuple[type[InvalidDocument], tuple[tuple[Problem, ...]]]:
        return type(self), (self.problems,)  # it is told by other processes
