"""The browser folds the same frames to the same state: both sides test against one stored file.

`python -m tests.contracts.test_fold > static/src/run/live/fold.fixture.json` writes it anew.
"""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import msgpack

from builder.drawing.document import Change
from builder.drawing.problems import Problem
from trainer.run.events import (
    BestKept,
    CheckpointSaved,
    Evaluated,
    Event,
    Failed,
    Finished,
    Paused,
    Queued,
    Remedy,
    RunState,
    SettingsChanged,
    StageBegan,
    Started,
    StepsEnded,
    Stopped,
    TakenBack,
    Tested,
    WeightsTaken,
    encode,
    float32_column,
)

FIXTURE = Path(__file__).resolve().parents[2] / "static" / "src" / "run" / "live" / "fold.fixture.json"


def test_the_stored_frames_and_states_are_those_of_today() -> None:
    assert json.loads(FIXTURE.read_text()) == fixture(), "write the file anew, as said at the top"


def fixture() -> list[dict[str, Any]]:
    """Scenarios: the frames that a watcher gets, and the state that they fold to."""
    whole = _taken_up_twice()
    late = _state(whole[:6])
    return [
        _scenario("a run killed and taken up again", whole),
        _scenario("a late joiner", whole[6:], start=late),
        _scenario("a watcher who gets entries again", [*whole[:7], *whole[3:]]),
        _scenario("a run that fails", _failed()),
        _scenario("a run that is paused and stopped", _stopped()),
        _scenario("a run that is changed, killed, stops early and is extended", _steered()),
        _scenario("a run that failed and was taken back", _taken_back()),
        _scenario("a run in three parts that is extended, and looks at its test part twice", _in_three_parts()),
        _scenario("a run that begins from weights and goes through stages", _in_stages()),
        _scenario("a run that must wait for room on the disk", _no_room()),
        _scenario("a run that goes on when there is room", [*_no_room(), Queued(attempt=1, seq=5, reason="Resumed.")]),
    ]


def _taken_up_twice() -> list[Event]:
    return [
        Queued(attempt=0, seq=1, at=1.0, reason="Waiting for a worker."),
        Started(
            attempt=1,
            seq=2,
            at=2.0,
            reason="On the CPU.",
            step=0,
            total_steps=8,
            steps_per_epoch=4,
            device="cpu",
        ),
        _steps(1, 3, first=1, losses=[2.3, 2.1, 1.9]),
        CheckpointSaved(attempt=1, seq=4, at=3.1, step=3, digest="d3"),
        _steps(1, 5, first=4, losses=[1.7, 1.5]),
        Evaluated(attempt=1, seq=6, at=3.4, step=4, epoch=1, metrics={"loss": 1.65, "accuracy": 0.4}),
        Started(
            attempt=2,
            seq=7,
            at=9.0,
            reason="Taken up again.",
            step=3,
            total_steps=8,
            steps_per_epoch=4,
            device="cpu",
        ),
        _steps(2, 8, first=4, losses=[1.7, 1.5, float("inf"), 1.1, 0.9]),
        Evaluated(attempt=2, seq=9, at=9.5, step=8, epoch=2, metrics={"loss": 0.8, "accuracy": 0.9}),
        CheckpointSaved(attempt=2, seq=10, at=9.6, step=8, digest="d8"),
        Finished(attempt=2, seq=11, at=9.7, reason="All 2 epochs are done."),
    ]


def _failed() -> list[Event]:
    problem = Problem(code="not_finite", message="The loss is not a number.", hint="Lower the learning rate.")
    return [*_taken_up_twice()[:3], Failed(attempt=1, seq=4, at=4.0, problem=problem)]


def _taken_back() -> list[Event]:
    problem = Problem(code="not_finite", message="The loss is not a number.", hint="Lower the learning rate.")
    remedy = Remedy(label="A tenth of the rate: lr 0.1 → 0.01", goals={"objective": {"lr": 0.01}})
    change = Change(step=1, goals={"objective": {"lr": 0.01}})
    return [
        *_taken_up_twice()[:6],
        Failed(attempt=1, seq=7, at=7.0, problem=problem, good_step=1, remedies=(remedy,)),
        TakenBack(attempt=1, seq=8, at=8.0, step=1),
        Queued(attempt=1, seq=9, at=9.0, reason="Going back to step 1."),
        _taken_up(2, 10, step=1),
        _changed(2, 11, number=1, change=change, words="lr 0.1 → 0.01"),
        _steps(2, 12, first=2, losses=[2.0, 1.9]),
        _taken_up(3, 13, step=1),
    ]


def _in_stages() -> list[Event]:
    taken = WeightsTaken(
        attempt=1,
        seq=3,
        at=2.5,
        number=1,
        title="Run 3",
        words="1 of 3 weights are taken.",
        counts={"taken": 1, "misshapen": 1, "fresh": 1, "unused": 0},
        taken=("encoder.weight",),
        misshapen=("scores.weight",),
        fresh=("decoder.weight",),
        unused=(),
    )
    best = BestKept(attempt=1, seq=6, at=3.2, step=4, epoch=1, monitor="loss", value=0.5)
    return [
        *_taken_up_twice()[:2],
        taken,
        _stage(1, 4, number=1, name="Pre-train", step=0, epoch=0),
        _steps(1, 5, first=1, losses=[2.3, 2.1, 1.9, 1.8]),
        best,
        _stage(1, 7, number=2, name="Fine-tune", step=4, epoch=1),
        _steps(1, 8, first=5, losses=[0.9, 0.8]),
        _taken_up(2, 9, step=4),
        _stage(2, 10, number=2, name="Fine-tune", step=4, epoch=1),
        _steps(2, 11, first=5, losses=[0.9, 0.8, 0.7]),
        _taken_up(3, 12, step=3),
    ]


def _stage(attempt: int, seq: int, *, number: int, name: str, step: int, epoch: int) -> StageBegan:
    return StageBegan(
        attempt=attempt,
        seq=seq,
        at=float(seq),
        number=number,
        name=name,
        step=step,
        epoch=epoch,
        total_steps=10,
        steps_per_epoch=2 * number,
        epochs=4,
    )


def _in_three_parts() -> list[Event]:
    once = {"loss": 0.9, "accuracy": 0.8}
    again = {"loss": 0.7, "accuracy": 0.9}
    return [
        *_taken_up_twice()[:5],
        _validated(6, step=4, accuracy=0.4),
        Tested(attempt=1, seq=7, at=7.0, step=5, of_step=4, of_epoch=1, look=1, metrics=once),
        Tested(attempt=1, seq=8, at=8.0, step=5, of_step=4, of_epoch=1, look=1, metrics=once),  # by a later attempt
        Finished(attempt=1, seq=9, at=9.0, reason="Stopped at epoch 2."),
        Queued(attempt=1, seq=10, at=10.0, reason="Extended to 4 epochs."),
        _steps(1, 11, first=6, losses=[0.9, 0.8, 0.7]),
        _validated(12, step=8, accuracy=0.95),
        Tested(attempt=1, seq=13, at=13.0, step=8, of_step=8, of_epoch=2, look=2, metrics=again),
        Finished(attempt=1, seq=14, at=14.0, reason="All 4 epochs are done."),
    ]


def _validated(seq: int, *, step: int, accuracy: float) -> Evaluated:
    return Evaluated(
        attempt=1,
        seq=seq,
        at=seq,
        step=step,
        epoch=step // 4,
        part="validation",
        metrics={"loss": 1 - accuracy, "accuracy": accuracy},
        training={"accuracy": accuracy + 0.05},
    )


def _stopped() -> list[Event]:
    return [
        *_taken_up_twice()[:3],
        Paused(attempt=1, seq=4, at=4.0, reason="Paused by its owner."),
        Queued(attempt=1, seq=5, at=5.0, reason="Resumed."),
        Stopped(attempt=1, seq=6, at=6.0, reason="Stopped by its owner."),
    ]


def _no_room() -> list[Event]:
    problem = Problem(code="not_saved", message="The disk is full.", hint="Make room.")
    return [*_taken_up_twice()[:3], Paused(attempt=1, seq=4, at=4.0, reason="It can't be saved.", problem=problem)]


def _steered() -> list[Event]:
    rate = Change(step=4, goals={"objective": {"lr": 0.01}})
    return [
        *_taken_up_twice()[:6],
        BestKept(attempt=1, seq=7, at=3.5, step=4, epoch=1, monitor="accuracy", value=0.4),
        _changed(1, 8, number=1, change=rate, words="lr 0.1 → 0.01"),
        _steps(1, 9, first=6, losses=[1.4, 1.3]),
        _changed(1, 10, number=2, change=Change(step=7, batch_size=9), words="batch_size 8 → 9", steps=(7, 3)),
        BestKept(attempt=1, seq=11, at=9.0, step=7, epoch=2, monitor="accuracy", value=0.6),
        _taken_up(2, 12, step=5),
        _steps(2, 13, first=6, losses=[1.4, 1.3, 1.2]),
        Finished(attempt=2, seq=14, at=14.0, reason="Stopped at epoch 2."),
        Queued(attempt=2, seq=15, at=15.0, reason="Extended to 4 epochs."),
        _taken_up(3, 16, step=8, epochs=2),
        _changed(3, 17, number=2, change=Change(step=8, epochs=4), words="epochs 2 → 4", epochs=4, steps=(16, 4)),
    ]


def _taken_up(attempt: int, seq: int, *, step: int, epochs: int = 0) -> Started:
    return Started(
        attempt=attempt,
        seq=seq,
        at=seq,
        reason="Going on.",
        step=step,
        total_steps=8,
        steps_per_epoch=4,
        device="cpu",
        epochs=epochs,
        precision="bfloat16" if epochs else "float32",
    )


def _changed(
    attempt: int,
    seq: int,
    *,
    number: int,
    change: Change,
    words: str,
    steps: tuple[int, int] = (8, 4),
    epochs: int = 2,
) -> SettingsChanged:
    return SettingsChanged(
        attempt=attempt,
        seq=seq,
        at=seq,
        number=number,
        change=change,
        words=words,
        total_steps=steps[0],
        steps_per_epoch=steps[1],
        epochs=epochs,
    )


def _steps(attempt: int, seq: int, *, first: int, losses: list[float]) -> StepsEnded:
    return StepsEnded(
        attempt=attempt,
        seq=seq,
        at=seq + 0.25,
        first_step=first,
        count=len(losses),
        epoch=(first - 1) // 4 + 1,
        rate=12.5,
        losses={"loss": float32_column(losses), "other": float32_column([-x for x in losses])},
        rates={"loss": float32_column([x / 100 for x in losses])},
        lengths={"other": float32_column([x * x for x in losses])},
    )


def _state(events: list[Event]) -> RunState:
    state = RunState()
    for event in events:
        state.apply(event)
    return state


def _scenario(name: str, events: list[Event], start: RunState | None = None) -> dict[str, Any]:
    frames = [encode(event) for event in events]
    state = start or RunState()
    if start:
        frames.insert(0, msgpack.packb({"type": "snapshot", "state": start.snapshot()}))
    for event in events:
        state.apply(event)
    return {
        "name": name,
        "frames": [_text(frame) for frame in frames],
        "snapshot": _text(msgpack.packb(state.snapshot())),
    }


def _text(frame: bytes) -> str:
    return base64.b64encode(frame).decode()


if __name__ == "__main__":
    print(json.dumps(fixture(), indent=2))
