"""Forty students press Train at once, on one worker: when does each see a first point, and what do turns cost?

Printed, not judged.
"""

import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import builder
from tests.guest import Guest
from tests.product import running

STUDENTS = 40
ALONE = 4
EPOCHS = 40


def drawing():
    document = builder.STARTERS["two-moons-mlp"].document
    return document.model_copy(update={"training": document.training.model_copy(update={"epochs": EPOCHS})})


def seconds(row):
    """From the press to the end, as the product stored it."""
    return (datetime.fromisoformat(row["ended_at"]) - datetime.fromisoformat(row["created_at"])).total_seconds()


def train_alone(guest):
    return seconds(guest.wait_for_end(guest.press_train(drawing())))


def first_points(guests, runs, begun):
    """Seconds from ``begun`` until each run had a step."""
    first = [0.0] * len(runs)
    while not all(first) and time.monotonic() - begun < 120:
        for place, (guest, run) in enumerate(zip(guests, runs, strict=True)):
            if not first[place] and guest.ask(f"/api/runs/{run}/")["step"]:
                first[place] = time.monotonic() - begun
        time.sleep(0.1)
    assert all(first), "somebody never saw a point"
    return sorted(first)


def test_forty_runs_at_once(tmp_path, figure):
    with running(tmp_path) as product:
        guest = Guest(product.url)
        train_alone(guest)  # what a first run pays is not a matter of turns
        alone = [train_alone(guest) for _ in range(ALONE)]
        with ThreadPoolExecutor(8) as pool:
            guests = list(pool.map(lambda _: Guest(product.url), range(STUDENTS)))
            begun = time.monotonic()
            runs = list(pool.map(lambda student: student.press_train(drawing()), guests))
            first = first_points(guests, runs, begun)
            rows = list(pool.map(Guest.wait_for_end, guests, runs))
        alone += [train_alone(guest) for _ in range(ALONE)]
    together = (
        max(datetime.fromisoformat(row["ended_at"]) for row in rows)
        - min(datetime.fromisoformat(row["created_at"]) for row in rows)
    ).total_seconds()
    one_after_another = STUDENTS * statistics.median(alone)
    figure(
        f"{STUDENTS} runs at once: first point after {first[STUDENTS // 2]:.1f} s at the median, "
        f"{first[-1]:.1f} s at the last (aim: within 10 s); all done after {together:.1f} s, one after another "
        f"{one_after_another:.1f} s: {one_after_another / together:.0%} of the throughput (aim: 90 %)"
    )
