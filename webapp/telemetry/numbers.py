"""Every number that processes count, in one place: what each means is what Prometheus shows beside it."""

from __future__ import annotations

import resource
import sys
from pathlib import Path

from webapp.telemetry.counted import Counter, Level, Reading, Times

REQUESTS = Counter("layerloom_requests_total", "Requests answered, by class of status.", ("status",))
REQUEST_S = Times("layerloom_request_seconds", "How long an answer takes.")
SOCKETS = Level("layerloom_sockets", "Websockets that are open, by kind.", ("kind",))
LOOP_DELAY_S = Times("layerloom_loop_delay_seconds", "How late the event loop of a web process comes to its work.")
ROOM_SAVES = Counter("layerloom_room_saves_total", "Saves of drawings, by result.", ("result",))
ROOM_SAVE_S = Times("layerloom_room_save_seconds", "How long it takes to save a drawing.")
TURNS = Counter("layerloom_turns_total", "Turns that runs were given.")
TURN_WAIT_S = Times("layerloom_turn_wait_seconds", "How long a queued run waits for its first turn.")
STEPS = Counter("layerloom_steps_total", "Steps of training that were stored.")
STORE_S = Times("layerloom_store_seconds", "How long it takes to store a slice of a run.")


def memory_bytes() -> float:
    """What this process has in memory now; at its most, where the system tells no more than that."""
    try:
        return float(int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize())
    except OSError:
        largest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return float(largest if sys.platform == "darwin" else largest * 1024)


MEMORY = Reading("layerloom_memory_bytes", "Memory of a process.", memory_bytes)
