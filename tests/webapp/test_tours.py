"""Tours are pages of text, with drawings in them that become the reader's own when they are trained."""

import re

import pytest
from django.test import Client

from tests.webapp.conftest import Visitor
from webapp.projects.models import Project
from webapp.tours import TOURS


def test_the_list_leads_to_every_tour(db: None) -> None:
    page = Client(SERVER_NAME="localhost").get("/learn/")
    assert re.findall(rb'href="/learn/([\w-]+)/"', page.content) == [tour.key.encode() for tour in TOURS]


@pytest.mark.parametrize("tour", TOURS, ids=lambda tour: tour.key)
def test_a_tour_has_live_drawings_that_are_there(db: None, tour) -> None:
    client = Client(SERVER_NAME="localhost")
    page = client.get(f"/learn/{tour.key}/").content.decode()
    drawings = re.findall(r'<iframe[^>]* src="([^"]+)"', page)
    assert len(drawings) >= 2
    for address in drawings:
        answer = client.get(address.replace("&amp;", "&"))
        assert answer.status_code == 200
        assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert not Project.objects.exists()


def test_a_drawing_that_is_trained_in_a_tour_is_the_readers_own(visitor: Visitor) -> None:
    label = "Take the tanh away"
    answer = visitor.post(f"/embed/xor/?variant={label}")
    project = Project.objects.get()
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/p/{project.pk}/?embed&train"
    assert project.starter == "xor"
    assert "tanh" not in project.document["blocks"]["main"]["nodes"]
    page = visitor.get(f"/p/{project.pk}/?embed")
    assert "frame-ancestors 'self'" in page.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in visitor.get(f"/p/{project.pk}/").headers["Content-Security-Policy"]


def test_its_picture_is_that_of_the_variant(db: None) -> None:
    client = Client(SERVER_NAME="localhost")
    plain, varied = (client.get(f"/embed/xor/picture.svg{query}") for query in ("", "?variant=Take the tanh away"))
    assert plain.headers["Content-Type"] == "image/svg+xml"
    assert plain.content != varied.content


@pytest.mark.parametrize(
    "path", ["/learn/nothing/", "/embed/nothing/", "/embed/xor/?variant=Nothing", "/embed/xor/picture.svg?variant=x"]
)
def test_what_is_not_there_is_not_found(db: None, path: str) -> None:
    assert Client(SERVER_NAME="localhost").get(path).status_code == 404
