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
FLOOD, FLOOD_EPOCHS = 8, 20_000
"""As many as one visitor may have, each of which takes longer than this test."""


def drawing(epochs=EPOCHS):
    document = builder.STARTERS["two-moons-mlp"].document
    return document.model_copy(update={"training": document.training.model_copy(update={"epochs": epochs})})


def seconds_of(row):
    """From the press to the end, as the product stored it."""
    return (datetime.fromisoformat(row["ended_at"]) - datetime.fromisoformat(row["created_at"])).total_seconds()


def train_and_watch(guest):
    """As a page does it: seconds from the press to the first point, and the row at the end."""
    begun = time.monotonic()
    run = guest.press_train(drawing())
    for frame in guest.watch(run):
        if frame["type"] == "steps_ended" or (frame["type"] == "snapshot" and frame["state"]["step"]):
            return time.monotonic() - begun, guest.wait_for_end(run)
    raise AssertionError("the socket ended before a point came")


def first_point_beside(flooder, pupils):
    """Seconds from the press to the first point, for one pupil after the other, while all that one may train trains."""
    for _ in range(FLOOD):
        flooder.press_train(drawing(epochs=FLOOD_EPOCHS))
    return [train_and_watch(pupil)[0] for pupil in pupils]


def test_forty_runs_at_once(tmp_path, figure):
    with running(tmp_path) as product:
        guest = Guest(product.url)
        train_and_watch(guest)  # what a first run pays is not a matter of turns
        alone = [train_and_watch(guest) for _ in range(ALONE)]
        with ThreadPoolExecutor(8) as pool:
            guests = list(pool.map(lambda _: Guest(product.url), range(STUDENTS)))
        with ThreadPoolExecutor(STUDENTS) as pool:
            watched = list(pool.map(train_and_watch, guests))
        alone += [train_and_watch(guest) for _ in range(ALONE)]
        beside_flood = first_point_beside(flooder=guests[0], pupils=guests[1 : 1 + ALONE])
    first, rows = sorted(seconds for seconds, _ in watched), [row for _, row in watched]
    together = (
        max(datetime.fromisoformat(row["ended_at"]) for row in rows)
        - min(datetime.fromisoformat(row["created_at"]) for row in rows)
    ).total_seconds()
    one_after_another = STUDENTS * statistics.median(seconds_of(row) for _, row in alone)
    figure(f"a run alone: first point {1000 * statistics.median(first for first, _ in alone):.0f} ms after the press")
    figure(
        f"a run beside {FLOOD} long ones of somebody else: first point after {statistics.median(beside_flood):.1f} s "
        f"at the median, {max(beside_flood):.1f} s at most (aim: under 3 s)"
    )
    figure(
        f"{STUDENTS} runs at once: first point after {first[STUDENTS // 2]:.1f} s at the median, "
        f"{first[-1]:.1f} s at the last (aim: within 10 s); all done after {together:.1f} s, one after another "
        f"{one_after_another:.1f} s: {one_after_another / together:.0%} of the throughput (aim: 90 %)"
    )
