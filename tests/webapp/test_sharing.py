"""What a share link is good for: who can open it, as a code, and as a chat shows it."""

from __future__ import annotations

import io
import re
import socket
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import numpy as np
import pytest
import zxingcpp
from PIL import Image
from pytest_django.fixtures import Settings

from tests.drawings import moons
from tests.webapp.conftest import Visitor
from webapp.sharing import reach

SECOND = "127.0.0.2"
"""Stands in for this machine's address in its network: a machine that runs tests may have none."""


@pytest.fixture
def in_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reach, "own_address", lambda: SECOND)
    monkeypatch.setattr(reach, "is_boxed", lambda: False)


@pytest.fixture
def port() -> Iterator[int]:
    """A port on which something answers at every address of this machine."""
    with socket.create_server(("0.0.0.0", 0)) as listening:
        yield listening.getsockname()[1]


def reach_at(visitor: Visitor, host: str = "localhost:8000") -> dict[str, Any]:
    path = f"/api/projects/{visitor.project().pk}/shares/"
    told: dict[str, Any] = visitor.client.get(path, headers={"host": host}).json()["reach"]
    return told


def test_a_link_with_this_machines_own_name_says_that_it_is_for_this_machine_only(
    visitor: Visitor, in_network: None
) -> None:
    told = reach_at(visitor)
    assert told["is_only_here"]
    assert told["elsewhere"] == []
    assert "HOST=0.0.0.0 ./script/server" in told["advice"]
    assert SECOND in told["advice"]


def test_a_server_that_listens_everywhere_offers_its_address_in_the_network(
    visitor: Visitor, in_network: None, port: int, settings: Settings
) -> None:
    settings.CONFIG = replace(settings.CONFIG, host="0.0.0.0", port=port)
    settings.ALLOWED_HOSTS = ["*"]
    assert reach_at(visitor) == {
        "origin": "http://localhost:8000",
        "is_only_here": True,
        "elsewhere": [f"http://{SECOND}:{port}"],
        "advice": "",
    }


def test_no_address_is_offered_that_the_server_does_not_answer_on(
    visitor: Visitor, in_network: None, port: int, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.CONFIG = replace(settings.CONFIG, host="0.0.0.0", port=port)
    settings.ALLOWED_HOSTS = ["localhost", "example.org"]  # any other is answered with an error
    assert reach_at(visitor)["elsewhere"] == []
    settings.ALLOWED_HOSTS = ["*"]
    with socket.create_server((SECOND, 0)) as other:
        free = other.getsockname()[1]
    settings.CONFIG = replace(settings.CONFIG, port=free)  # nobody listens there now
    assert reach_at(visitor)["elsewhere"] == []
    settings.CONFIG = replace(settings.CONFIG, port=port)
    monkeypatch.setattr(reach, "is_boxed", lambda: True)  # the address of a container is of use to nobody outside
    told = reach_at(visitor)
    assert told["elsewhere"] == []
    assert "ORIGINS" in told["advice"]


def test_public_addresses_come_first_and_a_link_that_others_can_use_needs_no_word(
    visitor: Visitor, settings: Settings
) -> None:
    settings.CONFIG = replace(settings.CONFIG, origins=("https://loom.example.org",))
    assert reach_at(visitor)["elsewhere"] == ["https://loom.example.org"]
    settings.ALLOWED_HOSTS = ["*"]
    told = reach_at(visitor, "192.168.1.20:8000")
    assert told == {"origin": "http://192.168.1.20:8000", "is_only_here": False, "elsewhere": [], "advice": ""}


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.1.2.3", "::1", "loom.localhost"])
def test_every_way_to_say_this_machine_is_known(host: str) -> None:
    assert reach.is_loopback(host)
    assert not reach.is_loopback("192.168.1.20")
    assert not reach.is_loopback("loom.example.org")


def test_the_code_of_a_link_is_read_as_that_link(visitor: Visitor, stranger: Visitor) -> None:
    share = visitor.share(visitor.project().pk)
    answer = visitor.get(f"/api/shares/{share['id']}/code/")
    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert zxingcpp.read_barcode(painted(answer.content)).text == share["url"]
    assert stranger.get(f"/api/shares/{share['id']}/code/").status_code == 404
    foreign = visitor.get(f"/api/shares/{share['id']}/code/?origin=http://evil.example")
    assert (foreign.status_code, foreign.json()["error"]["code"]) == (422, "unknown_address")


def painted(svg: bytes) -> np.ndarray[Any, Any]:
    """The modules of a code, eight pixels each: rows of strokes, ``M4 4.5h7m1 0h2 ...``."""
    root = ET.fromstring(svg)
    size = int(root.attrib["viewBox"].split()[2])
    pixels = np.full((size, size), 255, np.uint8)
    strokes = next(each for each in root.iter() if each.attrib.get("stroke"))
    x = y = 0.0
    for command, numbers in re.findall(r"([MmhH])([^MmhH]*)", strokes.attrib["d"]):
        values = [float(number) for number in re.findall(r"-?[\d.]+", numbers)]
        if command == "h":
            pixels[int(y), int(x) : int(x + values[0])] = 0
            x += values[0]
        else:
            x, y = (values[0], values[1]) if command == "M" else (x + values[0], y + values[1])
    return pixels.repeat(8, 0).repeat(8, 1)


def test_a_chat_shows_title_and_picture_of_a_link(visitor: Visitor, stranger: Visitor) -> None:
    project = visitor.project(moons())
    project.name = 'Moons & "more"'
    project.save()
    share = visitor.share(project.pk)
    page = stranger.get(urlsplit(share["url"]).path).content.decode()
    told = dict(re.findall(r'<meta property="og:([a-z:]+)" content="([^"]*)">', page))
    assert told["title"] == "Moons &amp; &quot;more&quot;"
    assert told["url"] == share["url"]
    assert "neural network" in told["description"]
    answer = stranger.get(urlsplit(told["image"]).path)
    assert told["image"].startswith("http://")
    assert answer.headers["Content-Type"] == "image/png"
    picture = Image.open(io.BytesIO(answer.content))
    assert picture.size == (int(told["image:width"]), int(told["image:height"]))
    assert len(picture.convert("RGB").getcolors(1 << 20) or ()) > 50  # boxes, wires and letters, smoothed
    assert len(answer.content) < 300_000  # some readers take no more
    visitor.delete(f"/api/shares/{share['id']}/")
    assert stranger.get(urlsplit(told["image"]).path).status_code == 404


def test_the_page_of_an_owner_offers_no_preview(visitor: Visitor) -> None:
    assert "og:image" not in visitor.get(f"/p/{visitor.project().pk}/").content.decode()


def test_a_drawing_with_nothing_in_it_and_a_name_in_another_script_have_a_picture_too(
    visitor: Visitor, stranger: Visitor
) -> None:
    made = visitor.post("/api/projects/", {"document": {}, "name": "神经网络"}).json()
    share = visitor.share(made["id"])
    assert stranger.get(f"/s/{share['token']}/preview.png").content.startswith(b"\x89PNG")
