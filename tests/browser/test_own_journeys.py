"""Anybody's own data, from drop to answer: what a hand does between a file and a network that answers about it."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, Playwright, expect

from tests.browser.conftest import chromium
from tests.browser.journeys import create_network, expect_status, metric, train, type_into
from tests.browser.test_own_data import drop, open_your_data
from tests.builder.intake.made import sound

pytestmark = pytest.mark.browser

Figure = Callable[[str], None]


@pytest.fixture
def from_drop_to_answer(figure: Figure) -> Callable[[str], None]:
    """Prints how long a journey took, by what was brought."""
    began = time.monotonic()
    return lambda what: figure(f"{what}, from drop to answer: {time.monotonic() - began:.0f} s")


@pytest.fixture
def begun(page: Page) -> Page:
    create_network(page, {"document": {}, "name": "own"})
    return page


def network_of(page: Page) -> None:
    """Make the data as they were guessed, and a network for them."""
    window = page.get_by_role("dialog", name="Your data")
    window.get_by_role("button", name="Make it").click()
    window.get_by_role("button", name="Make a network").click()
    expect(window).to_be_hidden()
    expect(page.locator(".react-flow__node").filter(has_text="Objective")).to_have_count(1)


def trained(page: Page, within_s: float) -> Locator:
    train(page)
    expect_status(page, "finished", within_s)
    page.get_by_role("tab", name="Try it").click()
    return page.get_by_role("region", name="Try it")


def test_a_table_with_semicolons_and_commas_foretells_prices(
    begun: Page, tmp_path: Path, from_drop_to_answer: Callable[[str], None]
) -> None:
    chance = random.Random(0)
    rows = [(chance.uniform(30, 140), chance.uniform(0, 12)) for _ in range(300)]
    lines = [f"{area:.1f};{far:.2f};{2000 + 30 * area - 90 * far:.2f}".replace(".", ",") for area, far in rows]
    (tmp_path / "Mieten.csv").write_text("Fläche;Entfernung;Miete\r\n" + "\r\n".join(lines), "cp1252")
    page = begun
    drop(page, tmp_path / "Mieten.csv")
    window = page.get_by_role("dialog", name="Your data")
    expect(window.get_by_text("columns between semicolons, decimal commas")).to_be_visible()
    expect(window.get_by_role("combobox", name="Kind of Miete")).to_have_value("number")
    network_of(page)
    tryit = trained(page, 90)
    for name, value in (("Fläche", "100"), ("Entfernung", "2")):
        type_into(page, tryit.get_by_role("textbox", name=f"{name}, typed"), value)
    foretold = re.compile(r"miete\s*4[78]\d\d", re.IGNORECASE)  # 4,820 by the rule
    expect(tryit.locator(".tryit-answers")).to_contain_text(foretold)
    from_drop_to_answer("a semicolon CSV in windows-1252, to a number")


def test_folders_of_sounds_are_told_apart(
    begun: Page, tmp_path: Path, from_drop_to_answer: Callable[[str], None]
) -> None:
    chance = random.Random(0)
    for kind, pitch in (("low", 220), ("high", 880)):
        (tmp_path / "tones" / kind).mkdir(parents=True)
        for number in range(30):
            content = sound(pitch * chance.uniform(0.9, 1.1), seconds=1.0)
            (tmp_path / "tones" / kind / f"{number}.wav").write_bytes(content)
    page = begun
    drop(page, tmp_path / "tones")
    expect(page.get_by_role("dialog", name="Your data").get_by_text("60 files in 2 folders")).to_be_visible()
    network_of(page)
    trained(page, 150)
    assert float(metric(page, "accuracy").split()[0]) > 90
    from_drop_to_answer("sixty recordings in folders, to over 90 %")


@pytest.fixture
def seeing(playwright: Playwright, base_url: str, tmp_path: Path) -> Iterator[Page]:
    """A page in a browser whose camera sees dark and bright pictures in turn, eight seconds each."""
    film = tmp_path / "film.y4m"
    film.write_bytes(b"YUV4MPEG2 W160 H120 F10:1 Ip A1:1 C420\n" + b"".join(_frames()))
    launch = chromium()
    fakes = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]
    launch["args"] = [*launch["args"], *fakes, f"--use-file-for-fake-video-capture={film}"]
    browser: Browser = playwright.chromium.launch(**launch)
    context = browser.new_context(base_url=base_url, viewport={"width": 1280, "height": 720})
    yield context.new_page()
    browser.close()


def _frames() -> Iterator[bytes]:
    chance = random.Random(0)
    for number in range(160):
        shade = (40 if number < 80 else 210) + chance.randint(-12, 12)
        yield b"FRAME\n" + bytes([shade]) * (160 * 120) + bytes([128]) * (80 * 60 * 2)


LIGHT = """() => {
  const video = document.querySelector("video");
  if (!video?.videoWidth) return null;
  const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 });
  const context = canvas.getContext("2d");
  context.drawImage(video, 0, 0, 1, 1);
  return context.getImageData(0, 0, 1, 1).data[0];
}"""


def wait_until_it_turns(page: Page, name: str) -> None:
    """Look at the live picture until it has just become dark, or bright."""
    is_so = {"dark": "light !== null && light < 110", "bright": "light !== null && light > 140"}
    for wanted in ("bright" if name == "dark" else "dark", name):
        page.wait_for_function(f"() => {{ const light = ({LIGHT})(); return {is_so[wanted]}; }}")


def test_what_the_webcam_saw_by_class_is_answered_live(
    seeing: Page, from_drop_to_answer: Callable[[str], None]
) -> None:
    page = seeing
    create_network(page, {"document": {}, "name": "own"})
    window = open_your_data(page)
    window.get_by_role("button", name="Webcam").click()
    expect(window.locator("video")).to_be_visible()
    names = window.get_by_role("textbox", name="Name of the class")
    for place, name in enumerate(("dark", "bright")):
        type_into(page, names.nth(place), name)
        hold = window.get_by_role("button", name=f"Hold to record {name}")
        wait_until_it_turns(page, name)
        hold.hover()
        pictures = window.locator(".own-class").nth(place).locator("img")
        for _ in range(3):  # what comes in one go stays in one part
            before = pictures.count()
            page.mouse.down()
            expect(pictures.nth(before + 6)).to_be_attached()
            page.mouse.up()
    window.get_by_role("button", name="Use these").click()
    network_of(page)
    tryit = trained(page, 120)
    tryit.get_by_role("button", name="Camera", exact=True).click()
    winner = tryit.locator(".tryit-winner strong")
    for name in ("dark", "bright"):
        wait_until_it_turns(page, name)
        expect(winner).to_have_text(name, timeout=6_000)
    from_drop_to_answer("what a webcam saw, answered live")
