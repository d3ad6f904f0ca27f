"""A worker warms up before it forks, and its children may use as many threads as they like."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable

PROGRAM = """
import json, multiprocessing, sys, time

import builder
from webapp.runs.worker.warm import warm

warm()
begun = time.perf_counter()

def train():
    import torch
    from trainer.run.experiment import Experiment
    from trainer.run.beginning import begin
    from trainer.run.loop import train_slice

    first = next(train_slice(begin(Experiment(document=builder.STARTERS["two-moons-mlp"].document)), 60))
    first_event_s = time.perf_counter() - begun
    torch.set_num_threads(2)
    steps = list(train_slice(begin(Experiment(document=builder.STARTERS["digits-cnn"].document)), 0.5))
    print(json.dumps({"first_event_s": first_event_s, "first": first.type, "events": len(steps)}))

child = multiprocessing.get_context("fork").Process(target=train)
child.start()
child.join(90)
hangs = child.is_alive()
child.kill()
sys.exit("the child hangs" if hangs else child.exitcode)
"""


def test_a_child_of_a_warmed_worker_computes_on_two_threads(figure: Callable[[str], None]) -> None:
    ended = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    told = json.loads(ended.stdout)
    assert told["first"] == "steps_ended"
    assert told["events"] > 0
    figure(f"a child of a warmed worker tells its first 50 ms of steps after {told['first_event_s'] * 1000:.0f} ms")
