"""The drawing as a Mermaid flowchart, which Markdown pages on many sites draw.

Reference: Mermaid, mermaid.js.org.
"""

from __future__ import annotations

from collections.abc import Iterator

from builder.checker.checker import check
from builder.checker.report import NodeReport
from builder.drawing.document import Block, Document, split_port
from builder.kinds.exporter import Exporter, Weights

PLAIN = frozenset(" _-.,:()=/")


def write(document: Document, weights: Weights) -> bytes:
    """The text between the fences of a ``mermaid`` block, with shapes on the wires."""
    report = check(document)
    lines = ["flowchart LR"]
    lines += _block(document.graph, report.nodes, "n", "  ")
    others = [name for name in document.blocks if name != document.main]
    for number, name in enumerate(others):
        lines.append(f'  subgraph b{number}["{_escaped(name)}"]')
        lines += _block(document.blocks[name], report.blocks.get(name, {}), f"b{number}n", "    ")
        lines.append("  end")
    return "\n".join(lines).encode() + b"\n"


def _block(block: Block, nodes: dict[str, NodeReport], prefix: str, indent: str) -> Iterator[str]:
    names = {id: f"{prefix}{number}" for number, id in enumerate(block.nodes)}  # a node may be called "end"
    for id, node in block.nodes.items():
        yield f'{indent}{names[id]}["<b>{_escaped(id)}</b><br/>{_escaped(node.type)}"]'
    for target, source in block.edges.items():
        (start, port), (end, _) = split_port(source), split_port(target)
        if start in names and end in names:
            signal = nodes.get(start, NodeReport()).outputs.get(port)
            label = f'|"{_escaped(signal.label)}"|' if signal and signal.label != "()" else ""
            yield f"{indent}{names[start]} -->{label} {names[end]}"


def _escaped(text: str) -> str:
    """Letters and digits as they are, everything else as Mermaid's ``#code;``."""
    return "".join(letter if letter.isalnum() or letter in PLAIN else f"#{ord(letter)};" for letter in text)


EXPORTER = Exporter(
    key="mermaid",
    order=80,
    title="Mermaid diagram",
    summary="The drawing as a few lines of text that Markdown pages show as a diagram.",
    file_name="network.mmd",
    media_type="text/plain; charset=utf-8",
    write=write,
)
