"""A drawing as a small picture: where its nodes stand and what leads to what, without words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree as ET

from builder.drawing.document import Block, Node, split_port
from builder.exporters.svg import COLOURS, FAINT
from builder.registry.nodes import CATALOG

WIDTH, HEIGHT, MARGIN, CORNER = 196, 100, 28, 14
BEND = 20
"""Pixels that a wire goes on before it turns back."""
NARROWEST, LOWEST = 900, 500
"""Of what is shown, so that a drawing of three nodes is not three barn doors."""
THIN = {"vector-effect": "non-scaling-stroke"}
"""As thick in a drawing of a hundred nodes as in one of five."""
HUES = {"data": "image", "loss": "loss", "metric": "metric", "objective": "label"}


def thumbnail(document: Mapping[str, Any]) -> bytes:
    """The block that is trained as SVG, in colours that stand on light and on dark; ``document`` as it is stored."""
    block = Block.model_validate(document["blocks"][document["main"]])
    nodes = block.nodes
    left, top = (min((node.position[axis] for node in nodes.values()), default=0) for axis in (0, 1))
    right, bottom = (max((node.position[axis] for node in nodes.values()), default=0) for axis in (0, 1))
    width, height = right + WIDTH - left, bottom + HEIGHT - top
    wide, high = max(width + 2 * MARGIN, NARROWEST), max(height + 2 * MARGIN, LOWEST)
    corner = left + (width - wide) / 2, top + (height - high) / 2
    root = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "width": "480",
            "height": f"{480 * high / wide:.0f}",
            "viewBox": f"{corner[0]:.0f} {corner[1]:.0f} {wide:.0f} {high:.0f}",
        },
    )
    around = {"x": f"{corner[0]:.0f}", "y": f"{corner[1]:.0f}", "width": f"{wide:.0f}", "height": f"{high:.0f}"}
    mask = ET.SubElement(root, "mask", {"id": "m", "maskUnits": "userSpaceOnUse", **around})
    ET.SubElement(mask, "rect", {**around, "fill": "#fff"})
    for node in nodes.values():  # no wire is seen through a node
        ET.SubElement(mask, "rect", _frame(node))
    wires = ET.SubElement(root, "g", {"mask": "url(#m)", "fill": "none", "stroke": FAINT, "stroke-width": "1.5"})
    for target, source in block.edges.items():
        start, end = (nodes.get(split_port(port)[0]) for port in (source, target))
        if start and end:
            ET.SubElement(wires, "path", {"d": _path(start, end), **THIN})
    boxes = ET.SubElement(root, "g", {"fill-opacity": ".3", "stroke-width": "1.2"})
    for node in nodes.values():
        hue = _hue(node)
        ET.SubElement(boxes, "rect", {**_frame(node), "fill": hue, "stroke": hue, **THIN})
    content: bytes = ET.tostring(root, encoding="utf-8")
    return content


def _frame(node: Node) -> dict[str, str]:
    x, y = node.position
    return {"x": f"{x:.0f}", "y": f"{y:.0f}", "width": str(WIDTH), "height": str(HEIGHT), "rx": str(CORNER)}


def _hue(node: Node) -> str:
    role = CATALOG[node.type].spec.role if node.type in CATALOG else ""
    return COLOURS[HUES.get(role, "tensor")]


def _path(start: Node, end: Node) -> str:
    (x1, y1), (x2, y2) = start.position, end.position
    x1, y1, y2 = x1 + WIDTH, y1 + HEIGHT / 2, y2 + HEIGHT / 2
    if x2 >= x1:
        middle = (x1 + x2) / 2
        return f"M{x1:.0f},{y1:.0f}C{middle:.0f},{y1:.0f} {middle:.0f},{y2:.0f} {x2:.0f},{y2:.0f}"
    between = (y1 + y2) / 2
    return f"M{x1:.0f},{y1:.0f}h{BEND}V{between:.0f}H{x2 - BEND:.0f}V{y2:.0f}h{BEND}"
