"""Which text of a page is too small to be read."""

from __future__ import annotations

from playwright.sync_api import Page

LEAST_PX = 11

SMALL = """(least) => {
  const drawing = document.querySelector("#canvas .react-flow__viewport");
  const zoom = drawing ? new DOMMatrix(getComputedStyle(drawing).transform).a : 1;
  const isSeen = (element) => element.checkVisibility({visibilityProperty: true, opacityProperty: true});
  const found = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const [text, element] = [texts.currentNode, texts.currentNode.parentElement];
    if (!text.data.trim() || !element || !isSeen(element)) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    const {left, top, right, bottom, width} = range.getBoundingClientRect();
    const box = element.getBoundingClientRect();
    const isOnPage = right > 0 && bottom > 0 && left < innerWidth && top < innerHeight;
    if (!isOnPage || width === 0 || box.width <= 1 || box.height <= 1) continue;  // for screen readers alone
    const px = parseFloat(getComputedStyle(element).fontSize) * (drawing?.contains(element) ? zoom : 1);
    if (px < least - 0.01) found.push(`${text.data.trim().slice(0, 40)}: ${px.toFixed(1)} px`);
  }
  return found;
}"""


def small_texts(page: Page) -> list[str]:
    """Every text that is seen and less than 11 pixels high on the page, with how high it is."""
    found: list[str] = page.evaluate(SMALL, LEAST_PX)
    return found
