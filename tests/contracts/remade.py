"""Drawings in which the editor makes a block of a selection, or replaces one by its content; one file holds them all.

`python -m tests.contracts.remade > tests/contracts/remade.cases.json` writes it anew, and then
`script/npm run test -- remade -u` what the editor makes of them, `remade.answers.json`.
"""

from __future__ import annotations

import json
from typing import Any

import builder
from builder.drawing.document import Block, Document
from builder.kinds.spec import NodeType
from tests.drawings import block, classifier, draw, with_blocks

WIDE = ("Linear", {"out_features": 8})
LAST = ("Linear", {"out_features": 2})
DOUBLE = block(
    {"x": "Input", "fc1": ("Linear", {"out_features": "=2 * width"}), "act": "Tanh", "y": "Output"},
    {"fc1.input": "x.output", "act.input": "fc1.output", "y.input": "act.output"},
    width=4,
)
TWINS = block(
    {"x": "Input", "fc1": ("Linear", {"out_features": 2}), "twin": ("Share", {"of": "fc1"}), "sum": "Add",
     "y": "Output"},
    {"fc1.input": "x.output", "twin.input": "fc1.output", "sum.input": "fc1.output", "sum.other": "twin.output",
     "y.input": "sum.output"},
)  # fmt: skip
AROUND = block(
    {"x": "Input", "enter": ("Linear", {"out_features": "=size"}), "first": ("Block", {"block": "double"}),
     "second": ("Block", {"block": "double", "width": "=size + 1"}), "leave": ("Linear", {"out_features": "=size"}),
     "y": "Output"},
    {"enter.input": "x.output", "first.x": "enter.output", "second.x": "first.y", "leave.input": "second.y",
     "y.input": "leave.output"},
    size=3,
)  # fmt: skip


def chain(layers: dict[str, Any], **blocks: Block) -> Document:
    """A classifier of the two moons whose layers may use blocks with the ports x and y."""
    document = classifier({**layers, "last": LAST})
    users = {id for id, node in document.graph.nodes.items() if "block" in node.params}
    edges = {
        target.replace(".input", ".x") if target.split(".")[0] in users else target: source.replace(".output", ".y")
        if source.split(".")[0] in users
        else source
        for target, source in document.graph.edges.items()
    }
    main = document.graph.model_copy(update={"edges": edges})
    return with_blocks(document.model_copy(update={"blocks": {"main": main}}), **blocks)


def skipping() -> Document:
    """Two layers beside a skip, many ports, and a value that is used inside and outside of the middle."""
    return draw(
        {"data": "TwoMoons", "fc1": WIDE, "cut": ("Chunk", {"chunks": 4}), "relu": "ReLU", "tanh": "Tanh",
         "join": "Concatenate", "skip": "Add", "fc2": LAST, "loss": "CrossEntropyLoss", "accuracy": "Accuracy",
         "objective": "Objective"},
        {"fc1.input": "data.point", "cut.input": "fc1.output", "relu.input": "cut.first", "tanh.input": "cut.third",
         "join.input1": "relu.output", "join.input2": "tanh.output", "join.input3": "cut.second",
         "join.input4": "cut.fourth", "skip.input": "fc1.output", "skip.other": "join.output",
         "fc2.input": "skip.output", "loss.input": "fc2.output", "loss.target": "data.label",
         "accuracy.input": "fc2.output", "accuracy.target": "data.label", "objective.loss": "loss.loss"},
    )  # fmt: skip


def shared() -> Document:
    """A layer whose weights are used again."""
    document = chain({"fc1": ("Linear", {"out_features": 2}), "act": "Tanh", "again": ("Share", {"of": "fc1"})})
    return document


def of_the_library(name: str, **params: Any) -> Document:
    """Digits as a sequence of rows, through a block of the library."""
    document = draw(
        {"data": "Digits", "rows": ("Flatten", {"end_dim": 2}), "use": ("Block", {"block": name, **params}),
         "flat": "Flatten", "last": ("Linear", {"out_features": 10}), "loss": "CrossEntropyLoss",
         "accuracy": "Accuracy", "objective": "Objective"},
        {"rows.input": "data.image", "use.input": "rows.output", "flat.input": "use.output",
         "last.input": "flat.output", "loss.input": "last.output", "loss.target": "data.label",
         "accuracy.input": "last.output", "accuracy.target": "data.label", "objective.loss": "loss.loss"},
    )  # fmt: skip
    return with_blocks(document, **builder.BLOCKS[name].blocks)


USES = {"one": ("Block", {"block": "double", "width": 3}), "two": ("Block", {"block": "double"})}
NESTED = chain({"outer": ("Block", {"block": "around", "size": 5})}, around=AROUND, double=DOUBLE)
REPEATED = chain(
    {"enter": ("Linear", {"out_features": 3}), "deep": ("Repeat", {"block": "around", "times": 2})},
    around=AROUND,
    double=DOUBLE,
)

CASES: dict[str, tuple[Document, str, dict[str, Any]]] = {
    "two layers": (chain({"fc1": WIDE, "act": "ReLU"}), "main", {"make": ["fc1", "act"]}),
    "the layers beside a skip": (skipping(), "main", {"make": ["relu", "tanh", "join"]}),
    "many ports inside": (skipping(), "main", {"make": ["cut", "relu", "tanh", "join", "skip"]}),
    "a layer that is used inside and outside": (skipping(), "main", {"make": ["fc1", "cut"]}),
    "shared weights": (shared(), "main", {"make": ["fc1", "act", "again"]}),
    "nodes that use blocks": (chain(USES, double=DOUBLE), "main", {"make": ["one", "two"]}),
    "nodes with expressions inside a block": (NESTED, "around", {"make": ["enter", "first", "second"]}),
    "a part of a block that is repeated": (REPEATED, "around", {"make": ["second", "leave"]}),
    "a part of a block with parameters": (chain(USES, double=DOUBLE), "double", {"make": ["fc1", "act"]}),
    "a block with its own width": (chain(USES, double=DOUBLE), "main", {"inline": "one"}),
    "a block with its default width": (chain(USES, double=DOUBLE), "main", {"inline": "two"}),
    "a block whose names are taken": (
        chain({"fc1": WIDE, **USES, "act": "ReLU"}, double=DOUBLE), "main", {"inline": "one"},
    ),
    "a block with shared weights": (
        chain({"fc1": LAST, "use": ("Block", {"block": "twins"})}, twins=TWINS), "main", {"inline": "use"},
    ),
    "a block of blocks": (NESTED, "main", {"inline": "outer"}),
    "a block inside a block, by an expression": (NESTED, "around", {"inline": "second"}),
    "a block inside a block that is repeated": (REPEATED, "around", {"inline": "first"}),
    "an encoder layer": (of_the_library("encoder_layer", width=8, heads=2, dropout=0.0), "main", {"inline": "use"}),
    "attention with tuples and powers": (
        of_the_library("causal_attention", heads=2, head_width=3), "main", {"inline": "use"},
    ),
    "a part of an encoder layer": (
        of_the_library("encoder_layer", width=8, heads=2, dropout=0.0), "encoder_layer",
        {"make": ["up", "relu", "down", "drop2"]},
    ),
}  # fmt: skip


def cases() -> dict[str, Any]:
    """Each case as JSON, and the facts of the node types in them."""
    documents = [document for document, _, _ in CASES.values()]
    used = {node.type for document in documents for block in document.blocks.values() for node in block.nodes.values()}
    return {
        "types": [_ports(builder.CATALOG[type].spec) for type in sorted(used)],
        "cases": [
            {
                "name": name,
                "document": document.model_dump(mode="json"),
                "host": host,
                "does": does,
                "specs": _specs(document, host),
            }
            for name, (document, host, does) in CASES.items()
        ],
    }


def _ports(spec: NodeType) -> dict[str, Any]:
    return spec.model_copy(update={"summary": "", "params": ()}).model_dump(mode="json")


def _specs(document: Document, host: str) -> dict[str, Any]:
    """The ports of those nodes whose own differ from those of their type, as the check says them."""
    report = builder.check(document)
    nodes = report.nodes if host == document.main else report.blocks[host]
    return {id: _ports(node.spec) for id, node in nodes.items() if node.spec}


if __name__ == "__main__":
    print(json.dumps(cases(), indent=1))
