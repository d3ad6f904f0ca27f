"""An owner changes a run on its way: what is asked for is made between two steps, recorded, and replayed exactly."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from builder.drawing.document import Change, Document, read_document
from builder.drawing.problems import SetParam
from tests.drawings import moons
from tests.undisturbed import unsliced
from tests.webapp.conftest import Visitor
from tests.webapp.test_advance import BOOT, assert_whole, slow_run
from webapp.projects.models import Project
from webapp.runs.log.segments import stored_state
from webapp.runs.models import AskedChange, Run
from webapp.runs.queue import slices
from webapp.runs.queue.outlook import Outlook, outlook_of
from webapp.runs.worker import advance as advancing
from webapp.runs.worker.advance import advance


@pytest.fixture(autouse=True)
def _short_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slices, "SLICE_S", 0.03)


def work(run_id: str, others: int = 0) -> bool:
    """Train until it is over or, while others wait, for one slice."""
    return advance(UUID(run_id), boot=BOOT, waiting=lambda: others)


def post(visitor: Visitor, run_id: str, verb: str, **body: Any) -> dict[str, Any]:
    answer = visitor.post(f"/api/runs/{run_id}/{verb}/", body)
    assert answer.status_code == 200, answer.content
    told: dict[str, Any] = answer.json()
    return told


def code_of(visitor: Visitor, run_id: str, verb: str, **body: Any) -> tuple[int, str]:
    answer = visitor.post(f"/api/runs/{run_id}/{verb}/", body)
    return answer.status_code, answer.json()["error"]["code"]


def paused_after(visitor: Visitor, document: Document, steps: int) -> str:
    """A run that stands after exactly so many steps, however fast this machine is."""
    run_id = visitor.run(document)
    post(visitor, run_id, "pause")
    post(visitor, run_id, "step", steps=steps)
    work(run_id)
    assert (Run.objects.get(pk=run_id).status, Run.objects.get(pk=run_id).step) == ("paused", steps)
    return run_id


def test_what_is_told_to_be_set_is_what_the_latest_change_set_planned_or_asked_for(visitor: Visitor) -> None:
    later = Change(step=20, goals={"objective": {"lr": 0.5}})
    document = moons(epochs=5)
    planned = document.training.model_copy(update={"changes": (later,)})
    run_id = paused_after(visitor, document.model_copy(update={"training": planned}), 10)

    def rate() -> float:
        return float(visitor.get(f"/api/runs/{run_id}/").json()["settings"]["goals"]["objective"]["lr"])

    post(visitor, run_id, "settings", goals={"objective": {"lr": 0.1}})
    assert rate() == 0.1
    post(visitor, run_id, "step", steps=20)
    work(run_id)
    assert rate() == 0.5
    post(visitor, run_id, "settings", goals={"objective": {"lr": 0.2}})
    assert rate() == 0.2


def finish(visitor: Visitor, run_id: str) -> None:
    post(visitor, run_id, "resume")
    work(run_id)
    assert Run.objects.get(pk=run_id).status == "finished"


AT = 20


def long() -> Document:
    return moons(epochs=60, batch_size=64)


def losses(run_id: str) -> list[float]:
    return list(stored_state(UUID(run_id)).curves["train/loss"].values)


def test_a_changed_rate_takes_effect_at_once_and_is_replayed_exactly(visitor: Visitor) -> None:
    run_id = paused_after(visitor, long(), AT)
    post(visitor, run_id, "settings", goals={"objective": {"lr": 0.05}}, batch_size=100)
    shown = visitor.get(f"/api/runs/{run_id}/").json()
    assert shown["settings"]["goals"]["objective"]["lr"] == 0.05
    assert shown["document"]["training"]["changes"] == [], "not made yet"
    finish(visitor, run_id)
    state = assert_whole(run_id)
    words = "lr 0.001 → 0.05, batch_size 64 → 100"
    assert state.changes == [{"number": 1, "step": AT, "words": words}]
    replayed = read_document(visitor.get(f"/api/runs/{run_id}/").json()["document"])
    assert [change.step for change in replayed.training.changes] == [AT]
    assert losses(run_id) == list(unsliced(replayed).curves["train/loss"].values)
    assert losses(run_id)[:AT] == list(unsliced(long()).curves["train/loss"].values)[:AT]


def test_a_change_is_made_within_a_slice_at_the_next_flush(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slices, "SLICE_S", 60.0)
    run_id, asked = slow_run(visitor), []

    def ask_then_stop(watchers: advancing._Watchers) -> None:
        if not asked:
            asked.append(post(visitor, run_id, "settings", goals={"objective": {"lr": 0.1}}))
        elif watchers._hot.trainee.progress.granted:
            post(visitor, run_id, "stop")

    monkeypatch.setattr(advancing._Watchers, "__call__", ask_then_stop)
    work(run_id)
    assert [change["words"] for change in assert_whole(run_id).changes] == ["lr 0.001 → 0.1"]


def test_a_change_is_made_again_at_its_step_when_the_last_state_is_damaged(visitor: Visitor, settings: Any) -> None:
    run_id = paused_after(visitor, long(), AT)
    post(visitor, run_id, "settings", goals={"objective": {"lr": 0.02}})
    post(visitor, run_id, "step", steps=5)
    work(run_id)
    newest = max((Path(settings.RUNS_DIR) / run_id).glob("*.safetensors"))
    assert newest.stem.endswith(str(AT + 5))
    newest.write_bytes(b"damaged")
    finish(visitor, run_id)
    assert_whole(run_id)
    document = read_document(visitor.get(f"/api/runs/{run_id}/").json()["document"])
    assert [change.step for change in document.training.changes] == [AT]
    assert losses(run_id) == list(unsliced(document).curves["train/loss"].values)


def test_a_finished_run_is_extended_from_where_it_ended(visitor: Visitor) -> None:
    run_id = visitor.run(moons(epochs=2))
    work(run_id)
    first = losses(run_id)
    again = post(visitor, run_id, "extend", epochs=3)
    assert (again["status"], again["ended_at"]) == ("queued", None)
    assert again["reason"] == "Extended to 5 epochs. Waiting for a worker."
    work(run_id)
    state = assert_whole(run_id)
    assert (state.status, state.epochs, state.reason) == ("finished", 5, "All 5 epochs are done.")
    assert losses(run_id)[: len(first)] == first
    assert losses(run_id) == list(unsliced(moons(epochs=5)).curves["train/loss"].values)


def test_a_run_tells_what_its_test_part_gave_and_how_often_it_has_looked(visitor: Visitor) -> None:
    run_id = visitor.run(moons(epochs=1))
    tell = lambda: visitor.get(f"/api/runs/{run_id}/").json()["tested"]  # noqa: E731
    assert tell() is None
    work(run_id)
    once = tell()
    assert (once["look"], once["of_epoch"]) == (1, 1)
    post(visitor, run_id, "extend", epochs=2)
    work(run_id)
    again = tell()
    assert (again["look"], again["of_epoch"]) == (2, 3)
    assert again["metrics"]["loss"] < once["metrics"]["loss"]
    assert stored_state(UUID(run_id)).tests == [once, again]


def test_a_stopped_and_a_running_run_are_extended_too(visitor: Visitor) -> None:
    run_id = slow_run(visitor)
    work(run_id, others=1)
    post(visitor, run_id, "extend", epochs=1)
    work(run_id, others=1)
    assert assert_whole(run_id).epochs == 20_001
    post(visitor, run_id, "stop")
    stands_in = Run.objects.get(pk=run_id).epoch
    assert post(visitor, run_id, "extend", epochs=1)["status"] == "queued"
    work(run_id, others=1)
    assert assert_whole(run_id).epochs == stands_in + 1, "so many more from where it stands"


def test_a_paused_run_is_taken_step_by_step(visitor: Visitor) -> None:
    run_id = slow_run(visitor)
    work(run_id, others=1)
    assert code_of(visitor, run_id, "step") == (409, "not_paused")
    post(visitor, run_id, "pause")
    before = Run.objects.get(pk=run_id).step
    for steps, after in ((1, before + 1), (3, before + 4)):
        assert post(visitor, run_id, "step", steps=steps)["status"] == "queued"
        work(run_id)
        state = assert_whole(run_id)
        assert (state.status, state.step, state.reason) == ("paused", after, f"After step {after:,}.")
    post(visitor, run_id, "resume")
    while assert_whole(run_id).step <= before + 5:  # a short slice takes one step only where the machine is busy
        work(run_id, others=1)


def test_a_run_that_stops_early_says_why_and_answers_with_its_best_weights(visitor: Visitor) -> None:
    document = moons(epochs=50, batch_size=64)
    watched = document.training.model_copy(update={"monitor": "accuracy", "patience": 2, "min_delta": 0.2})
    run_id = visitor.run(document.model_copy(update={"training": watched}))
    work(run_id)
    state = assert_whole(run_id)
    assert state.status == "finished"
    assert state.best
    assert state.reason.endswith(f"the weights of epoch {state.best['epoch']} are kept.")
    path = f"/api/runs/{run_id}/predict/"
    steps = {
        which: visitor.post(f"{path}?weights={which}", {"values": [0, 1]}).json()["answers"][0]["step"]
        for which in WHICH
    }
    assert steps == {"best": state.best["step"], "last": state.step}
    assert visitor.post(path, {"values": [0, 1]}).json()["answers"][0]["step"] == state.best["step"]
    assert visitor.post(f"{path}?weights=worst", {"values": [0, 1]}).status_code == 400
    files = [visitor.get(f"/api/runs/{run_id}/export/safetensors/?weights={which}").content for which in WHICH]
    assert files[0] != files[1]
    plain = visitor.run()
    work(plain)
    assert visitor.post(f"/api/runs/{plain}/predict/?weights=best", {"values": [0, 1]}).status_code == 409


WHICH = ("best", "last")


def test_the_average_of_the_weights_answers_and_is_exported_where_one_is_kept(visitor: Visitor) -> None:
    run_id = visitor.run(moons(epochs=3).with_edits((SetParam(id="objective", name="ema", value=0.99),)))
    work(run_id)
    assert {"loss (EMA)", "accuracy (EMA)"} <= assert_whole(run_id).metrics.keys()
    path, kinds = f"/api/runs/{run_id}", ("last", "average")
    answers = visitor.post(f"{path}/predict/?weights=last,average", {"values": [0, 1]}).json()["answers"]
    assert [answer["weights"] for answer in answers] == ["last", "average"]
    assert answers[0]["step"] == answers[1]["step"]
    assert answers[0]["told"] != answers[1]["told"]
    files = [visitor.get(f"{path}/export/safetensors/?weights={which}").content for which in kinds]
    assert files[0] != files[1]
    plain = visitor.run()
    work(plain)
    assert visitor.post(f"/api/runs/{plain}/predict/?weights=average", {"values": [0, 1]}).status_code == 409
    assert visitor.get(f"/api/runs/{plain}/export/safetensors/?weights=average").status_code == 409


def test_the_exported_script_of_a_changed_run_prints_its_numbers(visitor: Visitor, tmp_path: Path) -> None:
    run_id = paused_after(visitor, moons(epochs=4), AT)
    post(visitor, run_id, "settings", goals={"objective": {"lr": 0.1, "betas": "0.5, 0.9"}}, batch_size=50)
    post(visitor, run_id, "extend", epochs=2)
    finish(visitor, run_id)
    (tmp_path / "train.py").write_bytes(visitor.get(f"/api/runs/{run_id}/script/").content)
    alone = subprocess.run([sys.executable, "train.py"], cwd=tmp_path, capture_output=True, text=True, check=True)
    printed = [float(line.split()[3]) for line in alone.stdout.splitlines() if line.startswith("step ")]
    assert printed == losses(run_id)
    assert alone.stdout.count(" validation ") == 6


REFUSED = {
    "settings": [{}, {"goals": {"fc1": {"lr": 1}}}, {"goals": {"objective": {"lr": -1}}}],
    "extend": [{"epochs": 100_000}],
}


@pytest.mark.parametrize(("verb", "body"), [(verb, body) for verb, bodies in REFUSED.items() for body in bodies])
def test_a_change_that_can_not_be_made_is_refused_in_words(visitor: Visitor, verb: str, body: dict[str, Any]) -> None:
    run_id = visitor.run()
    answer = visitor.post(f"/api/runs/{run_id}/{verb}/", body)
    assert answer.status_code == 422
    assert answer.json()["error"]["problems"]
    assert not AskedChange.objects.exists()


def test_what_is_over_is_extended_or_left_alone(visitor: Visitor) -> None:
    run_id = visitor.run()
    work(run_id)
    assert code_of(visitor, run_id, "settings", batch_size=9) == (409, "run_ended")
    assert code_of(visitor, run_id, "step") == (409, "not_paused")
    never = visitor.run()
    post(visitor, never, "stop")
    assert code_of(visitor, never, "extend", epochs=1) == (409, "not_to_extend")


@pytest.mark.parametrize(("verb", "body"), [("settings", {"batch_size": 9}), ("extend", {"epochs": 1}), ("step", {})])
def test_only_the_owner_changes_a_run(visitor: Visitor, stranger: Visitor, verb: str, body: dict[str, Any]) -> None:
    run_id = visitor.run()
    token = visitor.share(Project.objects.get().pk)["token"]
    assert stranger.post(f"/api/runs/{run_id}/{verb}/", body, **{"X-Share-Token": token}).status_code == 404
    assert not AskedChange.objects.exists()


def test_the_outlook_tells_the_place_the_wait_and_how_many_share_a_worker(
    visitor: Visitor, stranger: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slices, "SLICE_S", 2.0)
    first, second, third = (Run.objects.get(pk=who.run()) for who in (visitor, stranger, visitor))
    assert outlook_of(first) == Outlook(place=1, starts_in_s=2, sharing=3.0), "one more may be at work"
    assert outlook_of(second) == Outlook(place=2, starts_in_s=4, sharing=3.0)
    assert outlook_of(third) == Outlook(place=3, starts_in_s=4, sharing=3.0)
    post(visitor, str(first.pk), "stop")
    assert outlook_of(second) == Outlook(place=1, starts_in_s=2, sharing=2.0)
    assert outlook_of(Run.objects.get(pk=first.pk)) == Outlook()
