"""Kill whatever you like while a network learns: the run goes on, its curve whole, its numbers those of a run
that nobody disturbed."""

from __future__ import annotations

import os
import signal
from array import array
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from tests.guest import Guest
from tests.product import Product, running
from tests.undisturbed import drawing, staged, undisturbed, unsliced
from trainer.run.events import RunState


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    undisturbed()  # beforehand: while it computes, nobody would notice what happens to a run
    with running(tmp_path_factory.mktemp("faults")) as product:
        yield product


def wait_for_step(guest: Guest, run: str, share: float) -> None:
    """Until the page shows that so much of the run is done."""
    for frame in guest.watch(run):
        if frame["type"] == "steps_ended" and frame["first_step"] > share * undisturbed().step:
            return
        assert frame["type"] != "finished", "it was over before anything could happen to it"


def kill(pids: Iterable[int]) -> None:
    for pid in pids:
        os.kill(pid, signal.SIGKILL)


def assert_as_if_undisturbed(guest: Guest, run: str, attempts: int, expected: RunState | None = None) -> None:
    row = guest.wait_for_end(run)
    assert (row["status"], row["problem"]) == ("finished", None), row["problem"]
    told, expected = guest.state_of(run), expected or undisturbed()
    assert told["attempt"] == attempts
    assert row["metrics"] == told["metrics"] == expected.metrics
    assert told["curves"].keys() == expected.curves.keys()
    assert told["stages"] == expected.stages
    for name, curve in expected.curves.items():
        assert array("I", told["curves"][name]["steps"]) == curve.steps, f"a gap or a double in {name}"
        assert array("f", told["curves"][name]["values"]) == curve.values, f"other numbers in {name}"


@pytest.mark.parametrize(
    ("victims", "attempts"),
    [(["web"], 1), (["valkey"], 1), (["worker"], 2), (["worker", "web", "valkey"], 2)],
    ids=["web", "valkey", "worker", "all three at once"],
)
def test_a_run_survives_a_kill(product: Product, victims: list[str], attempts: int) -> None:
    guest = Guest(product.url)
    run = guest.press_train(drawing())
    wait_for_step(guest, run, 0.1)  # soon: after other kills the page may hear of a step seconds late
    processes = product.processes()
    kill(processes[name] for name in victims)
    assert_as_if_undisturbed(guest, run, attempts)
    assert {name for name, pid in product.processes().items() if pid != processes[name]} == set(victims)


def test_a_run_survives_the_death_of_its_worker_in_each_of_its_stages(product: Product) -> None:
    expected = unsliced(staged())
    guest = Guest(product.url)
    run = guest.press_train(staged())
    ahead = [begun["step"] + 60 for begun in expected.stages]
    for frame in guest.watch(run):
        if frame["type"] == "steps_ended" and frame["first_step"] > ahead[0]:
            kill([product.processes()["worker"]])
            ahead.pop(0)
        if not ahead:
            break
        assert frame["type"] != "finished", "it was over before anything could happen to it"
    assert_as_if_undisturbed(guest, run, attempts=4, expected=expected)


def test_a_worker_that_slept_past_its_lease_gives_way_to_the_one_that_took_its_run(product: Product) -> None:
    guest = Guest(product.url)
    run = guest.press_train(drawing())
    wait_for_step(guest, run, 0.4)
    sleeper = product.processes()["worker"]
    os.killpg(sleeper, signal.SIGSTOP)
    second = Product(product.data, "worker")
    try:
        next(frame for frame in guest.watch(run) if frame["type"] == "started")
        os.killpg(sleeper, signal.SIGCONT)
        product.until_said(f"Run {run} was taken up by another worker")
        assert_as_if_undisturbed(guest, run, attempts=2)
    finally:
        os.killpg(sleeper, signal.SIGCONT)
        second.stop()


def test_a_run_survives_the_death_of_the_whole_product(tmp_path: Path) -> None:
    undisturbed()
    with running(tmp_path) as product:
        guest = Guest(product.url)
        run = guest.press_train(drawing())
        wait_for_step(guest, run, 0.4)
        product.kill()
    with running(tmp_path, port=product.port):
        assert_as_if_undisturbed(guest, run, attempts=2)


def test_a_run_that_crashes_its_process_twice_is_failed_and_others_go_on(product: Product) -> None:
    guest = Guest(product.url)
    run, innocent = guest.press_train(drawing()), None
    deaths = 0
    for frame in guest.watch(run):
        if frame["type"] == "started":
            kill(product.pool_children())
            deaths += 1
            innocent = innocent or guest.press_train(drawing())
        if frame["type"] == "failed":
            break
    assert deaths == 2
    row = guest.wait_for_end(run)
    assert (row["status"], row["problem"]["code"]) == ("failed", "worker_died")
    assert innocent is not None
    assert guest.wait_for_end(innocent)["status"] == "finished"
