"""What a starter teaches: its paper, what to expect, what to try, what ruins it, and what it is measured against."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from builder.drawing.document import Block, Document, Stage, Text, Training, Value, split_port
from builder.drawing.problems import Edit


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Replace(_Frozen):
    """Another type under the same id: its place, its note and its wires stay."""

    op: Literal["replace"] = "replace"
    id: Text
    type: Text
    params: dict[Text, Value] = {}


class Bypass(_Frozen):
    """Take a node away and lead what went into ``input`` to everything that it fed."""

    op: Literal["bypass"] = "bypass"
    id: Text
    input: Text = "input"


class Retrain(_Frozen):
    """Settings of the training, by their names in the document."""

    op: Literal["retrain"] = "retrain"
    settings: dict[Text, Value | tuple[Stage, ...]]


class BlockParam(_Frozen):
    """The default of a block's own parameter."""

    op: Literal["block_param"] = "block_param"
    name: Text
    value: Value


VariantEdit = Annotated[Edit | Replace | Bypass | Retrain | BlockParam, Field(discriminator="op")]


class Variant(_Frozen):
    """A drawing with something changed: what a button of a lesson forks, or one arm of an experiment.

    ``label`` stands on the button, as an order ("Take the skips away"); ``expect`` says in a sentence or two what will
    be seen, and why. ``edits`` are made in order in ``block`` (the main one, where none is named).
    """

    label: Text = Field(min_length=1, max_length=60)
    expect: Text = Field(default="", max_length=600)
    block: Text = ""
    edits: tuple[VariantEdit, ...] = Field(default=(), max_length=200)

    def made(self, document: Document) -> Document:
        """The document with its edits.

        Raises:
            KeyError: where the document lacks a node or a block that is to be changed.
        """
        name = self.block or document.main
        for edit in self.edits:
            match edit:
                case Retrain():
                    told = document.training.model_dump() | edit.settings
                    document = document.model_copy(update={"training": Training.model_validate(told)})
                case BlockParam():
                    block = document.blocks[name]
                    params = {**block.params, edit.name: edit.value}
                    document = _with_block(document, name, block.model_copy(update={"params": params}))
                case Replace():
                    block = document.blocks[name]
                    node = block.nodes[edit.id].model_copy(update={"type": edit.type, "params": edit.params})
                    nodes = {**block.nodes, edit.id: node}
                    document = _with_block(document, name, block.model_copy(update={"nodes": nodes}))
                case Bypass():
                    document = _with_block(document, name, _bypassed(document.blocks[name], edit))
                case _:
                    document = document.with_edits((edit,), name)
        return document


def _with_block(document: Document, name: str, block: Block) -> Document:
    return document.model_copy(update={"blocks": {**document.blocks, name: block}})


def _bypassed(block: Block, edit: Bypass) -> Block:
    source = block.edges[f"{edit.id}.{edit.input}"]
    edges = {
        target: source if split_port(came)[0] == edit.id else came
        for target, came in block.edges.items()
        if split_port(target)[0] != edit.id
    }
    nodes = {id: node for id, node in block.nodes.items() if id != edit.id}
    if len(nodes) == len(block.nodes):
        raise KeyError(edit.id)
    return block.model_copy(update={"nodes": nodes, "edges": edges})


def replace(id: str, type_name: str, /, **params: Value) -> Replace:
    """Another type under the same id."""
    return Replace(id=id, type=type_name, params=params)


def retrain(**settings: Any) -> Retrain:
    """Settings of the training: ``retrain(epochs=3, batch_size=1)``."""
    return Retrain(settings=settings)


@dataclass(frozen=True)
class Baseline:
    """What the task comes to without this network, as a line on the chart of ``measure``.

    Exactly one of: ``method``, the key of a classical method that is fitted on the same training part
    (`trainer/baselines`); ``drawn``, a loss or metric of the drawing that measures it; ``value``, a figure that follows
    from how the data are made, for which ``why`` gives the reason.
    """

    name: str
    measure: str
    method: str = ""
    drawn: str = ""
    value: float | None = None
    why: str = ""

    def __post_init__(self) -> None:
        if sum((bool(self.method), bool(self.drawn), self.value is not None)) != 1:
            raise ValueError(f"baseline {self.name!r}: give exactly one of method, drawn, value")
        if self.value is not None and not self.why:
            raise ValueError(f"baseline {self.name!r}: say why it is {self.value:g}")


@dataclass(frozen=True)
class Comparison:
    """Several drawings that are trained as one experiment and shown on one chart: arms, and settings that vary in each.

    ``axes`` maps a path of a sweep (``fc1.out_features``, ``data.only_first``) to the values that it takes; every arm
    is trained with every combination. ``measure`` is what is compared, on validation after its best epoch or at the
    end; it is shown against the first axis, or ``against`` another or ``parameters``, which each network has so many
    of; with ``is_power_law`` on log-log axes, with the exponent that fits. ``gradients`` has those of each layer shown
    beside it.
    """

    title: str
    measure: str
    expect: str
    arms: tuple[Variant, ...] = ()
    axes: tuple[tuple[str, tuple[Value, ...]], ...] = ()
    is_power_law: bool = False
    against: str = ""
    at: Literal["best", "end"] = "best"
    gradients: bool = False


@dataclass(frozen=True)
class FullSize:
    """The drawing at its published size: it opens and is checked by shapes alone."""

    title: str
    parameters: int
    source: str
    document: Document


@dataclass(frozen=True)
class Lesson:
    """``teaches`` is the one sentence that a newcomer takes home; ``expect`` says what will be seen while it trains.

    ``tries`` are three things to try, ``ablation`` takes away what the idea is, ``broken`` holds the fault that
    ruins it.
    """

    paper: str
    teaches: str
    expect: str
    tries: tuple[Variant, Variant, Variant]
    ablation: Variant
    broken: Variant
    baselines: tuple[Baseline, ...]
    comparisons: tuple[Comparison, ...] = ()
    full_size: tuple[FullSize, ...] = ()

    @property
    def variants(self) -> tuple[Variant, ...]:
        """Every button, in the order of the page; each is found by its label."""
        return (*self.tries, self.ablation, self.broken)

    def variant(self, label: str) -> Variant | None:
        """What the button of this label changes; None where there is none."""
        return next((each for each in self.variants if each.label == label), None)


@dataclass(frozen=True)
class Chapter:
    """A part of the gallery, in the order in which the introductory texts go."""

    key: str
    title: str
    summary: str


CHAPTERS = (
    Chapter("foundations", "Foundations", "One neuron, many neurons, and how errors teach them."),
    Chapter("vision", "Vision", "Networks that see: filters, depth, skips, patches, boxes."),
    Chapter("sequences", "Sequences and language", "Memory, attention and transformers: networks that read and write."),
    Chapter("audio", "Audio", "Networks that hear and speak."),
    Chapter("generative", "Generation", "Networks that make pictures and points that nobody drew."),
    Chapter("graphs", "Graphs and science", "Networks on graphs, molecules and proteins."),
    Chapter("decisions", "Play and control", "Networks that learn from what comes of their moves."),
    Chapter("scale", "Scale", "What more data, parameters and computing bring."),
)
"""Chapters of the gallery."""
