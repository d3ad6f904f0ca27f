"""A run that failed goes back to its last good state and on with other settings; the failure stays in the curve."""

import csv
import io
import subprocess
import sys
from array import array
from uuid import UUID

import pytest

from builder.drawing.document import Change
from tests.drawings import classifier, draw, moons
from tests.webapp.conftest import Visitor
from tests.webapp.test_advance import work
from trainer.run import checkpoint
from trainer.run.events import SettingsChanged, StepsEnded
from trainer.run.experiment import Experiment
from trainer.run.loop import train_slice
from webapp.runs.files import checkpoints
from webapp.runs.log.segments import stored_events, stored_state
from webapp.runs.models import Run
from webapp.runs.worker import advance as advancing

pytestmark = pytest.mark.django_db(transaction=True)

NORM = {"fc1": "Linear", "bn": "BatchNorm1d", "relu": "ReLU", "fc": ("Linear", {"out_features": 2})}


def wild():
    document = moons(epochs=10)
    nodes = dict(document.graph.nodes)
    params = {"optimizer": "SGD", "lr": 1.0, "weight_decay": 10.0, "momentum": 0.0}
    nodes["objective"] = nodes["objective"].model_copy(update={"params": params})
    return document.model_copy(update={"blocks": {"main": document.graph.model_copy(update={"nodes": nodes})}})


def taken_back(visitor: Visitor, run_id: str, remedy: dict) -> None:
    body = {name: remedy[name] for name in ("goals", "batch_size") if remedy[name]}
    answer = visitor.post(f"/api/runs/{run_id}/take-back/", body)
    assert answer.status_code == 200, answer.content
    advancing._hot.clear()
    work(run_id)


def script_of(visitor: Visitor, run_id: str, folder) -> dict[int, float]:
    """What the exported script prints for each step."""
    (folder / "script.py").write_bytes(visitor.get(f"/api/runs/{run_id}/script/").content)
    told = subprocess.run([sys.executable, "script.py"], cwd=folder, capture_output=True, text=True, check=True).stdout
    lines = [line.split() for line in told.splitlines() if line.startswith("step ")]
    return {int(line[1]): float(line[3]) for line in lines}


def test_steps_before_a_failure_are_kept_with_a_state_and_the_run_goes_on_by_the_remedy(
    visitor: Visitor, tmp_path
) -> None:
    run_id = visitor.run(classifier(NORM, epochs=2, batch_size=31))
    work(run_id)
    state = stored_state(UUID(run_id))
    assert (state.status, state.step, len(state.curves["train/loss"].steps)) == ("failed", 33, 33)
    assert [checkpoint.step_of(file) for file in sorted(checkpoints(UUID(run_id)).glob("*.safetensors"))] == [32, 33]
    [remedy] = state.remedies
    assert remedy["batch_size"] == 32
    taken_back(visitor, run_id, remedy)
    after = stored_state(UUID(run_id))
    assert (after.status, after.failures) == ("finished", [33])
    assert list(after.curves["failed1/train/loss"].steps) == [33]
    assert list(after.curves["train/loss"].steps) == list(range(1, after.step + 1))
    printed = script_of(visitor, run_id, tmp_path)
    assert list(printed) == list(after.curves["train/loss"].steps)
    assert [*map(float, printed.values())] == pytest.approx(list(after.curves["train/loss"].values), abs=0, rel=1e-7)


def steep():
    """It learns for 40 steps; then its rate becomes so high that it blows up."""
    descent = {"optimizer": "SGD", "lr": 0.05, "momentum": 0.0}
    nodes = {"data": "Curve", "fc1": ("Linear", {"out_features": 8}), "relu": "ReLU",
             "fc2": ("Linear", {"out_features": 1}), "loss": "MSELoss",
             "objective": ("Objective", descent)}  # fmt: skip
    edges = {"fc1.input": "data.x", "relu.input": "fc1.output", "fc2.input": "relu.output", "loss.input": "fc2.output",
             "loss.target": "data.y", "objective.loss": "loss.loss"}  # fmt: skip
    return changed_by(draw(nodes, edges, epochs=10, batch_size=32), Change(step=40, goals={"objective": {"lr": 2.0}}))


def changed_by(document, change):
    training = document.training
    return document.model_copy(
        update={"training": training.model_copy(update={"changes": (*training.changes, change)})}
    )


def losses_by_hand(run_id: str, document, change) -> dict[int, float]:
    """What one trains who takes the last saved state of a run and goes on from there with a change."""
    state = checkpoint.load(Experiment(document=document), checkpoints(UUID(run_id)))
    state.wanted = [change]
    told = {}
    for event in train_slice(state, 1e9):
        if isinstance(event, StepsEnded):
            told |= dict(enumerate(array("f", event.losses["loss"]), event.first_step))
    return told


@pytest.mark.parametrize("place", [0, 1], ids=["a tenth of the rate", "clipped gradients"])
def test_a_blow_up_goes_on_as_a_run_does_that_had_this_change_at_this_step(
    visitor: Visitor, tmp_path, place: int
) -> None:
    run_id = visitor.run(steep())
    work(run_id)
    failed = stored_state(UUID(run_id))
    assert failed.status == "failed", "its rate is far too high"
    good = failed.good_step
    assert good is not None
    assert 40 <= good < failed.step
    assert [remedy["label"] for remedy in failed.remedies] == [
        "A tenth of the rate: lr 2 → 0.2",
        "Clip gradients: max_norm 0 → 1",
    ]
    change = Change(step=good, goals=failed.remedies[place]["goals"])
    by_hand = losses_by_hand(run_id, steep(), change)
    taken_back(visitor, run_id, failed.remedies[place])
    after = stored_state(UUID(run_id))
    assert (after.status, after.failures) == ("finished", [failed.step])
    changes = [event.change for event in stored_events(UUID(run_id)) if isinstance(event, SettingsChanged)]
    assert changes[-1] == change
    curve = after.curves["train/loss"]
    assert dict(zip(curve.steps[good:], curve.values[good:], strict=True)) == by_hand

    from_the_beginning = visitor.run(changed_by(steep(), change))
    work(from_the_beginning)
    planned = stored_state(UUID(from_the_beginning))
    assert planned.metrics == after.metrics
    assert (planned.curves["train/loss"].steps, planned.curves["train/loss"].values) == (curve.steps, curve.values)

    printed = script_of(visitor, run_id, tmp_path)
    assert list(printed) == list(curve.steps)
    assert list(printed.values()) == pytest.approx(list(curve.values), abs=0, rel=1e-7)
    rows = list(csv.DictReader(io.StringIO(visitor.get(f"/api/runs/{run_id}/curves/").content.decode())))
    told = [row["failed1/train/loss"] for row in rows if row["failed1/train/loss"]]
    assert len(told) == failed.step - good, "the failure stays in the table"


def test_only_a_run_that_failed_is_taken_back_and_only_by_what_can_be_changed(visitor: Visitor) -> None:
    run_id = visitor.run(moons(epochs=1))
    work(run_id)
    assert visitor.post(f"/api/runs/{run_id}/take-back/", {"batch_size": 8}).json()["error"]["code"] == "not_failed"
    run_id = visitor.run(wild())
    work(run_id)
    answer = visitor.post(f"/api/runs/{run_id}/take-back/", {"goals": {"objective": {"optimizer": "Adam"}}})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "bad_change")
    assert Run.objects.get(pk=run_id).status == "failed"


def test_a_run_that_was_stopped_goes_on_for_so_many_epochs_from_where_it_stands(visitor: Visitor) -> None:
    run_id = visitor.run(moons(epochs=20_000, batch_size=8))
    stop = f"/api/runs/{run_id}/stop/"
    work(run_id, lambda: visitor.post(stop).json()["status"] == "never")
    stopped = Run.objects.get(pk=run_id)
    assert stopped.status == "stopped"
    assert 0 < stopped.epoch < 19_000
    assert visitor.post(f"/api/runs/{run_id}/extend/", {"epochs": 10}).status_code == 200
    work(run_id)
    after = Run.objects.get(pk=run_id)
    assert (after.status, after.epoch) == ("finished", stopped.epoch + 10)
