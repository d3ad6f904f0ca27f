"""Runs that begin from weights, as a visitor has them: of an earlier run, of a file, of a teacher's network."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from safetensors.torch import save_file

import builder
from tests.browser.axe import faults
from tests.browser.journeys import (
    choose_option,
    create_link,
    create_network,
    document_of,
    expect_status,
    node,
    run_id,
    set_field,
    train,
)
from tests.browser.watching import losses, snapshot
from tests.drawings import moons
from tests.product import Product

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]


def curve(product: Product, page: Page, link: str) -> list[float]:
    """The training loss of the newest run, step by step."""
    return losses(snapshot(product.url, run_id(page), link.rstrip("/").rsplit("/", 1)[1]))


def begins_from(page: Page) -> list[dict[str, Any]]:
    begun: list[dict[str, Any]] = document_of(page)["training"]["begins_from"]
    return begun


def open_moons(page: Page, epochs: int = 20) -> None:
    create_network(page, {"document": moons(epochs=epochs).model_dump(mode="json"), "name": "Moons"})
    page.locator("#canvas").press("Escape")  # the first touch of a hand


def test_a_second_run_begins_where_the_first_one_ended_and_says_so(page: Page, product: Product) -> None:
    page.set_viewport_size({"width": 1280, "height": 720})
    open_moons(page)
    link = create_link(page)
    train(page)
    expect_status(page, "finished")
    first = curve(product, page, link)
    choose_option(page, "begins_from", "Run 1")
    expect(page.get_by_text("All 4 weights are taken.")).to_be_visible()
    train(page)
    expect_status(page, "finished")
    expect(page.get_by_text("Begins from Run 1: 4 of 4 weights are taken.")).to_be_visible()
    then = curve(product, page, link)
    assert then[0] < first[0] / 2
    assert then[0] < 1.5 * max(first[-20:])
    page.get_by_role("combobox", name="Run to look at").click()
    expect(page.locator(".run-row-item", has_text="Run 2").locator(".run-row-from")).to_have_text("from Run 1")
    page.keyboard.press("Escape")

    # what no longer fits is said at once, and what does is kept
    node(page, "fc1").click()
    set_field(page, "out_features", "12")
    page.locator("#canvas").press("Escape")
    fits = page.get_by_role("list", name="What each node takes")
    expect(fits.locator("[data-node=fc1]")).to_contain_text("weight is 12 × 2 here")
    expect(fits.locator("[data-node=fc2]")).to_contain_text("taken")
    assert faults(page) == []
    fits.get_by_role("checkbox", name="fc2").uncheck()
    expect(fits.locator("[data-node=fc2]")).to_contain_text("begins fresh")
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    assert "fc2" not in begins_from(page)[0]["nodes"]
    page.locator("#canvas").press("ControlOrMeta+z")
    expect(fits.get_by_role("checkbox", name="fc2")).to_be_checked()


def test_train_on_from_here_starts_a_run_from_what_a_finished_one_learned(page: Page, product: Product) -> None:
    open_moons(page)
    link = create_link(page)
    train(page)
    expect_status(page, "finished")
    first = curve(product, page, link)
    page.get_by_role("button", name="Train on from here").click()
    expect(page.get_by_role("combobox", name="Run to look at")).to_contain_text("Run 2")
    expect_status(page, "finished")
    assert curve(product, page, link)[0] < first[0] / 2


def test_a_file_of_weights_is_brought_and_one_that_is_none_is_refused(page: Page, tmp_path: Path) -> None:
    open_moons(page)
    net = builder.network(moons()).state_dict()
    save_file({f"old_{name}": value for name, value in net.items()}, tmp_path / "teacher.safetensors")
    (tmp_path / "odd.safetensors").write_bytes(b"\x80\x04no weights")
    with page.expect_file_chooser() as chooser:
        choose_option(page, "begins_from", "a file")
    chooser.value.set_files(tmp_path / "odd.safetensors")
    expect(page.locator(".notice-text", has_text="can hold code")).to_be_visible()
    with page.expect_file_chooser() as chooser:
        choose_option(page, "begins_from", "a file")
    chooser.value.set_files(tmp_path / "teacher.safetensors")
    expect(page.get_by_text("Nothing fits: such a run does not begin.")).to_be_visible()
    page.get_by_role("button", name="Take fc1 from old_fc1, fc2 from old_fc2").click()
    expect(page.get_by_text("All 4 weights are taken.")).to_be_visible()
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    assert begins_from(page)[0]["title"] == "teacher"
    page.get_by_role("button", name="Export").click()
    with page.expect_download() as download:
        page.get_by_role("menuitem", name="The weights that it begins from").click()
    assert download.value.suggested_filename.startswith("weights-")
    assert download.value.path().read_bytes() == (tmp_path / "teacher.safetensors").read_bytes()
    page.get_by_text("1 file of weights kept").click()
    page.get_by_role("button", name="Delete teacher").click()
    expect(page.get_by_text("These weights are not kept by you")).to_be_visible()
    train(page)
    expect(page.get_by_text("This begins from teacher, which you do not keep")).to_be_visible()
    choose_option(page, "begins_from", "fresh")
    expect(page.get_by_text("These weights are not kept by you")).to_have_count(0)


def test_a_pupil_who_forks_goes_on_from_the_weights_of_the_teacher(
    page: Page, browser: Browser, product: Product
) -> None:
    open_moons(page)
    train(page)
    expect_status(page, "finished")
    link = create_link(page)
    first = curve(product, page, link)
    with browser.new_context(base_url=product.url) as context:
        pupil = context.new_page()
        pupil.goto(link)
        with pupil.expect_navigation():
            pupil.get_by_role("button", name="Go on from Run 1").click()
        expect(pupil.get_by_text("All 4 weights are taken.")).to_be_visible()
        train(pupil)
        expect_status(pupil, "finished")
        expect(pupil.get_by_text("Begins from Run 1 of Moons: 4 of 4 weights are taken.")).to_be_visible()
        assert curve(product, pupil, create_link(pupil))[0] < first[0] / 2
