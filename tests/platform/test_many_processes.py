"""A run that two processes train in the real product: whoever is killed, its curve is that of one process."""

from __future__ import annotations

import os
import signal
from array import array
from pathlib import Path

import pytest

from tests.drawings import moons
from tests.guest import Guest
from tests.product import Product, are_gone, members, running
from trainer.run.beginning import begin
from trainer.run.events import RunState
from trainer.run.experiment import Experiment
from trainer.run.loop import train_slice

pytestmark = pytest.mark.timeout(300)  # processes are started four times

DRAWING = moons(epochs=60, batch_size=16)


def one_process() -> RunState:
    state = RunState()
    for seq, event in enumerate(train_slice(begin(Experiment(document=DRAWING)), 1e9), 1):
        state.apply(event.model_copy(update={"seq": seq}))
    return state


def wait_until_stored(guest: Guest, run: str, attempt: int) -> None:
    """Until a state is saved of this attempt, and the first steps after it are told."""
    is_saved = False
    for frame in guest.watch(run):
        assert frame["type"] not in ("finished", "failed"), "it was over before anything could happen to it"
        if frame["type"] == "checkpoint_saved" and frame["attempt"] == attempt:
            is_saved = True
        if frame["type"] == "steps_ended" and is_saved:
            return


def members_of(product: Product) -> list[int]:
    return [pid for child in product.pool_children() for pid in members(child)]


def test_two_processes_give_the_curve_of_one_and_none_is_left_over_whoever_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = one_process()
    monkeypatch.setenv("RUN_PROCESSES", "2")
    with running(tmp_path) as product:
        guest = Guest(product.url)
        run = guest.press_train(DRAWING, processes=2)
        wait_until_stored(guest, run, attempt=1)
        first = members_of(product)
        assert len(first) == 2
        for child in product.pool_children():
            os.kill(child, signal.SIGKILL)
        assert are_gone(first, 60)
        wait_until_stored(guest, run, attempt=2)
        second = members_of(product)
        os.kill(second[0], signal.SIGKILL)  # the leader

        row = guest.wait_for_end(run)
        assert (row["status"], row["problem"], row["processes"]) == ("finished", None, 2)
        told = guest.state_of(run)
        assert told["attempt"] == 3
        for name, curve in expected.curves.items():
            assert array("I", told["curves"][name]["steps"]) == curve.steps, f"a gap or a double in {name}"
            values = array("f", told["curves"][name]["values"])
            assert list(values) == pytest.approx(list(curve.values), rel=1e-5, abs=1e-5)

        endless = guest.press_train(moons(epochs=20_000, batch_size=16), processes=2)
        wait_until_stored(guest, endless, attempt=1)
        third = members_of(product)
        assert len(third) == 2
        product.stop()
        assert are_gone([*second, *third], 60)
