"""A learner trains, changes the drawing, trains again, and looks at the former run: it shows its own drawing."""

from __future__ import annotations

import csv
import time
from pathlib import Path
from typing import Any

import msgpack
import numpy as np
import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from websockets.sync.client import connect

from tests.browser.journeys import (
    centre,
    create_link,
    document_of,
    drag,
    drag_wire,
    expect_status,
    metric,
    new_network,
    node,
    project_id,
    set_field,
    train,
)

pytestmark = pytest.mark.browser


def runs_of(page: Page) -> list[dict[str, Any]]:
    return page.request.get(page.url.split("/p/")[0] + f"/api/projects/{project_id(page)}/runs/").json()["runs"]


def trained(page: Page, count: int) -> None:
    """The newest run, the so manieth, is looked at and over."""
    expect(page.get_by_role("combobox", name="Run to look at")).to_contain_text(f"Run {count}")
    expect_status(page, "finished")


def two_runs(page: Page) -> None:
    """A run of a drawing with relu2, and one without."""
    new_network(page, "digits-mlp")
    set_field(page, "epochs", "2")
    train(page)
    trained(page, 1)
    node(page, "relu2").click()
    page.keyboard.press("Delete")
    expect(node(page, "relu2")).to_have_count(0)
    drag_wire(page, "fc2.output", "fc3.input")
    train(page)
    trained(page, 2)


def choose(page: Page, name: str) -> None:
    page.get_by_role("combobox", name="Run to look at").click()
    page.get_by_role("dialog", name="Runs").get_by_role("button", name=name).first.click()


def badge(page: Page) -> Locator:
    return page.get_by_role("complementary", name="The drawing of a run")


def test_an_old_run_shows_its_own_drawing_beside_a_newer_one_and_gives_it_back(page: Page):
    two_runs(page)
    expect(page.locator(".react-flow__node[data-id=fc3] .node-picture")).to_be_visible()
    second = metric(page, "accuracy")

    choose(page, "Run 1")
    expect(badge(page)).to_contain_text("Run 1, 1 change ago")
    expect(badge(page)).to_contain_text("− ReLU relu2")
    expect(page.locator(".react-flow__node[data-id=relu2] .node-picture")).to_be_visible()
    node(page, "relu2").click()
    expect(page.get_by_role("region", name="Inside this node")).to_be_visible()
    expect(page.get_by_role("textbox", name="name", exact=True)).not_to_be_editable()
    expect(page.get_by_role("button", name="Delete relu2")).to_have_count(0)
    page.keyboard.press("Delete")
    drag(page, centre(node(page, "relu2")), (700, 420))
    expect(node(page, "relu2")).to_be_visible()
    expect(page.get_by_role("button", name="Train", exact=True)).to_be_disabled()

    page.get_by_role("tab", name="Code").click()
    expect(page.get_by_role("region", name="Code")).to_contain_text("relu2 = torch.relu(fc2)")
    page.get_by_role("tab", name="Try it").click()
    with page.expect_response("**/predict/**") as answer:
        drag(page, *corners(page))
    assert answer.value.request.url.split("/runs/")[1].split("/")[0] == runs_of(page)[1]["id"]
    answers = page.get_by_role("region", name="Try it")
    expect(answers).to_contain_text("Answered by the network of Run 1 as it was after step")

    page.keyboard.press("Escape")  # nothing is chosen any more
    page.keyboard.press("Escape")
    expect(badge(page)).to_have_count(0)
    expect(node(page, "relu2")).to_have_count(0)
    page.get_by_role("tab", name="Training").click()
    expect(page.locator("[data-metric=accuracy] dd").first).to_have_text(second)

    before = document_of(page)
    choose(page, "Run 1")
    badge(page).get_by_role("button", name="Restore this drawing").click()
    expect(badge(page)).to_have_count(0)
    expect(node(page, "relu2")).to_be_visible()
    expect(page.locator(".react-flow__node[data-id=relu2] .node-picture")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(node(page, "relu2")).to_have_count(0)
    until_stored(page, before)


def test_what_a_run_saw_leaves_the_nodes_whose_network_is_another_now(page: Page):
    two_runs(page)
    expect(page.locator(".react-flow__node[data-id=fc3] .node-picture")).to_be_visible()
    node(page, "fc2").click()
    set_field(page, "out_features", "48")
    expect(page.get_by_text("Run 2 was trained 1 change ago")).to_be_visible()
    expect(page.locator(".react-flow__node[data-id=fc3] .node-picture")).to_have_count(0)
    expect(page.locator(".react-flow__node[data-id=fc1] .node-picture")).to_be_visible()
    expect(page.get_by_text("trained another network up to here")).to_be_visible()
    expect(page.locator(".react-flow__node[data-id=fc2] .node-params")).to_contain_text(
        "48"
    )  # nobody took the hand away
    page.get_by_role("button", name="Show its drawing").click()
    expect(badge(page)).to_contain_text("fc2: out_features 64 → 48")
    expect(page.locator(".react-flow__node[data-id=fc3] .node-picture")).to_be_visible()
    page.get_by_role("button", name="Back to the drawing").click()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Run 2 was trained")).to_have_count(0)
    expect(page.locator(".react-flow__node[data-id=fc3] .node-picture")).to_be_visible()


def test_runs_are_named_compared_and_deleted_by_keyboard_and_their_curves_come_as_a_table(
    page: Page, browser: Browser, tmp_path: Path
):
    two_runs(page)
    newest, oldest = runs_of(page)
    link = create_link(page)
    viewer = browser.new_context().new_page()
    viewer.goto(link)
    page.get_by_role("combobox", name="Run to look at").focus()
    page.keyboard.press("Enter")
    rows = page.get_by_role("dialog", name="Runs").get_by_role("listitem")
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text("− ReLU relu2")
    expect(rows.first).to_contain_text("Finished, 2 epochs, 42 steps")
    expect(rows.first).to_contain_text("accuracy")
    page.keyboard.press("F2")
    page.keyboard.type("without relu2")
    page.keyboard.press("Enter")
    expect(rows.first).to_contain_text("without relu2")
    expect(viewer.get_by_role("combobox", name="Run to look at")).to_contain_text("without relu2")

    page.keyboard.press("Escape")
    page.get_by_role("button", name="Export").click()
    with page.expect_download() as download:
        page.get_by_role("menuitem", name="Curves (CSV)").click()
    assert download.value.suggested_filename == "curves-without-relu2.csv"
    download.value.save_as(tmp_path / "curves.csv")
    assert_is_the_log(page, newest["id"], tmp_path / "curves.csv")

    page.get_by_role("combobox", name="Run to look at").focus()
    page.keyboard.press("ArrowDown")
    expect(badge(page)).to_contain_text("Run 1")
    viewer.get_by_role("combobox", name="Run to look at").focus()
    viewer.keyboard.press("ArrowDown")
    expect(node(viewer, "relu2")).to_be_visible()
    expect(badge(viewer).get_by_role("button")).to_have_count(1)  # a viewer goes back, and restores nothing
    page.keyboard.press("Enter")
    expect(rows.last.locator(".run-row-main")).to_be_focused()  # the list takes the focus a moment after it opens
    page.keyboard.press("Delete")
    expect(page.get_by_text("This can't be undone.")).to_be_visible()
    page.get_by_role("button", name="Delete Run 1").press("Enter")
    expect(rows).to_have_count(1)
    expect(badge(page)).to_have_count(0)
    expect(badge(viewer)).to_have_count(0)
    expect(viewer.get_by_role("combobox", name="Run to look at")).to_contain_text("without relu2")
    expect(viewer.get_by_text("The run that you looked at was deleted")).to_be_visible()
    assert [run["id"] for run in runs_of(page)] == [newest["id"]]
    assert page.request.get(page.url.split("/p/")[0] + f"/api/runs/{oldest['id']}/").status == 404
    viewer.context.close()


def until_stored(page: Page, document: dict[str, Any], within_s: float = 10) -> None:
    """Wait until the server has exactly this drawing: places, notes and all."""
    until = time.monotonic() + within_s
    while (stored := document_of(page)) != document:
        assert time.monotonic() < until, (stored, document)
        page.wait_for_timeout(100)


def assert_is_the_log(page: Page, run_id: str, path: Path) -> None:
    """The table holds what the product tells everybody of the run's curves, to the bit."""
    cookies = "; ".join(f"{each['name']}={each['value']}" for each in page.context.cookies())
    address = page.url.split("/p/")[0].replace("http", "ws", 1)
    with connect(f"{address}/ws/runs/{run_id}/live/", additional_headers={"Cookie": cookies}) as socket:
        curves = msgpack.unpackb(socket.recv(timeout=30))["state"]["curves"]
    rows = list(csv.DictReader(path.read_text().splitlines()))
    assert list(rows[0]) == [
        "step",
        "epoch",
        "train/loss",
        "training/accuracy",
        "training/loss",
        "validation/accuracy",
        "validation/loss",
    ]
    assert set(rows[0]) - {"step", "epoch"} == set(curves)
    for name, curve in curves.items():
        told = [(int(row["step"]), float(row[name])) for row in rows if row[name]]
        assert [step for step, _ in told] == np.frombuffer(curve["steps"], "<u4").tolist()
        assert [np.float32(value) for _, value in told] == np.frombuffer(curve["values"], "<f4").tolist()


def corners(page: Page) -> tuple[tuple[float, float], tuple[float, float]]:
    """Two places on the paper of Try it."""
    box = page.locator(".tryit-paper").bounding_box()
    assert box
    return (box["x"] + 30, box["y"] + 30), (box["x"] + box["width"] - 30, box["y"] + box["height"] - 30)
