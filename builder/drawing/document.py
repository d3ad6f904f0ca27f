"""The drawing as data: what is saved, shared, checked and compiled.

A document never holds anything derived (shapes, problems, selection), anything executable, or a
file name. Edges are a map from the input they fill to the output they come from, so one input can
hold only one wire, whoever edits at the same time.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, WithJsonSchema, model_validator

from builder.drawing.problems import Edit, InvalidDocument, Problem

MAX_BYTES = 2_000_000  # 3,000 nodes take 0.65 MB
MAX_NODES = 5_000
MAX_CHANGES = 1_000
MAX_EPOCHS = 100_000
DECODED, MAX_DECODED = 64, 10_000
MAX_DRAWS = 1_000_000
MAX_SAID = 200
"""Faults told of a drawing that can't be read."""
LARGEST = 2**63 - 1
"""The largest whole number that torch, databases and browsers' documents take."""

Text = Annotated[str, StringConstraints(pattern=r"^[^\x00]*$"), WithJsonSchema({"type": "string"})]
"""Without the NUL character, which PostgreSQL keeps nowhere."""
Whole = Annotated[int, Field(ge=-LARGEST, le=LARGEST)]
Value = bool | Whole | float | Text | tuple[Whole, ...] | None
"""What a parameter may hold."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


Lock = Literal["", "weights", "whole"]
UNSET: dict[str, Any] = {"left_out_where_unset": True}
"""Of a field that is written only where it says something, so that documents from before it had it stay as they are."""


class Node(_Frozen):
    """One box of the drawing: a data source, a layer, a loss, a metric or an objective.

    What is ``frozen`` does not learn: its "weights" stay or, "whole", it computes as when it answers too: running
    statistics stay and nothing is dropped. ``rate`` is what the learning rate of its weights is multiplied by. In a
    block both hold for all uses of it.
    """

    type: Text = Field(max_length=64)
    params: dict[Text, Value] = {}
    position: tuple[float, float] = (0.0, 0.0)
    note: Text = Field(default="", max_length=2_000)
    frozen: Lock = Field(default="", exclude_if=lambda lock: lock == "", json_schema_extra=UNSET)
    rate: float = Field(default=1.0, ge=0, le=1_000, exclude_if=lambda rate: rate == 1, json_schema_extra=UNSET)


class Block(_Frozen):
    """A graph: nodes by id, and edges from ``target.port`` to ``source.port``.

    Drawn once, used many times: its ports are its Input and Output nodes, by their ids; ``params`` are its
    own parameters with their defaults, which the parameters of its nodes may name: ``"=2 * width"``.
    """

    params: dict[Text, Value] = {}
    nodes: dict[Text, Node] = {}
    edges: dict[Text, Text] = {}


Epochs = Annotated[int, Field(ge=1, le=MAX_EPOCHS)]
BatchSize = Annotated[int, Field(ge=1, le=65_536)]
Threads = Annotated[int, Field(ge=1, le=64)]
Kernels = Literal["usual", "onednn"]
Precision = Literal["float32", "bfloat16"]


class Change(_Frozen):
    """What is set anew while the drawing is trained, once ``step`` steps are done; 0 where a run was taken back so far.

    ``goals`` maps an Objective's id to what it is set to, by the names of its parameters. What is left out stays.
    """

    step: int = Field(ge=0, le=LARGEST)
    epochs: Epochs | None = None
    batch_size: BatchSize | None = None
    threads: Threads | None = None
    goals: dict[Text, dict[Text, Value]] = {}


class Stage(_Frozen):
    """A part of a training: some ``objectives`` (all, where none is named) over so many epochs.

    ``frozen`` names nodes of the main block that stay as they are meanwhile, beside those that the drawing freezes.
    ``goals`` maps an Objective's id to what it is set to in this stage, as in a `Change`; ``batch_size``, ``monitor``,
    ``patience`` and ``min_delta`` are those of the training where they are left out. ``times`` lets a Repeat use only
    its first copies: with more in a later stage, the network grows.
    """

    name: Text = Field(default="", max_length=64)
    epochs: Epochs = 10
    objectives: tuple[Text, ...] = Field(default=(), max_length=100)
    frozen: tuple[Text, ...] = Field(default=(), max_length=MAX_NODES)
    batch_size: BatchSize | None = None
    monitor: Text | None = Field(default=None, max_length=64)
    patience: int | None = Field(default=None, ge=0, le=100_000)
    min_delta: float | None = Field(default=None, ge=0)
    goals: dict[Text, dict[Text, Value]] = {}
    times: dict[Text, Annotated[int, Field(ge=1, le=10_000)]] = {}


class Beginning(_Frozen):
    """Weights that a training begins from, by the digest of their file; what fits by name and shape is taken.

    ``nodes`` says which nodes of the main block take theirs, and from which node there; none: all, by their own names.
    ``title`` says in words where they come from.
    """

    weights: Text = Field(pattern=r"^[0-9a-f]{64}$")
    nodes: dict[Text, Text] = {}
    title: Text = Field(default="", max_length=200)


MAX_STAGES = 50


class Training(_Frozen):
    """How long and on how much at a time the drawing is trained.

    With a ``monitor``, the name of a loss or metric, the weights of the epoch that it was best after are kept;
    with ``patience`` training ends when it has not become better by more than ``min_delta`` for so many epochs.
    ``changes`` are in the order of their steps. ``threads`` compute each operation, and ``kernels`` multiply large
    matrices; they decide how sums are rounded. Left out they are 1 and the usual ones, unless a worker finds others to
    be faster and writes them down; so it is with ``compiled``, which has `torch.compile` make code for each Objective.
    ``precision`` says what losses and metrics multiply in; weights are float32 anyway.

    With ``stages`` the training is one after the other, and ``epochs`` is what they come to. It ``begins_from`` fresh
    weights, or from others, the last of which count.

    Units: ``epochs`` passes over the training data, ``batch_size`` samples per step. Where sources are the only
    data, an epoch is so many fresh ``draws``. What samplers make is measured on the first ``decoded`` samples of each
    part.
    """

    epochs: Epochs = 20
    batch_size: BatchSize = 64
    draws: int = Field(default=1024, ge=1, le=MAX_DRAWS)
    decoded: int = Field(
        default=DECODED, ge=1, le=MAX_DECODED, exclude_if=lambda many: many == DECODED, json_schema_extra=UNSET
    )
    seed: int = Field(default=0, ge=0, le=2**31 - 1)
    monitor: Text = Field(default="", max_length=64)
    patience: int = Field(default=0, ge=0, le=100_000)
    min_delta: float = Field(default=0.0, ge=0)
    threads: Threads | None = None
    kernels: Kernels | None = None
    precision: Precision = "float32"
    compiled: bool | None = None
    changes: tuple[Change, ...] = Field(default=(), max_length=MAX_CHANGES)
    stages: tuple[Stage, ...] = Field(
        default=(), max_length=MAX_STAGES, exclude_if=lambda stages: not stages, json_schema_extra=UNSET
    )
    begins_from: tuple[Beginning, ...] = Field(
        default=(), max_length=16, exclude_if=lambda weights: not weights, json_schema_extra=UNSET
    )

    @model_validator(mode="before")
    @classmethod
    def _lasts_as_its_stages(cls, given: Any) -> Any:
        """A file says how long each stage is; what they come to follows."""
        stages = given.get("stages") if isinstance(given, Mapping) else None
        if not isinstance(stages, list | tuple) or not stages:
            return given
        each = [stage.get("epochs", 10) if isinstance(stage, Mapping) else stage for stage in stages]
        each = [stage.epochs if isinstance(stage, Stage) else stage for stage in each]
        return {**given, "epochs": sum(each)} if all(isinstance(epochs, int | float) for epochs in each) else given

    @model_validator(mode="after")
    def _is_in_order(self) -> Self:
        steps = [change.step for change in self.changes]
        if steps != sorted(steps):
            raise ValueError("changes stand in the order of their steps")
        return self


class Document(_Frozen):
    """A whole drawing. ``main`` names the block that is trained."""

    version: Literal[1] = 1
    main: Text = "main"
    blocks: dict[Text, Block] = {"main": Block()}
    training: Training = Training()

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.main not in self.blocks:
            known = ", ".join(sorted(self.blocks)) or "none"
            raise ValueError(f"main names the block {self.main!r}, but the blocks are: {known}")
        if sum(len(block.nodes) for block in self.blocks.values()) > MAX_NODES:
            raise ValueError(f"a document holds at most {MAX_NODES:,} nodes")
        return self

    @property
    def graph(self) -> Block:
        """The block that is trained."""
        return self.blocks[self.main]

    def with_edits(self, edits: tuple[Edit, ...], block: str | None = None) -> Document:
        """The document after the edits of a problem's fix, applied in order to a block (the main one)."""
        block = self.main if block is None else block
        graph = self.blocks[block]
        nodes, edges, training = dict(graph.nodes), dict(graph.edges), self.training
        for edit in edits:
            match edit.op:
                case "add_node":
                    nodes[edit.id] = Node(type=edit.type, params=edit.params, position=edit.position)
                case "remove_node":
                    nodes.pop(edit.id, None)
                    edges = {
                        target: source
                        for target, source in edges.items()
                        if edit.id not in (split_port(target)[0], split_port(source)[0])
                    }
                case "connect":
                    edges[edit.target] = edit.source
                case "disconnect":
                    edges.pop(edit.target, None)
                case "set_param":
                    node = nodes[edit.id]
                    nodes[edit.id] = node.model_copy(update={"params": {**node.params, edit.name: edit.value}})
                case "unset_param":
                    node = nodes[edit.id]
                    kept = {k: v for k, v in node.params.items() if k != edit.name}
                    nodes[edit.id] = node.model_copy(update={"params": kept})
                case "set_training":
                    training = training.model_copy(update={edit.name: edit.value})
        blocks = {**self.blocks, block: graph.model_copy(update={"nodes": nodes, "edges": edges})}
        return self.model_copy(update={"blocks": blocks, "training": training})


def split_port(reference: str) -> tuple[str, str]:
    """``"conv1.input"`` as ``("conv1", "input")``."""
    node, _, port = reference.partition(".")
    return node, port


def free_id(wish: str, taken: Mapping[str, Any]) -> str:
    """``wish``, or ``wish`` with the first number that is free."""
    number, name = 1, wish
    while name in taken:
        number += 1
        name = f"{wish}{number}"
    return name


def read_document(source: str | bytes | Mapping[str, Any] | Document) -> Document:
    """A document from JSON text or from a mapping.

    Raises:
        InvalidDocument: with one problem for each thing that is wrong (``not_json``,
            ``document_too_large``, ``invalid_document``).
    """
    if isinstance(source, Document):
        return source
    if isinstance(source, str | bytes):
        source = _parse_json(source)
    if not isinstance(source, Mapping):
        raise InvalidDocument(
            [_invalid("a document is a JSON object", f"expected an object, got {type(source).__name__}")]
        )
    try:
        return Document.model_validate(source)
    except ValidationError as error:
        raise InvalidDocument([_from_pydantic(detail) for detail in error.errors()[:MAX_SAID]]) from None


def _parse_json(text: str | bytes) -> Any:
    if len(text) > MAX_BYTES:
        raise InvalidDocument(
            [
                Problem(
                    code="document_too_large",
                    message=f"The document is {len(text) / 1e6:.1f} MB; at most {MAX_BYTES / 1e6:.0f} MB are read.",
                    hint="Draw what repeats once, as a block, or split the drawing.",
                )
            ]
        )
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InvalidDocument(
            [
                Problem(
                    code="not_json",
                    message=f"This is not JSON: {error}.",
                    hint="Send a document as exported by Layerloom, as JSON text in UTF-8.",
                )
            ]
        ) from None


def _from_pydantic(detail: Any) -> Problem:
    where = ".".join(str(part) for part in detail["loc"]) or "the document"
    what = NUL if detail["type"] == "string_pattern_mismatch" else detail["msg"]
    return _invalid(sayable(where), sayable(what))


NUL = "a text may not hold the character NUL, which can't be stored; leave it out"


def sayable(words: str) -> str:
    """Halves of characters, as JSON may hold them, written out: no answer could carry them."""
    return words.encode("utf-8", "backslashreplace").decode()


def _invalid(where: str, what: str) -> Problem:
    return Problem(
        code="invalid_document",
        message=f"{where}: {what}.",
        hint="docs/document.md describes every field; unknown fields are refused.",
    )
