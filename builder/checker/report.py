"""What `check` says of a drawing: problems, and what flows on every wire."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from builder.drawing.document import UNSET
from builder.drawing.problems import Problem
from builder.kinds.spec import NodeType


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


FROZEN: int = Field(default=0, exclude_if=lambda many: many == 0, json_schema_extra=UNSET)


class Signal(_Frozen):
    """What flows on a wire. ``dims`` is the shape, with ``"N"`` for the batch and ``"T"`` for the steps of a sequence.

    ``label`` shows it; ``length`` is what ``T`` is in this drawing, where it occurs.
    """

    dims: tuple[int | str, ...]
    dtype: str
    label: str
    length: int | None = None


class NodeReport(_Frozen):
    """One node, checked: its signals by port, its learned values, and the sizes and settings that followed.

    ``frozen`` are the values that could be learned, too.
    ``flops`` are the floating-point operations of one sample on its way forward, two for each multiply-add;
    ``activation_bytes`` what training keeps of one sample for the way back. ``spec`` is there when ports and form
    depend on the drawing, as those of a block or of a Chunk into three do; else the catalogue's holds. ``is_needed``
    says that training, measuring or answering rests on it, in a block that its outputs do, once there are any.
    """

    inputs: dict[str, Signal] = {}
    outputs: dict[str, Signal] = {}
    parameters: int = 0
    frozen: int = FROZEN
    flops: int = 0
    activation_bytes: int = 0
    inferred: dict[str, int | float | str] = {}
    spec: NodeType | None = None
    is_needed: bool = True


class Report(_Frozen):
    """The whole drawing, checked. ``is_trainable`` is true when nothing stands in the way of Train.

    ``nodes`` are those of the main block; ``blocks`` holds those of every other block, as in its first use.
    """

    problems: tuple[Problem, ...] = ()
    nodes: dict[str, NodeReport] = {}
    blocks: dict[str, dict[str, NodeReport]] = {}
    parameters: int = 0
    frozen: int = FROZEN
    flops: int = 0
    activation_bytes: int = 0
    is_trainable: bool = False
