"""What a drawing looks like on the page, and where it says something that is not so."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page

LIES = """() => {
  const boxOf = (element) => {
    const {left, top, right, bottom} = element.getBoundingClientRect();
    return {left: left + 1, top: top + 1, right: right - 1, bottom: bottom - 1};
  };
  const meet = (a, b) => a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top;
  const all = (selector) => [...document.querySelectorAll(`#canvas ${selector}`)];
  const nodes = all(".react-flow__node").map((node) => ({id: node.dataset.id, box: boxOf(node)}));
  const pictures = all(".node-picture").map((picture) => ({
    id: picture.closest(".react-flow__node").dataset.id, box: boxOf(picture),
  }));
  const labels = all(".wire-label").map((label) => ({text: label.textContent, box: boxOf(label)}));
  const gap = ({left, top, right, bottom}, {x, y}) => Math.max(left - x, x - right, top - y, y - bottom);
  const boxes = [...nodes, ...pictures];
  const found = [];
  for (const edge of all(".react-flow__edge")) {
    const path = edge.querySelector(".react-flow__edge-path");
    const {a, b, c, d, e, f} = path.getScreenCTM();
    const length = path.getTotalLength();
    const pointAt = (along) => {
      const {x, y} = path.getPointAtLength(Math.min(Math.max(0, along), length));
      return {x: a * x + c * y + e, y: b * x + d * y + f};
    };
    const behind = new Set();
    for (let along = 0; along < length + 2; ) { // closely only where something is near: most of it is not
      const at = pointAt(along);
      const gaps = boxes.map(({box}) => gap(box, at));
      gaps.forEach((free, index) => free < 0 && behind.add(boxes[index]));
      along += 2 * Math.max(1, Math.floor(Math.min(...gaps) / (2 * a))); // until then nothing can be reached
    }
    const isBehind = (one) => behind.has(one);
    for (const node of nodes.filter(isBehind)) found.push(`${edge.dataset.id} behind ${node.id}`);
    const ends = edge.getAttribute("aria-label").match(/Wire from ([^.]+)\\..* to ([^.]+)\\./).slice(1);
    for (const picture of pictures.filter(isBehind)) {
      if (!ends.includes(picture.id)) found.push(`${edge.dataset.id} behind the picture of ${picture.id}`);
    }
  }
  labels.forEach(({text, box}, index) => {
    for (const {id, box: other} of [...nodes, ...pictures]) if (meet(box, other)) found.push(`${text} over ${id}`);
    for (const other of labels.slice(index + 1)) if (meet(box, other.box)) found.push(`${text} over ${other.text}`);
  });
  return {found, wires: all(".react-flow__edge").length, labels: labels.length};
}"""


def soon(look: Callable[[], Any], wanted: Any, within_s: float = 60) -> Any:
    """What `look` sees once it is `wanted`, or at the last: a page draws a moment after it is asked."""
    until = time.monotonic() + within_s
    while (seen := look()) != wanted and time.monotonic() < until:
        time.sleep(0.05)
    return seen


def lies(page: Page, wires: int) -> list[str]:
    """Wires behind nodes or pictures, and labels over nodes or other labels, as they are drawn at this moment.

    Args:
        wires: how many the drawing has; all of them are waited for.
    """
    page.wait_for_function(
        "(wires) => document.querySelectorAll('#canvas .react-flow__edge-path').length === wires", arg=wires
    )
    found: list[str] = soon(lambda: page.evaluate(LIES)["found"], [])
    return found


def places(page: Page) -> str:
    """Where the nodes of the drawing are, as one string; the page can ask for it, too: `placesOfNodes()`."""
    told: str = page.evaluate("""() => {
      window.placesOfNodes = () => [...document.querySelectorAll("#canvas .react-flow__node")]
        .map((node) => `${node.dataset.id} ${node.style.transform}`).sort().join("; ");
      return window.placesOfNodes();
    }""")
    return told
