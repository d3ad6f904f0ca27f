"""All drawings that come with Layerloom, as far as their pictures need it: files that the page's tests walk.

One for each starter and each thing of the library. `python -m tests.contracts.drawn` writes them anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import builder
from builder.checker.report import NodeReport
from builder.drawing.document import Block, Document, Node

FOLDER = Path(__file__).parent / "drawn"


def drawings() -> dict[str, str]:
    """What each file holds, by its name: the blocks of a starter, or those of a thing of the library, one a line."""
    documents = {key: starter.document for key, starter in builder.STARTERS.items()}
    documents |= {name: Document(main=name, blocks=shipped.blocks) for name, shipped in builder.BLOCKS.items()}
    return {f"{name}.json": _written(_blocks(name, document)) for name, document in documents.items()}


def _blocks(name: str, document: Document) -> Iterator[dict[str, Any]]:
    report = builder.check(document)
    for block_name, block in document.blocks.items():
        is_main = block_name == document.main
        told = report.nodes if is_main else report.blocks.get(block_name, {})
        yield {
            "name": name if is_main else f"{name}/{block_name}",
            "nodes": {id: _node(node, document, told.get(id)) for id, node in block.nodes.items()},
            "edges": block.edges,
        }


def _node(node: Node, document: Document, told: NodeReport | None) -> dict[str, Any]:
    spec = (told.spec if told else None) or builder.CATALOG[node.type].spec
    used = document.blocks.get(str(node.params.get("block")))
    inputs, outputs = [port.name for port in spec.inputs], [port.name for port in spec.outputs]
    if used and not (told and told.spec):
        inputs, outputs = (_ports(used, type) for type in ("Input", "Output"))
    return {
        "type": node.type,
        "role": spec.role,
        "position": node.position,
        "uses": node.params.get("block"),
        "inputs": inputs,
        "outputs": {name: _shape(told, name) for name in outputs},
    }


def _ports(block: Block, type: str) -> list[str]:
    found = [(node.position[1], id) for id, node in block.nodes.items() if node.type == type]
    return [id for _, id in sorted(found)]


def _shape(told: NodeReport | None, output: str) -> str:
    return told.outputs[output].label if told and output in told.outputs else ""


def _written(blocks: Iterable[dict[str, Any]]) -> str:
    return "[\n" + ",\n".join(json.dumps(block, separators=(",", ":")) for block in blocks) + "\n]\n"


def main() -> None:
    """Write every file, and leave none of what is gone."""
    FOLDER.mkdir(exist_ok=True)
    told = drawings()
    for path in FOLDER.iterdir():
        if path.name not in told:
            path.unlink()
    for name, text in told.items():
        (FOLDER / name).write_text(text)


if __name__ == "__main__":
    main()
