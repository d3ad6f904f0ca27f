"""A starter's lesson is told, and what it has one try becomes a network of one's own."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

import builder
from builder.drawing.document import read_document
from builder.drawing.problems import AddNode, Connect, Disconnect, RemoveNode
from builder.kinds.lesson import Bypass, FullSize, Variant
from builder.kinds.starter import Starter
from tests.drawings import moons
from tests.webapp.conftest import Visitor
from tests.webapp.test_pages import config_of
from webapp.projects.models import Project
from webapp.projects.offers import version

XOR = builder.STARTERS["xor"]
assert XOR.lesson
TAKE = XOR.lesson.ablation


def made(visitor: Visitor, **body: Any) -> Project:
    answer = visitor.post("/api/projects/", body)
    assert answer.status_code == 201, answer.content
    return Project.objects.get(pk=answer.json()["id"])


def refused(visitor: Visitor, **body: Any) -> tuple[int, str, str]:
    answer = visitor.post("/api/projects/", body)
    error = answer.json()["error"]
    return answer.status_code, error["code"], f"{error['message']} {error['hint']}"


def use(monkeypatch: pytest.MonkeyPatch, starter: Starter) -> None:
    monkeypatch.setattr(builder, "STARTERS", {**builder.STARTERS, starter.key: starter})


@pytest.mark.parametrize("key", builder.STARTERS)
def test_a_lesson_is_told_whole_with_the_drawing_and_is_kept_by_its_version(visitor: Visitor, key: str) -> None:
    answer = visitor.get(f"/api/starters/{key}/?v={version()}")
    assert "immutable" in answer.headers["Cache-Control"]
    told = answer.json()
    starter = builder.STARTERS[key]
    drawn = visitor.get(f"/api/starters/{key}/document/").json()
    assert read_document(drawn["document"]) == starter.document
    assert [bar["measure"] for bar in told["bars"]] == [bar.measure for bar in starter.bars]
    assert all(bar["at"] in ("least", "most") for bar in told["bars"])
    if starter.lesson is None:
        assert told["lesson"] is None
        return
    lesson = told["lesson"]
    shown = (*lesson["tries"], lesson["ablation"], lesson["broken"])
    assert [each["label"] for each in shown] == [each.label for each in starter.lesson.variants]
    assert lesson["teaches"] == starter.lesson.teaches
    assert [each["name"] for each in lesson["baselines"]] == [each.name for each in starter.lesson.baselines]
    assert [each["title"] for each in lesson["full_size"]] == [each.title for each in starter.lesson.full_size]
    again = visitor.client.get(f"/api/starters/{key}/", headers={"if-none-match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_there_is_no_lesson_of_what_is_no_starter(visitor: Visitor) -> None:
    assert visitor.get("/api/starters/nothing/").status_code == 404
    assert visitor.get("/api/starters/nothing/document/").status_code == 404


def test_figures_are_told_as_long_as_they_are_of_this_drawing(visitor: Visitor) -> None:
    assert min(visitor.get("/api/starters/xor/").json()["measured"]["figures"]["accuracy"]) > 0.9


def test_a_network_knows_which_starter_it_began_as(visitor: Visitor) -> None:
    project = made(visitor, starter="xor")
    told = visitor.get(f"/api/projects/{project.pk}/").json()
    assert (told["starter"], told["variant"]) == ("xor", "")
    config = config_of(visitor.get(f"/p/{project.pk}/"))
    assert (config["starter"], config["variant"], config["original"]) == ("xor", "", None)
    assert config_of(visitor.get(f"/p/{visitor.project().pk}/"))["starter"] == ""


def test_what_somebody_only_looks_at_knows_it_too_and_goes_on_to_when_it_is_stored(db: None) -> None:
    looker = Visitor()
    config = config_of(looker.client.get("/new/", follow=True))
    first = next(iter(builder.STARTERS))
    assert config["starter"] == first
    looker.patch(f"/api/projects/{config['project']}/", {"name": "Mine"})
    assert Project.objects.get().starter == first


def test_a_variant_of_a_starter_is_a_network_with_its_edits(visitor: Visitor) -> None:
    project = made(visitor, starter="xor", variant="Take the tanh away")
    assert project.name == "XOR: take the tanh away"
    assert (project.starter, project.variant) == ("xor", "Take the tanh away")
    assert read_document(project.document) == TAKE.made(XOR.document)


def test_a_variant_of_a_network_is_made_on_what_was_drawn_there(visitor: Visitor) -> None:
    project = made(visitor, starter="xor")
    drawn = XOR.document.with_edits((AddNode(id="more", type="Noise"),))
    fork = made(visitor, fork_of=str(project.pk), variant=TAKE.label, document=drawn.model_dump(mode="json"))
    assert read_document(fork.document) == TAKE.made(drawn)
    assert fork.forked_from == project
    assert config_of(visitor.get(f"/p/{fork.pk}/"))["original"] == str(project.pk)
    stored = made(visitor, fork_of=str(project.pk), variant=TAKE.label)
    assert read_document(stored.document) == TAKE.made(XOR.document)


def test_a_variant_of_what_somebody_only_looks_at_stores_that_too(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    looker = Visitor()
    config = config_of(looker.client.get("/new/", follow=True))
    first = builder.STARTERS[config["starter"]]
    use(monkeypatch, replace(first, lesson=XOR.lesson))
    refusal = refused(looker, fork_of=config["project"], variant=TAKE.label)
    assert refusal[:2] == (409, "variant_does_not_fit")
    assert str(Project.objects.get().pk) == config["project"]


def without(*edits: Any) -> dict[str, Any]:
    document: dict[str, Any] = XOR.document.with_edits(edits).model_dump(mode="json")
    return document


FEWER = {
    "tanh is gone": without(RemoveNode(id="tanh")),
    "was a Tanh and is a ReLU now": without(AddNode(id="tanh", type="ReLU")),
    "connected to tanh.input": without(Disconnect(target="tanh.input")),
    "block main is gone": {"main": "other", "blocks": {"other": {}}},
}


@pytest.mark.parametrize("words", FEWER)
def test_a_variant_of_what_is_gone_says_what_is_and_offers_the_starter(visitor: Visitor, words: str) -> None:
    project = made(visitor, starter="xor")
    asked = {"fork_of": str(project.pk), "variant": TAKE.label, "document": FEWER[words]}
    status, code, said = refused(visitor, **asked)
    assert (status, code) == (409, "variant_does_not_fit")
    assert words in said
    assert "'XOR' as it was drawn" in said
    assert Project.objects.count() == 1


def with_lesson(monkeypatch: pytest.MonkeyPatch, **changed: Any) -> None:
    assert XOR.lesson
    use(monkeypatch, replace(XOR, lesson=replace(XOR.lesson, **changed)))


def test_a_variant_that_adds_what_somebody_has_added_already_says_so(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    added = (AddNode(id="drop", type="Dropout"), Connect(target="drop.input", source="tanh.output"))
    with_lesson(monkeypatch, broken=Variant(label="Drop", edits=added))
    project = made(visitor, starter="xor")
    asked = {"fork_of": str(project.pk), "variant": "Drop"}
    assert "a node drop already" in refused(visitor, **asked, document=without(*added))[2]
    assert "tanh is gone" in refused(visitor, **asked, document=without(RemoveNode(id="tanh")))[2]
    assert "drop" in made(visitor, **asked).document["blocks"]["main"]["nodes"]


def test_abbreviations_in_the_name_of_a_variant_stay_as_they_are(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_lesson(monkeypatch, broken=Variant(label="SGD instead of Adam", edits=(Bypass(id="tanh"),)))
    assert made(visitor, starter="xor", variant="SGD instead of Adam").name == "XOR: SGD instead of Adam"


def test_the_drawing_of_full_size_is_opened(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    size = FullSize("Moons of 1999", 42, "nobody", moons())
    with_lesson(monkeypatch, full_size=(size,))
    project = made(visitor, starter="xor", full_size=size.title)
    assert (project.name, project.starter, project.variant) == (size.title, "xor", size.title)
    assert read_document(project.document) == size.document
    assert "Moons of 1999" in refused(visitor, starter="xor", full_size="huge")[2]


def test_a_share_link_and_its_fork_know_the_lesson(visitor: Visitor, stranger: Visitor) -> None:
    project = made(visitor, starter="xor", variant=TAKE.label)
    token = visitor.share(project.pk)["token"]
    config = config_of(stranger.get(f"/s/{token}/"))
    assert (config["starter"], config["variant"], config["original"]) == ("xor", TAKE.label, None)
    fork = made(stranger, fork=token)
    assert (fork.starter, fork.variant) == ("xor", TAKE.label)
    assert config_of(stranger.get(f"/p/{fork.pk}/"))["original"] is None


def test_nobody_forks_a_variant_of_what_is_not_theirs(visitor: Visitor, stranger: Visitor) -> None:
    project = made(visitor, starter="xor")
    assert refused(stranger, fork_of=str(project.pk), variant=TAKE.label)[0] == 404


BAD: dict[str, tuple[dict[str, Any], int, str]] = {
    "no such starter": ({"starter": "xro", "variant": TAKE.label}, 404, "There are: "),
    "no such variant": ({"starter": "xor", "variant": "Take the sun away"}, 404, TAKE.label),
    "no lesson": ({"starter": "hopfield", "variant": TAKE.label}, 404, "has no lesson"),
    "both": ({"starter": "xor", "variant": TAKE.label, "full_size": "x"}, 400, "full_size goes with starter alone"),
    "full size of a document": ({"document": {}, "full_size": "x"}, 400, "full_size goes with starter alone"),
    "variant of a document": ({"document": {}, "variant": TAKE.label}, 400, "only starter and fork_of"),
    "a text for a network": ({"fork_of": "xor", "variant": TAKE.label}, 400, "fork_of"),
    "a label that is too long": ({"starter": "xor", "variant": "x" * 61}, 400, "variant"),
}


@pytest.mark.parametrize("what", BAD)
def test_nonsense_is_refused_in_words(visitor: Visitor, what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, replace(builder.STARTERS["hopfield"], lesson=None))
    body, status, words = BAD[what]
    told = refused(visitor, **body)
    assert told[0] == status
    assert words in told[2]
    assert not Project.objects.exists()


def test_a_network_that_began_as_no_starter_has_nothing_to_try(visitor: Visitor) -> None:
    project = str(visitor.project().pk)
    assert refused(visitor, fork_of=project, variant=TAKE.label)[:2] == (422, "no_lesson")
    assert "variant" in refused(visitor, fork_of=project)[2]
