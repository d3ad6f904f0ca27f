"""A learner changes the learning rate on the way, takes single steps, trains for longer, and exports what was done."""

import subprocess
import sys

import pytest
from playwright.sync_api import Page, expect

from tests.browser.journeys import (
    choose_option,
    create_link,
    expect_status,
    new_network,
    run_id,
    set_field,
    train,
    type_into,
)
from tests.browser.watching import losses, snapshot

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


def steps_done(page: Page) -> int:
    return int(page.get_by_role("progressbar", name="Steps done").get_attribute("value") or 0)


def expect_steps(page: Page, steps: int) -> None:
    expect(page.get_by_role("progressbar", name="Steps done")).to_have_attribute("value", str(steps))


def change_marks(page: Page):
    return page.locator(".run-chart").first.locator(".shapelayer path")


def test_change_the_rate_step_extend_and_export_the_same_numbers(page: Page, product, tmp_path):
    new_network(page, "digits-cnn")
    set_field(page, "epochs", "400")  # far more than this journey waits for
    choose_option(page, "monitor", "accuracy")
    link = create_link(page)
    train(page)
    expect_status(page, "running", within_s=20)
    expect(page.locator(".run-chart path.js-line").first).to_be_attached()  # the chart is fetched first

    page.get_by_role("button", name="Change", exact=True).click()
    slider = page.get_by_role("slider", name="Learning rate")
    slider.focus()
    slider.press("ArrowRight")
    expect(page.get_by_role("textbox", name="lr", exact=True)).to_have_value("0.0022")
    expect(change_marks(page)).to_have_count(1)
    batch_size = page.get_by_role("dialog", name="Change while it trains").get_by_label("batch_size")
    type_into(page, batch_size, "100")
    page.keyboard.press("Enter")
    expect(change_marks(page)).to_have_count(2)
    page.keyboard.press("Escape")

    page.get_by_role("button", name="Pause").click()
    expect_status(page, "paused")
    before = steps_done(page)
    page.get_by_role("button", name="1 step").click()
    expect_steps(page, before + 1)
    expect_status(page, "paused")
    page.get_by_role("button", name="10 steps").click()
    expect_steps(page, before + 11)
    expect_status(page, "paused")

    page.get_by_role("button", name="Stop").click()
    expect_status(page, "stopped")
    page.get_by_role("button", name="Extend").click()
    page.keyboard.type("300")
    expect(page.get_by_role("textbox", name="More epochs")).to_have_value("300")
    words = page.locator(".run-extend .run-fine")  # so many more from where it stands, not from where it was to end
    expect(words).not_to_contain_text("700")
    total = int(words.inner_text().rstrip(".").rsplit(" ", 1)[1])
    page.keyboard.press("Enter")
    expect(page.locator(".run-figures")).to_contain_text(f"of {total}")
    expect_status(page, "running", within_s=20)
    expect(page.locator(".run-best")).to_contain_text("Best validation accuracy")
    page.get_by_role("button", name="Stop").click()
    expect_status(page, "stopped")

    state = snapshot(product.url, run_id(page), link.rstrip("/").rsplit("/", 1)[1])
    assert [change["words"] for change in state["changes"]] == [
        "lr 0.002 → 0.0022",
        "batch_size 32 → 100",
        f"epochs 400 → {total}",
    ]
    assert_the_script_prints(losses(state), page, product.url, tmp_path)


def assert_the_script_prints(curve: list[float], page: Page, url: str, folder) -> None:
    """The script trains all epochs; what it prints up to where the run was stopped must be the run's losses."""
    (folder / "train.py").write_bytes(page.request.get(f"{url}/api/runs/{run_id(page)}/script/").body())
    assert "changes=[" in (folder / "train.py").read_text()
    printed: list[float] = []
    with subprocess.Popen([sys.executable, "-u", "train.py"], cwd=folder, stdout=subprocess.PIPE, text=True) as alone:
        for line in alone.stdout:
            if line.startswith("step "):
                printed.append(float(line.split()[3]))
            if len(printed) == len(curve):
                break
        alone.terminate()
    assert printed == curve
