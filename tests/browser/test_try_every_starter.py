"""Every starter is asked in the browser with a held-out sample, and each of its answers stands there by its kind."""

from __future__ import annotations

import re
from collections.abc import Callable
from time import monotonic

import pytest
from playwright.sync_api import Page, expect

import builder
from tests.browser.journeys import create_network
from tests.drawings import lasting
from trainer.asking.registry import answer_kind
from trainer.run.prepared import program_of

pytestmark = pytest.mark.browser


def test_every_starter_answers_to_a_held_out_sample(page: Page, figure: Callable[[str], None]) -> None:
    """One epoch each: here they are asked, not judged."""
    begun, faults = monotonic(), list[str]()
    page.on("pageerror", lambda error: faults.append(str(error)))
    for key, starter in builder.STARTERS.items():
        document = lasting(starter.document, 1)
        program = program_of(document)
        create_network(page, {"document": document.model_dump(mode="json"), "name": key})
        page.get_by_role("button", name="Train", exact=True).click()
        page.get_by_role("tab", name="Try it").click()
        tryit = page.get_by_role("region", name="Try it")
        take, again = (tryit.get_by_role("button", name=name) for name in ("Take a held-out sample", "Again"))
        expect(take.or_(again).first).to_be_visible()
        if take.count():
            take.click()
            expect(tryit.get_by_text(re.compile(r"Held-out sample \d+ of \d+"))).to_be_visible()
        for answer in program.told:
            told = tryit.locator(f'[data-answer="{answer.name}"]')
            expect(told, key).to_have_attribute("data-kind", answer_kind(program, answer).key)
            expect(told, key).to_be_visible()
        expect(tryit.get_by_role("alert"), key).to_have_count(0)
        assert not faults, (key, faults)
    figure(f"{len(builder.STARTERS)} starters, each drawn, trained for an epoch and asked: {monotonic() - begun:.0f} s")
