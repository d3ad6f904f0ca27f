"""How long a page takes from the last stroke of a hand to the answer that is painted, as the page itself sees it."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import Any

from playwright.sync_api import Page

from tests.browser.handwriting import Drawn, draw

LISTEN = """() => {
  if (window.asked) return;
  window.asked = [];
  window.lifted = 0;
  const paint = () => requestAnimationFrame(() => setTimeout(() => {
    const now = performance.now();
    for (const question of window.asked) if (question.told && !question.painted) question.painted = now;
  }));
  const original = window.fetch;
  window.fetch = async (path, options) => {
    if (!String(path).includes("/predict/")) return original(path, options);
    const question = { body: String(options.body), begun: performance.now(), told: null, painted: null };
    window.asked.push(question);
    const answer = await original(path, options);
    const text = answer.text.bind(answer);
    answer.text = async () => {
      const said = await text();
      question.told = performance.now();
      requestAnimationFrame(() => paint());  // the same words as before are no change, but are there
      return said;
    };
    return answer;
  };
  new MutationObserver((changes) => {
    const isAnswer = ({ target }) =>
      (target.nodeType === 1 ? target : target.parentElement)?.closest(".tryit-answers, .tryit-body");
    if (changes.some(isAnswer)) paint();
  }).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
  addEventListener("pointerup", () => { window.lifted = performance.now(); }, { capture: true });
}"""
"""Each question with when it was sent, when its answer was there, and when the frame with it was painted."""

LAST = """() => {
  const { asked, lifted } = window;
  const last = asked.at(-1);
  if (!lifted || !last || performance.now() - Math.max(lifted, last.begun) < 250) return null;
  const first = asked.find(({ body, painted }) => body === last.body);
  if (!first.painted) return null;
  return { waited: first.begun - lifted, told: first.told - lifted, painted: first.painted - lifted };
}"""
"""Of the question about what stands on the pad now, once nothing more comes: milliseconds after the pen was lifted."""


class Strokes:
    """Draws, and notes how long each answer took."""

    def __init__(self, page: Page) -> None:
        self._page = page
        page.evaluate(LISTEN)
        self._all: list[dict[str, float]] = []

    def draw(self, drawings: Sequence[Drawn]) -> None:
        for drawn in drawings:
            self._page.get_by_role("button", name="Clear").click()
            self._page.wait_for_timeout(150)
            self._page.evaluate("() => { window.asked.length = 0; window.lifted = 0; }")
            draw(self._page, drawn)
            found: Any = self._page.wait_for_function(LAST, timeout=60_000, polling=50).json_value()
            self._all.append(found)

    def told(self) -> str:
        """Medians and the 95th of a hundred, of the whole way and of its parts."""
        parts = {"painted": "painted", "told": "answer there", "waited": "asked"}
        return "; ".join(
            f"{name} p50 {self.p(key, 50):.0f}, p95 {self.p(key, 95):.0f} ms" for key, name in parts.items()
        )

    def p(self, key: str, percent: int) -> float:
        """So many of a hundred answers took no longer."""
        values = sorted(each[key] for each in self._all)
        return values[max(0, ceil(len(values) * percent / 100) - 1)]

    @property
    def many(self) -> int:
        return len(self._all)
