"""The gallery: what its cards say, the pictures of drawings, and the list of one's own networks."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from django.conf import settings

import builder
from builder.kinds.lesson import CHAPTERS
from builder.registry.measured import measured
from tests.webapp.conftest import Visitor
from tests.webapp.test_pages import config_of
from webapp.gallery import THEMES, card
from webapp.projects.models import Project
from webapp.runs.models import Run

SVG = "{http://www.w3.org/2000/svg}"


def rects(svg: bytes) -> int:
    """Boxes that are painted."""
    return len(ET.fromstring(svg).findall(f"./{SVG}g/{SVG}rect"))


def test_every_starter_has_a_card_in_a_chapter_and_figures_only_where_they_were_measured(visitor: Visitor) -> None:
    told = visitor.get("/api/starters/").json()
    assert [each["key"] for each in told["starters"]] == [*builder.STARTERS]
    chapters = [each["key"] for each in told["chapters"]]
    assert {each["chapter"] for each in told["starters"]} == {*chapters}
    assert chapters == [each.key for each in CHAPTERS if each.key in chapters], "in the order of the texts"
    for each in told["starters"]:
        came_to = measured(builder.STARTERS[each["key"]])
        assert each["seconds"] == (came_to.cpu_seconds if came_to else None)
        assert bool(each["reached"]) == bool(came_to and builder.STARTERS[each["key"]].bars)


def test_a_card_says_nothing_that_was_measured_of_another_drawing() -> None:
    xor = builder.STARTERS["xor"]
    assert card(xor)["reached"] == ["accuracy 100.0 %"]
    training = xor.document.training.model_copy(update={"epochs": 41})
    drawn_anew = xor.document.model_copy(update={"training": training})
    changed = card(type(xor)(**{**vars(xor), "document": drawn_anew}))
    assert (changed["seconds"], changed["reached"]) == (None, [])


@pytest.mark.parametrize("key", builder.STARTERS)
def test_a_starters_drawing_is_a_picture_of_each_of_its_nodes(visitor: Visitor, key: str) -> None:
    answer = visitor.get(f"/starters/{key}.svg")
    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert "immutable" in answer.headers["Cache-Control"]
    assert rects(answer.content) == len(builder.STARTERS[key].document.graph.nodes)
    assert len(answer.content) < 60_000


def test_an_unknown_starter_has_no_picture(visitor: Visitor) -> None:
    assert visitor.get("/starters/nothing.svg").status_code == 404


def test_a_network_is_shown_small_to_its_owner_alone(visitor: Visitor, stranger: Visitor) -> None:
    project = visitor.project()
    address = f"/p/{project.pk}/drawing.svg"
    assert rects(visitor.get(address).content) == len(project.document["blocks"]["main"]["nodes"])
    assert "private" in visitor.get(address).headers["Cache-Control"]
    assert stranger.get(address).status_code == 404


def test_a_network_with_nothing_in_it_has_a_picture_too(visitor: Visitor) -> None:
    made = visitor.post("/api/projects/", {"document": {}}).json()["id"]
    assert rects(visitor.get(f"/p/{made}/drawing.svg").content) == 0


def test_the_first_page_lists_ones_own_networks_with_what_they_came_to(visitor: Visitor, stranger: Visitor) -> None:
    project = visitor.project()
    assert network_of(visitor)["last_run"] is None
    run = Run.objects.get(pk=visitor.run())
    name = next(name for name, node in run.document["blocks"]["main"]["nodes"].items() if node["type"] == "Accuracy")
    Run.objects.filter(pk=run.pk).update(status="finished", metrics={"loss": 0.25, name: 0.9612})
    mine = {each["id"]: each for each in visitor.get("/api/networks/").json()["networks"]}
    assert str(project.pk) in mine
    assert mine[str(run.project_id)]["last_run"]["status"] == "finished"
    assert mine[str(run.project_id)]["last_run"]["result"] == f"{name} 96.1 %"
    Run.objects.filter(pk=run.pk).update(best={"monitor": "loss", "value": 0.123456, "epoch": 3, "step": 9})
    again = {each["id"]: each for each in visitor.get("/api/networks/").json()["networks"]}
    assert again[str(run.project_id)]["last_run"]["result"] == "best loss 0.1235"
    assert stranger.get("/api/networks/").json() == {"networks": []}
    assert config_of(stranger.get("/"))["gallery"]["networks"] == []


def network_of(visitor: Visitor) -> dict:
    (network,) = config_of(visitor.get("/"))["gallery"]["networks"]
    return network


def test_of_many_networks_the_first_page_brings_the_newest_and_says_how_many_there_are(visitor: Visitor) -> None:
    project = visitor.project()
    for number in range(20):
        Project.objects.create(
            owner_id=project.owner_id, name=f"n{number}", document=project.document, state=project.state
        )
    told = config_of(visitor.get("/"))["gallery"]
    assert (len(told["networks"]), told["count"]) == (12, 21)
    assert len(visitor.get("/api/networks/").json()["networks"]) == 21


def test_pictures_are_small_in_both_themes_of_starters_that_there_are_and_kept_by_browsers(visitor: Visitor) -> None:
    taken = sorted(settings.GALLERY_DIR.glob("*.webp"))
    assert {tuple(path.name.split(".")) for path in taken} <= {
        (key, theme, "webp") for key in builder.STARTERS for theme in THEMES
    }
    assert [path.name for path in taken if path.stat().st_size > 15_000] == []
    shown = [told for told in visitor.get("/api/starters/").json()["starters"] if told["pictures"]]
    assert len(taken) == 2 * len(shown)
    assert taken
    answer = visitor.get(shown[0]["pictures"]["dark"])
    assert answer.headers["Content-Type"] == "image/webp"
    assert "immutable" in answer.headers["Cache-Control"]
