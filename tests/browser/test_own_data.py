"""Anybody's own data, from drop to answer, with real events."""

from __future__ import annotations

import math
import re
import shutil
import struct
import time
import wave
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Literal

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tests.browser.axe import faults
from tests.browser.journeys import (
    centre,
    choose_option,
    create_network,
    document_of,
    drag,
    node,
    project_id,
    train,
    type_into,
)

pytestmark = pytest.mark.browser

SALES = "Größe;Gewicht;Sorte\n" + "".join(
    f"{place % 17},{place % 10};{3 * (place % 17)},{place % 7};{('rot', 'blau')[place % 2]}\n" for place in range(120)
)


def open_your_data(page: Page) -> Locator:
    """By the command palette."""
    page.keyboard.press("ControlOrMeta+k")
    page.keyboard.type("your data")
    page.keyboard.press("Enter")
    window = page.get_by_role("dialog", name="Your data")
    expect(window.get_by_role("button", name="Choose files…")).to_be_focused()
    return window


def choose_files(page: Page, *files: Path) -> None:
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Choose files…").click()
    chooser.value.set_files(list(files))


def drop(page: Page, *files: Path) -> None:
    """Let files or folders fall on the page, as from the desktop; again where Chromium gave them to nobody."""
    window = page.locator("[role=dialog]")
    if window.count():
        return drop_once(page, *files)
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()  # nobody's hand is faster than the page
    for _ in range(4):
        drop_once(page, *files)
        with suppress(PlaywrightTimeout):
            return window.first.wait_for(timeout=5_000)
    raise AssertionError("what was dropped came to nobody")


def drop_once(page: Page, *files: Path) -> None:
    hand = page.context.new_cdp_session(page)
    data = {"items": [], "files": [str(file) for file in files], "dragOperationsMask": 1}
    for step in ("dragEnter", "dragOver", "drop"):
        hand.send("Input.dispatchDragEvent", {"type": step, "x": 600, "y": 300, "data": data})


def own_node(page: Page) -> dict[str, object]:
    """The parameters of the node that gives own data."""
    nodes = document_of(page)["blocks"]["main"]["nodes"].values()
    (params,) = [each["params"] for each in nodes if each["type"] == "OwnData"]
    return dict(params)


def test_a_table_becomes_a_node_whose_columns_were_chosen(page: Page, tmp_path: Path) -> None:
    (tmp_path / "sales.csv").write_text(SALES, "utf-8")
    create_network(page, {"document": {}, "name": "own"})
    window = open_your_data(page)
    expect(window.get_by_text("Up to 200 MB a file")).to_be_visible()
    choose_files(page, tmp_path / "sales.csv")
    expect(window.get_by_text("columns between semicolons, decimal commas")).to_be_visible()
    row = window.get_by_role("row", name="Größe")
    expect(row).to_contain_text("0,0")
    expect(row.get_by_role("combobox", name="Kind of Größe")).to_have_value("number")
    choose_option(page, "What Gewicht is used as", "Answer")
    choose_option(page, "What Sorte is used as", "Not used")
    window.get_by_role("button", name="Make it").click()
    expect(window.get_by_text("training,")).to_be_visible()
    window.get_by_role("button", name="Use it").click()
    expect(window).to_be_hidden()
    expect(node(page, "own_data").locator(".node-params")).to_have_text("sales")
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    assert "sorte" not in str(own_node(page)["schema"])
    expect(page.get_by_role("complementary", name="Inspector").get_by_text("sales")).to_be_visible()

    page.get_by_role("button", name="Change…").click()
    expect(window.get_by_role("button", name="Use it")).to_be_visible()
    page.keyboard.press("Escape")
    expect(window).to_be_hidden()
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(node(page, "own_data")).to_have_count(0)


def test_a_folder_that_is_dropped_is_brought_with_what_is_in_it(page: Page, tmp_path: Path) -> None:
    for name in ("cats", "dogs"):
        (tmp_path / "pets" / name).mkdir(parents=True)
        for number in range(6):
            (tmp_path / "pets" / name / f"{number}.txt").write_text(f"{name} say {number} things, " * 5)
    (tmp_path / "pets" / ".DS_Store").write_bytes(b"\0")
    create_network(page, {"document": {}, "name": "own"})
    drop(page, tmp_path / "pets")
    window = page.get_by_role("dialog", name="Your data")
    expect(window.get_by_text("12 files")).to_be_visible()
    expect(window.get_by_role("textbox", name="Name of pets")).to_be_visible()


def test_more_pictures_are_added_and_what_was_chosen_stays(page: Page, tmp_path: Path) -> None:
    pictures(tmp_path / "spots")
    pictures(tmp_path / "more" / "spots", called="new-{}.png", green=120)
    create_network(page, {"document": {}, "name": "own"})
    drop(page, tmp_path / "spots")
    window = page.get_by_role("dialog", name="Your data")
    side = window.get_by_role("spinbutton", name="Side")
    side.fill("16")
    window.get_by_role("button", name="Make it", exact=True).click()
    expect(window.locator(".own-tile")).to_have_count(24)
    drop(page, tmp_path / "more" / "spots")
    expect(window.get_by_text("spots came.")).to_be_visible()
    window.get_by_role("button", name="Add to spots").click()
    expect(side).to_have_value("16")
    window.get_by_role("button", name="Make it", exact=True).click()
    expect(window.get_by_text("added 24")).to_be_visible()
    expect(window.locator(".own-tile")).to_have_count(48)
    window.get_by_role("combobox", name="Version").select_option(index=1)
    expect(window.locator(".own-tile")).to_have_count(24)


def test_data_are_renamed_and_gone_at_the_second_press(page: Page, tmp_path: Path) -> None:
    (tmp_path / "sales.csv").write_text(SALES, "utf-8")
    create_network(page, {"document": {}, "name": "own"})
    window = open_your_data(page)
    choose_files(page, tmp_path / "sales.csv")
    expect(window.get_by_role("button", name="Make it")).to_be_visible()
    window.get_by_role("button", name="Other data").click()
    name = window.get_by_role("textbox", name="Name of sales")
    type_into(page, name, "Fruit")
    name.press("Enter")
    expect(window.get_by_role("textbox", name="Name of Fruit")).to_have_value("Fruit")
    window.get_by_role("button", name="Delete Fruit", exact=True).click()
    window.get_by_role("button", name="Delete Fruit for good").click()
    expect(window.get_by_role("textbox", name="Name of Fruit")).to_have_count(0)
    assert page.request.get("/api/data/").json()["data"] == []


def test_a_table_that_is_pasted_is_brought(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    create_network(page, {"document": {}, "name": "own"})
    cells = "\n".join(["x\ty", *(f"{place}\t{2 * place}" for place in range(40))])
    page.evaluate("text => navigator.clipboard.writeText(text)", cells)
    page.keyboard.press("ControlOrMeta+v")
    window = page.get_by_role("dialog", name="Your data")
    expect(window.get_by_text("columns between tabs")).to_be_visible()
    expect(window.get_by_role("rowheader", name="x", exact=True)).to_be_visible()


def test_what_holds_nothing_is_refused_in_words(page: Page, tmp_path: Path) -> None:
    (tmp_path / "empty.csv").write_bytes(b"")
    create_network(page, {"document": {}, "name": "own"})
    window = open_your_data(page)
    choose_files(page, tmp_path / "empty.csv")
    expect(window.get_by_role("alert")).to_contain_text("empty")


def test_pictures_get_another_class_by_dragging_and_go_with_delete(page: Page, tmp_path: Path) -> None:
    pictures(tmp_path / "spots")
    create_network(page, {"document": {}, "name": "own"})
    drop(page, tmp_path / "spots")
    window = page.get_by_role("dialog", name="Your data")
    window.get_by_role("button", name="Make it", exact=True).click()
    classes = window.get_by_role("toolbar", name="Classes")
    classes.get_by_role("button", name="dark", exact=True).click()
    tiles = window.locator(".own-tile")
    expect(tiles).to_have_count(12)
    expect(window.get_by_text("too few: under 20")).to_have_count(2)

    drag(page, centre(tiles.nth(3)), centre(classes.get_by_role("button", name="light", exact=True)))
    expect(tiles.nth(3)).to_contain_text("→ light")
    tiles.nth(5).focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Delete")
    expect(tiles.nth(6)).to_have_attribute("data-removed", "true")
    tiles.nth(7).click()
    tiles.nth(8).click()
    window.get_by_role("combobox", name="Move the chosen ones to a class").select_option("light")
    expect(window.get_by_role("button", name="Make it again, 4 samples changed")).to_be_visible()
    window.get_by_role("button", name="Undo").click()
    window.get_by_role("button", name="Make it again, 2 samples changed").click()
    expect(window.get_by_text("removed 1, relabelled 1")).to_be_visible()
    expect(window.get_by_text("too few: under 20")).to_have_count(2)
    classes.get_by_role("button", name="dark", exact=True).click()
    expect(tiles).to_have_count(10)


def test_what_a_webcam_sees_becomes_a_network_that_answers_live(page: Page) -> None:
    create_network(page, {"document": {}, "name": "own"})
    window = open_your_data(page)
    window.get_by_role("button", name="Webcam").click()
    expect(window.locator("video")).to_be_visible()
    type_into(page, window.get_by_role("textbox", name="Name of the class").first, "hand")
    shots = window.get_by_role("list", name="Classes").locator("img")
    for number in (0, 1) * 3:
        button = window.get_by_role("button", name="Hold to record").nth(number)
        page.mouse.move(*centre(button))
        before = shots.count()
        page.mouse.down()
        expect(shots.nth(before + 3)).to_be_attached()
        page.mouse.up()
    before = shots.count()
    window.get_by_role("button", name="Hold to record hand").focus()
    page.keyboard.down(" ")
    expect(shots.nth(before)).to_be_attached()
    page.keyboard.up(" ")
    before = settled(page, shots)
    assert before > 20
    window.get_by_role("button", name="Delete this picture of hand").first.click()
    expect(shots).to_have_count(before - 1)
    assert page.request.get("/api/data/").json()["data"] == []  # nothing has left the browser

    window.get_by_role("button", name="Use these").click()
    window.get_by_role("button", name="Make it", exact=True).click()
    expect(window.get_by_role("button", name="hand", exact=True)).to_be_visible()
    with page.expect_navigation():
        window.get_by_role("button", name="Make a network").click()
    expect(page).to_have_title("Webcam pictures · Layerloom")
    train(page)
    page.get_by_role("tab", name="Try it").click()
    page.get_by_role("button", name="Camera", exact=True).click()
    expect(page.locator(".tryit-winner strong")).to_have_text(re.compile("hand|class 2"))
    expect(page.locator(".tryit-seen figcaption")).to_contain_text("28 × 28")


def test_sounds_are_cut_into_seconds_by_class(page: Page) -> None:
    create_network(page, {"document": {}, "name": "own"})
    window = open_your_data(page)
    window.get_by_role("button", name="Microphone").click()
    button = window.get_by_role("button", name="Hold to record class 1")
    expect(button).to_be_enabled()
    expect(window.locator(".own-level span")).not_to_have_css("transform", "matrix(0, 0, 0, 1, 0, 0)")
    page.mouse.move(*centre(button))
    page.mouse.down()
    page.wait_for_timeout(2_700)
    page.mouse.up()
    expect(window.get_by_role("button", name="Listen")).to_have_count(3)
    expect(window.get_by_text("Fill two classes at least")).to_be_visible()


def test_drawings_are_kept_by_class_as_the_pad_is_asked_later(page: Page) -> None:
    create_network(page, {"document": {}, "name": "own"})
    window = open_your_data(page)
    window.get_by_role("button", name="Drawing pad").click()
    for number in range(6):
        x, y = centre(window.locator(".tryit-paper"))
        drag(page, (x - 50 + 9 * number, y - 40), (x, y + 40 - 20 * (number % 2)))
        window.get_by_role("button", name="Add the drawing to").nth(number % 2).click()
    window.get_by_role("button", name="Use these 6").click()
    expect(window.get_by_role("rowheader", name="take", exact=True)).to_be_visible()
    expect(window.get_by_role("button", name="Make it", exact=True)).to_be_enabled()


def pictures(folder: Path, called: str = "{}.png", green: int = 0) -> None:
    """Twelve dark ones and twelve light ones."""
    for name, shade in (("dark", 40), ("light", 200)):
        (folder / name).mkdir(parents=True)
        for number in range(12):
            picture = Image.new("RGB", (20, 20), (shade, shade, shade))
            picture.paste((255, green, 10 * number), (number, number // 2, number + 8, number // 2 + 8))
            picture.save(folder / name / called.format(number))


def test_a_text_becomes_a_network_that_goes_on_with_it(
    page: Page, tmp_path: Path, figure: Callable[[str], None]
) -> None:
    (tmp_path / "story.txt").write_text("the cat sat on the mat and the dog ran to the log. " * 400)
    began = time.monotonic()
    network_for(page, tmp_path / "story.txt")
    train(page)
    page.get_by_role("tab", name="Try it").click()
    expect_status_beyond(page, epochs=8)
    type_into(page, page.get_by_role("textbox", name="How the text begins"), "the cat ")
    page.get_by_role("button", name="Go on").click()
    expect(page.locator(".tryit-written")).to_contain_text(re.compile("the (mat|log|cat|dog) "), timeout=60_000)
    figure(f"a text, from drop to answer: {time.monotonic() - began:.0f} s")


def test_a_table_becomes_a_network_that_answers_to_its_columns(
    page: Page, tmp_path: Path, figure: Callable[[str], None]
) -> None:
    (tmp_path / "sales.csv").write_text(SALES, "utf-8")
    began = time.monotonic()
    network_for(page, tmp_path / "sales.csv")
    train(page)
    page.get_by_role("tab", name="Try it").click()
    expect(page.get_by_role("slider", name="Größe")).to_be_visible()
    expect(page.locator(".tryit-winner strong")).to_have_text(re.compile("rot|blau"))
    before = page.locator(".tryit-answers").inner_text()
    page.get_by_role("slider", name="Größe").focus()
    page.keyboard.press("End")
    expect(page.locator(".tryit-answers")).not_to_have_text(before)
    figure(f"a semicolon CSV with decimal commas, from drop to answer: {time.monotonic() - began:.0f} s")


def test_recordings_in_folders_become_a_network_that_listens(
    page: Page, tmp_path: Path, figure: Callable[[str], None]
) -> None:
    for name, hertz in (("low", 220), ("high", 880)):
        for number in range(12):
            tone(tmp_path / "tones" / name / f"{number}.wav", hertz + 4 * number)
    began = time.monotonic()
    network_for(page, tmp_path / "tones")
    train(page)
    page.get_by_role("tab", name="Try it").click()
    page.get_by_role("button", name="Microphone", exact=True).click()
    expect(page.get_by_text("It listens to the last 1.0 seconds.")).to_be_visible()
    expect(page.locator(".tryit-winner strong")).to_have_text(re.compile("low|high"), timeout=60_000)
    figure(f"a folder of recordings, from drop to answer: {time.monotonic() - began:.0f} s")


def test_pictures_in_a_zip_become_a_network_that_reads_a_file(
    page: Page, tmp_path: Path, figure: Callable[[str], None]
) -> None:
    pictures(tmp_path / "spots")
    packed = Path(shutil.make_archive(str(tmp_path / "packed"), "zip", tmp_path, "spots"))
    began = time.monotonic()
    network_for(page, packed)
    train(page)
    page.get_by_role("tab", name="Try it").click()
    expect_status_beyond(page, epochs=30)
    page.get_by_role("button", name="Picture", exact=True).click()
    for name in ("dark", "light"):
        with page.expect_file_chooser() as chooser:
            page.get_by_role("button", name="Choose a picture…").click()
        chooser.value.set_files(tmp_path / "spots" / name / "4.png")
        expect(page.locator(".tryit-winner strong")).to_have_text(name)
    figure(f"a zip of pictures, from drop to answer: {time.monotonic() - began:.0f} s")


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_axe_finds_no_serious_fault_on_any_page_of_it(
    page: Page, tmp_path: Path, theme: Literal["dark", "light"]
) -> None:
    page.emulate_media(color_scheme=theme)
    pictures(tmp_path / "spots")
    create_network(page, {"document": {}, "name": "own"})
    window = open_your_data(page)
    assert faults(page) == []
    for source in ("Webcam", "Microphone", "Drawing pad"):
        window.get_by_role("button", name=source).click()
        assert faults(page) == []
        window.get_by_role("button", name="Back").click()
    drop(page, tmp_path / "spots")
    expect(window.get_by_role("button", name="Make it", exact=True)).to_be_visible()
    assert faults(page) == []
    window.get_by_role("button", name="Make it", exact=True).click()
    expect(window.locator(".own-tile")).to_have_count(24)
    assert faults(page) == []


def test_a_share_link_shows_own_data_only_where_that_was_ticked(page: Page, tmp_path: Path) -> None:
    (tmp_path / "sales.csv").write_text(SALES, "utf-8")
    network_for(page, tmp_path / "sales.csv")
    page.get_by_role("button", name="Share", exact=True).click()
    page.get_by_role("button", name="Create a link").click()
    expect(page.get_by_text("with your data")).to_have_count(0)
    page.get_by_role("checkbox", name="Show your data, too").check()
    page.get_by_role("button", name="Create a link").click()
    expect(page.get_by_text("with your data")).to_have_count(1)


def network_for(page: Page, file: Path) -> None:
    """Drop it, make samples of it as it is guessed, and a first network for them."""
    create_network(page, {"document": {}, "name": "own"})
    drop(page, file)
    window = page.get_by_role("dialog", name="Your data")
    window.get_by_role("button", name="Make it", exact=True).click()
    with page.expect_navigation():
        window.get_by_role("button", name="Make a network").click()
    expect(page.get_by_role("button", name="Train", exact=True)).to_be_enabled()


def settled(page: Page, shots: Locator) -> int:
    """How many there are, once none comes any more: the last ones are kept a moment after a button was let go."""
    many, still = shots.count(), 0
    while still < 5:
        page.wait_for_timeout(100)
        still = still + 1 if shots.count() == many else 0
        many = shots.count()
    return many


def expect_status_beyond(page: Page, epochs: int) -> None:
    """A run of the newest network has learned for so many epochs, or ended."""
    runs = f"/api/projects/{project_id(page)}/runs/"
    for _ in range(240):
        for run in page.request.get(runs).json()["runs"]:
            if run["epoch"] >= epochs or run["status"] == "finished":
                return
        page.wait_for_timeout(500)
    raise AssertionError(f"it has not come to epoch {epochs}")


def tone(file: Path, hertz: float, rate: int = 8_000) -> None:
    """A second of one tone."""
    file.parent.mkdir(parents=True, exist_ok=True)
    values = [int(12_000 * math.sin(2 * math.pi * hertz * at / rate)) for at in range(rate)]
    with wave.open(str(file), "wb") as written:
        written.setnchannels(1)
        written.setsampwidth(2)
        written.setframerate(rate)
        written.writeframes(struct.pack(f"<{rate}h", *values))
