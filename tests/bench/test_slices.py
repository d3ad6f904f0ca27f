"""What does a lone run pay for being trained in slices? Printed, not judged (aim: under 2 %)."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from uuid import UUID

import pytest

import builder
from tests.webapp.conftest import Visitor, _empty, valkey  # noqa: F401  (the fixtures)
from webapp.runs.models import Run, Segment
from webapp.runs.queue import slices
from webapp.runs.worker import advance as advancing

ROUNDS = 5
EPOCHS = 100
SHORT_S = 0.05  # many slices in a short run: what one of them costs stands out


def train(slice_s: float, monkeypatch: pytest.MonkeyPatch) -> tuple[float, float, int]:
    """Seconds on the clock, seconds of the processor, slices."""
    document = builder.STARTERS["two-moons-mlp"].document
    training = document.training.model_copy(update={"epochs": EPOCHS, "threads": 1})
    run_id = Visitor().run(document.model_copy(update={"training": training}))
    monkeypatch.setattr(slices, "SLICE_S", slice_s)
    begun, begun_cpu = time.perf_counter(), time.process_time()
    advancing.advance(UUID(run_id), boot="boot", waiting=lambda: 0)
    clock, cpu = time.perf_counter() - begun, time.process_time() - begun_cpu
    assert Run.objects.get(pk=run_id).status == "finished"
    return clock, cpu, Segment.objects.filter(run=run_id).count() - 1


@pytest.mark.usefixtures("transactional_db")
def test_what_a_lone_run_pays(figure: Callable[[str], None], monkeypatch: pytest.MonkeyPatch) -> None:
    train(SHORT_S, monkeypatch)
    clock, cpu = [], []
    for _ in range(ROUNDS):
        sliced, whole = train(SHORT_S, monkeypatch), train(1e9, monkeypatch)
        more = sliced[2] - whole[2]
        clock.append((sliced[0] - whole[0]) / more)
        cpu.append((sliced[1] - whole[1]) / more)
    on_clock, of_processor = statistics.median(clock), statistics.median(cpu)
    figure(
        f"from one slice to the next: {on_clock * 1e3:.1f} ms on the clock, {of_processor * 1e3:.1f} ms of CPU; "
        f"of a lone run's slices of 2 s that is {on_clock / 2:.2%} and {of_processor / 2:.2%} (aim: under 2 %)"
    )
