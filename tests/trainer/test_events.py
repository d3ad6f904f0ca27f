"""A run is its log: whoever folds it, early or late, sees the same state."""

import pytest
from pydantic import ValidationError

from builder.drawing.problems import Problem
from trainer.run import events
from trainer.run.events import RunState, decode, encode, float32_column

LOG = [
    events.Queued(seq=1, reason="Waiting."),
    events.Started(seq=2, attempt=1, at=5.0, reason="Go.", step=0, total_steps=6, steps_per_epoch=3, device="cpu"),
    events.StepsEnded(
        seq=3, attempt=1, first_step=1, count=3, epoch=1, rate=9.0, losses={"loss": float32_column([3, 2, 1])}
    ),
    events.Evaluated(part="validation", seq=4, attempt=1, step=3, epoch=1, metrics={"loss": 1.5, "accuracy": 0.5}),
    events.CheckpointSaved(seq=5, attempt=1, step=3, digest="d"),
    events.StepsEnded(
        seq=6, attempt=1, first_step=4, count=2, epoch=2, rate=9.0, losses={"loss": float32_column([0.9, 0.8])}
    ),
    events.Started(seq=7, attempt=2, at=8.0, reason="Again.", step=3, total_steps=6, steps_per_epoch=3, device="cpu"),
    events.StepsEnded(
        seq=8, attempt=2, first_step=4, count=3, epoch=2, rate=9.0, losses={"loss": float32_column([0.9, 0.8, 0.7])}
    ),
    events.Evaluated(part="validation", seq=9, attempt=2, step=6, epoch=2, metrics={"loss": 0.5, "accuracy": 1.0}),
    events.Finished(seq=10, attempt=2, at=9.0, reason="Done."),
]


def fold(log):
    state = RunState()
    for event in log:
        state.apply(event)
    return state


def test_what_a_killed_worker_computed_twice_is_shown_once():
    state = fold(LOG)
    assert list(state.curves["train/loss"].steps) == [1, 2, 3, 4, 5, 6]
    assert list(state.curves["validation/accuracy"].values) == [0.5, 1.0]
    assert (state.status, state.started_at, state.ended_at) == ("finished", 5.0, 9.0)


def test_an_event_that_comes_twice_counts_once():
    assert fold([event for event in LOG for _ in range(2)]).snapshot() == fold(LOG).snapshot()


def test_every_event_survives_its_frame():
    for event in [
        *LOG,
        events.Failed(seq=11, problem=Problem(code="c", message="m")),
        events.Paused(seq=12, reason="r"),
    ]:
        assert decode(encode(event)) == event


def test_an_event_with_a_stranger_among_its_fields_is_refused():
    with pytest.raises(ValidationError):
        events.Queued(seq=1, reason="r", surprise=1)


def test_a_loss_keeps_every_bit():
    loss = 0.0021641727071255445
    assert (
        fold(
            [
                *LOG[:2],
                events.StepsEnded(
                    seq=3, first_step=1, count=1, epoch=1, rate=1, losses={"loss": float32_column([loss])}
                ),
            ]
        )
        .curves["train/loss"]
        .values[0]
        == loss
    )


def test_a_failed_run_says_why():
    state = fold([*LOG[:3], events.Failed(seq=4, problem=Problem(code="c", message="It broke."))])
    assert (state.status, state.reason) == ("failed", "It broke.")
    assert state.snapshot()["problem"]["code"] == "c"
