"""The network that a newcomer trains first reads the digits that a hand draws on the pad."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Response, expect

from tests.browser.handwriting import DRAWN, Drawn, draw
from tests.browser.journeys import expect_status, node, train

pytestmark = [pytest.mark.browser, pytest.mark.timeout(420)]

FOR_SURE = {
    ("7", "plain"),
    ("7", "with a bar"),
    ("1", "plain"),
    ("1", "with a flag"),
    ("1", "with flag and foot"),
    ("4", "open"),
    ("4", "closed"),
    ("4", "closed, in one stroke"),
    ("2", "plain"),
    ("2", "with a loop"),
}
"""Drawings that must be read right each time; of all, 97 of 100."""

INK = """(canvas) => {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  return btoa(String.fromCharCode(...data.filter((_, i) => i % 4 === 3)));
}"""


def test_the_first_network_learns_its_digits_and_reads_drawn_ones(page: Page, figure: Callable[[str], None]) -> None:
    page.goto("/new/")
    expect(node(page, "digits")).to_contain_text("(N, 1, 28, 28)")
    begun = time.monotonic()
    train(page)
    expect_status(page, "finished", within_s=120)
    accuracy = accuracy_on_test(page)
    figure(f"pen digits: {accuracy:.1%} on the test part, {time.monotonic() - begun:.0f} s after Train (aim: 99 %)")
    assert accuracy >= 0.985  # of one seed; the median of five is 99 % and more

    page.get_by_role("tab", name="Try it").click()
    answers = Answers(page)
    read = {drawn: answers.to(drawn) for drawn in DRAWN}
    wrong = [(drawn.digit, drawn.how, answer) for drawn, answer in read.items() if answer != drawn.digit]
    figure(
        f"pen digits drawn on the pad: {1 - len(wrong) / len(read):.1%} of {len(read)} read (aim: 97 %); not: {wrong}"
    )
    assert not FOR_SURE & {(digit, how) for digit, how, _ in wrong}
    assert len(wrong) <= 0.03 * len(read), wrong


def accuracy_on_test(page: Page) -> float:
    """The accuracy on the test part, as the page shows it at the end of a run: "99.4 % on test"."""
    words = page.locator("[data-metric=accuracy] .run-tested").inner_text()
    return float(words.partition("%")[0]) / 100


class Answers:
    """What the network says to each drawing."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._answered: dict[str, Response] = {}
        page.on("response", self._keep)

    def to(self, drawn: Drawn) -> str:
        """Clear the pad, draw, and wait for the answer to exactly what stands there then."""
        self._page.get_by_role("button", name="Clear").click()
        draw(self._page, drawn)
        ink = self._page.locator(".tryit-paper canvas").evaluate(INK)
        until = time.monotonic() + 20
        while ink not in self._answered:
            assert time.monotonic() < until, f"no answer to {drawn}"
            self._page.wait_for_timeout(20)
        answer = self._answered[ink].json()["answers"][0]["told"]["answer"]
        best = answer["classes"][answer["probabilities"].index(max(answer["probabilities"]))]
        expect(self._page.locator(".tryit-winner strong")).to_have_text(best)
        return str(best)

    def _keep(self, response: Response) -> None:
        if "/predict/" in response.url:
            self._answered[response.request.post_data_json["fields"]["image"]["drawing"]] = response
