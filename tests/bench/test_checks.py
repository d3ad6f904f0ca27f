"""What a pupil waits for while others check drawings of 5,000 nodes, eight at a time. Printed only."""

from __future__ import annotations

import statistics
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from tests.bench.test_builder import deep
from tests.drawings import moons
from webapp.checking.pool import Pool

VANDALS, ASKED = 8, 40


def large(number: int) -> bytes:
    document = deep(1_664)  # 4,997 nodes
    return (
        document.model_copy(update={"training": document.training.model_copy(update={"seed": number})})
        .model_dump_json()
        .encode()
    )


def seconds_of_small(pool: Pool, numbers: range) -> list[float]:
    """How long each answer to one more edit of a small drawing took."""
    times = []
    for number in numbers:
        drawing = moons(epochs=1 + number).model_dump_json().encode()
        begun = time.perf_counter()
        pool.answer(drawing, "pupil", "tab")
        times.append(time.perf_counter() - begun)
        time.sleep(0.05)  # a hand is not faster
    return sorted(times)


def test_eight_large_checks_and_a_small_one(figure):
    pool = Pool()
    pool.warm()
    alone = seconds_of_small(pool, range(ASKED))
    stop = threading.Event()

    def flood(vandal: int) -> int:
        done = 0
        while not stop.is_set():
            pool.answer(large(1_000 * vandal + done), f"vandal {vandal}")
            done += 1
        return done

    with ThreadPoolExecutor(VANDALS) as threads:
        flooding = [threads.submit(flood, vandal) for vandal in range(VANDALS)]
        while not pool._running:
            time.sleep(0.01)
        beside = seconds_of_small(pool, range(ASKED, 2 * ASKED))
        stop.set()
        done = sum(each.result() for each in flooding)
    pool.end()
    figure(
        f"a small check beside {VANDALS} of 5,000 nodes, of which {done} were answered: "
        f"{1000 * statistics.median(beside):.0f} ms at the median, {1000 * beside[-1]:.0f} ms at most "
        f"(aim: under 100 ms); alone {1000 * statistics.median(alone):.0f} ms"
    )
