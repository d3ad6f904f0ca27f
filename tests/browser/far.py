"""Drawings that are seen from afar: a long chain in rows, and where its nodes are painted."""

from __future__ import annotations

import itertools
import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

ROW_PX, COLUMN_PX = 190, 290
MIDDLE = (98, 45)  # of a node with one row of ports, from its corner


def chain(length: int, columns: int) -> dict[str, Any]:
    """So many nodes, that train: moons, layers in turn, a loss and an objective."""
    ids = ["moons", *(f"n{i}" for i in range(1, length - 3)), "head", "loss", "objective"]
    types = {"moons": "TwoMoons", "head": "Linear", "loss": "CrossEntropyLoss", "objective": "Objective"}
    nodes = {
        id: {
            "type": types.get(id, "Linear" if i % 2 else "ReLU"),
            "params": {"out_features": 2 if id == "head" else 8} if i % 2 or id == "head" else {},
            "position": [COLUMN_PX * (i % columns), ROW_PX * (i // columns)],
        }
        for i, id in enumerate(ids)
    }
    for id in ("loss", "objective"):
        nodes[id]["params"] = {}
    layers = ids[:-2]
    edges = {f"{after}.input": f"{id}.output" for id, after in itertools.pairwise(layers[1:])}
    edges |= {f"{ids[1]}.input": "moons.point", "loss.input": "head.output", "loss.target": "moons.label"}
    edges["objective.loss"] = "loss.loss"
    training = {"epochs": 2, "batch_size": 32}
    return {"version": 1, "main": "main", "blocks": {"main": {"nodes": nodes, "edges": edges}}, "training": training}


def with_block_at(document: dict[str, Any], id: str) -> dict[str, Any]:
    """The document with one of its nodes made a use of a block, whose inside is one layer."""
    inside = {
        "input": {"type": "Input", "position": [0, 0]},
        "relu": {"type": "ReLU", "position": [290, 0]},
        "output": {"type": "Output", "position": [580, 0]},
    }
    wires = {"relu.input": "input.output", "output.input": "relu.output"}
    main = document["blocks"]["main"]
    node = {**main["nodes"][id], "type": "Block", "params": {"block": "inner"}}
    blocks = {"main": {**main, "nodes": {**main["nodes"], id: node}}, "inner": {"nodes": inside, "edges": wires}}
    return {**document, "blocks": blocks}


def painted_at(page: Page, position: list[float], by: tuple[float, float] = MIDDLE) -> tuple[float, float]:
    """Where a place of the drawing is on the page now; that of a node is its corner."""
    box = page.locator("#canvas").bounding_box()
    assert box
    x, y, zoom = camera(page)
    return box["x"] + x + (position[0] + by[0]) * zoom, box["y"] + y + (position[1] + by[1]) * zoom


def camera(page: Page) -> tuple[float, float, float]:
    """What is seen: the drawing's origin on the canvas, and the zoom."""
    style = page.locator(".react-flow__viewport").get_attribute("style") or ""
    found = re.search(r"translate\(([-\d.]+)px, ?([-\d.]+)px\) scale\(([\d.]+)\)", style)
    assert found, style
    return float(found[1]), float(found[2]), float(found[3])


def mounted(page: Page) -> Locator:
    """What React Flow has mounted of the drawing."""
    return page.locator(".react-flow__node, .react-flow__edge")


def expect_far(page: Page) -> None:
    expect(page.locator(".far-view")).to_be_visible()
    expect(mounted(page)).to_have_count(0)
