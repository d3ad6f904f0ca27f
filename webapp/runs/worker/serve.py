"""A worker's day: turns for whoever waits, as long as somebody does."""

from __future__ import annotations

import time

from webapp.runs.devices import Device
from webapp.runs.queue import turns
from webapp.runs.queue.wakeups import hand_on
from webapp.runs.redis_keys import connection, others_key
from webapp.runs.worker.advance import advance, is_draining

SERVE_S = 10.0
"""After so long a worker goes back to its queue: asking it costs some hundredths, a tenth of a short slice."""


def serve(device: Device, *, boot: str) -> None:
    """Give turns, one slice each, until nobody waits any more, or there is work of another kind."""
    until = time.monotonic() + SERVE_S
    held_up: set[turns.Turn] = set()
    while waiting := [turn for turn in turns.waiting(device) if turn not in held_up]:
        if time.monotonic() > until or is_draining(boot) or connection().exists(others_key()):
            return hand_on(waiting[0].run, device)
        if len(waiting) > 1:
            hand_on(waiting[1].run, device)
        turns.begin(waiting[0])
        if not advance(waiting[0].run, boot=boot, waiting=lambda: turns.count_waiting(device)):
            held_up.add(waiting[0])  # over, another worker's, or not to be stored now: not before it is queued anew
