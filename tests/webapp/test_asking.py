"""Networks that are asked live in the web process within a budget of bytes."""

from __future__ import annotations

from uuid import UUID

import pytest

import builder
from builder.drawing.document import Stage
from tests.drawings import lasting, moons
from tests.webapp.conftest import Visitor
from tests.webapp.test_errors import error_of
from webapp.runs.doors import latest
from webapp.runs.worker.advance import advance


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    latest._loaded.clear()


def trained(visitor: Visitor, seed: int) -> str:
    run = visitor.run(moons(epochs=2, seed=seed))
    advance(UUID(run), boot="this-boot", waiting=lambda: 0)
    return run


def ask(visitor: Visitor, run: str):
    return visitor.post(f"/api/runs/{run}/predict/", {"values": [0.1, 0.2]})


def test_networks_that_were_asked_are_kept_by_their_bytes(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    runs = [trained(visitor, seed) for seed in range(4)]
    assert ask(visitor, runs[0]).status_code == 200
    one = latest.held_bytes()
    assert one > 4 * (2 * 8 + 8 + 8 * 2 + 2), "the weights at least"
    monkeypatch.setattr(latest, "KEPT_BYTES", 2 * one)
    answers = [ask(visitor, run).content for run in (*runs, *runs)]
    assert answers[:4] == answers[4:]
    assert latest.held_bytes() <= 2 * one
    assert [str(run) for run, _ in latest._loaded] == runs[2:], "those asked last"
    monkeypatch.setattr(latest, "KEPT_BYTES", one - 1)
    assert ask(visitor, runs[0]).content == answers[0], "what is larger than all that may be kept is asked and let go"
    assert not latest._loaded


def test_a_checkpoint_that_is_too_large_is_refused_in_words(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    run = trained(visitor, 0)
    monkeypatch.setattr(latest, "MAX_BYTES", 100)
    assert error_of(ask(visitor, run), 413)["code"] == "too_large_to_ask"


def test_what_a_network_takes_is_told_and_each_field_is_given_by_its_name(visitor: Visitor) -> None:
    run = trained(visitor, 0)
    told = visitor.client.get(f"/api/runs/{run}/asks/").json()
    assert [(field["kind"], field["name"]) for field in told["fields"]] == [("numbers", "point")]
    assert told["fields"][0]["numbers"][0]["low"] < 0 < told["fields"][0]["numbers"][0]["high"]
    answer = visitor.post(f"/api/runs/{run}/predict/", {"fields": {"point": [0.1, 0.2]}})
    assert answer.content == ask(visitor, run).content
    assert (
        "asks for point" in error_of(visitor.post(f"/api/runs/{run}/predict/", {"fields": {"x": [1]}}), 422)["message"]
    )
    assert error_of(visitor.post(f"/api/runs/{run}/predict/", {"text": "once"}), 422)["code"] == "bad_input"
    assert visitor.post(f"/api/runs/{run}/predict/", {"text": "once", "values": [1, 2]}).status_code == 400


def test_the_untrained_network_and_a_kept_moment_answer_beside_the_last_weights(visitor: Visitor) -> None:
    stages = (Stage(name="First", epochs=1), Stage(name="Second", epochs=1))
    document = moons(epochs=2, batch_size=64)
    run = visitor.run(document.model_copy(update={"training": document.training.model_copy(update={"stages": stages})}))
    advance(UUID(run), boot="this-boot", waiting=lambda: 0)
    kept = [each["moment"] for each in visitor.get(f"/api/runs/{run}/weights/").json()["moments"]]
    (first,) = (each for each in kept if each != "last")
    path, given = f"/api/runs/{run}/predict/", {"fields": {"point": [0.5, 0.5]}}
    said = visitor.post(f"{path}?weights=last&weights={first}&weights=untrained", given).json()["answers"]
    assert [each["weights"] for each in said] == ["last", first, "untrained"]
    assert said[0]["step"] == 2 * said[1]["step"] > said[2]["step"] == 0
    assert len({str(each["told"]) for each in said}) == 3
    assert said == visitor.post(f"{path}?weights=last,{first},untrained", given).json()["answers"]
    assert "keeps no weights" in error_of(visitor.post(f"{path}?weights=worst", given), 400)["message"]
    assert "At most 4" in error_of(visitor.post(f"{path}?weights=last,best,a,b,c", given), 400)["message"]


def test_codes_are_told_and_unfolded_and_a_network_without_one_says_so(visitor: Visitor) -> None:
    run = visitor.run(lasting(builder.STARTERS["vae"].document, 1))
    advance(UUID(run), boot="this-boot", waiting=lambda: 0)
    path = f"/api/runs/{run}/codes/"
    told = visitor.get(path).json()
    assert told["points"]["shape"][1] == len(told["ranges"]) == 2
    assert len(told["labels"]) == told["points"]["shape"][0]
    assert visitor.get(f"/api/runs/{run}/asks/").json()["code"] == 2
    said = visitor.post(f"{path}?weights=last,untrained", {"code": [0.1, 0.2]}).json()["answers"]
    assert [each["weights"] for each in said] == ["last", "untrained"]
    assert said[0]["told"]["answer"]["kind"] == "picture"
    assert said[0]["told"] != said[1]["told"]
    assert "2 finite numbers" in error_of(visitor.post(path, {"code": [0.1]}), 422)["message"]
