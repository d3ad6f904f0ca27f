"""Layerloom, the way a worker trains: a drawing as JSON, slices, every event into a log, checkpoints, a probe."""

from __future__ import annotations

import tempfile
import time
from array import array
from pathlib import Path
from typing import BinaryIO

import torch

from builder.drawing.document import Document, read_document
from tests.bench.training.fit import Fit
from tests.bench.training.workload import Workload
from trainer.look.looker import Looker
from trainer.run import checkpoint
from trainer.run.autotune import kernels_for
from trainer.run.beginning import begin
from trainer.run.events import CheckpointSaved, Evaluated, Event, StepsEnded, decode, encode
from trainer.run.experiment import Experiment
from trainer.run.loop import train_slice
from trainer.run.state import State

SLICE_S = 2.0


def fit(workload: Workload, epochs: int, threads: int) -> Fit:
    """Train, and read the losses back from the log."""
    torch.set_num_threads(1)  # as a worker; the drawing says how many its training takes
    drawing = _settled(workload.drawn(epochs + 1, threads)).model_dump_json()
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder, "events")
        seconds = _train(begin(Experiment(document=read_document(drawing))), log, Path(folder, "checkpoints"))
        events = _read(log)
    columns = [column for event in events if isinstance(event, StepsEnded) for column in event.losses.values()]
    scores = [event.metrics["accuracy"] for event in events if isinstance(event, Evaluated)]
    return Fit([loss for column in columns for loss in array("f", column)], seconds, scores[-1])


def _settled(document: Document) -> Document:
    """Computed by the kernels that a worker would settle on for a run of some length."""
    training = document.training
    kernels = kernels_for(begin(Experiment(document=document)), training.threads or 1)
    return document.model_copy(update={"training": training.model_copy(update={"kernels": kernels})})


def _train(state: State, log: Path, checkpoints: Path) -> float:
    """Seconds from the end of the first epoch to the last checkpoint."""
    with log.open("wb") as sink:
        watchers = _Watchers(state)
        while state.step < state.steps_per_epoch:  # a slice may be shorter than an epoch
            _slice(state, sink, watchers, state.steps_per_epoch)
        begun = time.perf_counter()
        while not state.is_finished:
            _slice(state, sink, watchers)
            saved = CheckpointSaved(step=state.step, digest=checkpoint.save(state, checkpoints))
            _write(sink, encode(saved))
        return time.perf_counter() - begun


def _slice(state: State, sink: BinaryIO, watchers: _Watchers, until_step: int | None = None) -> None:
    watchers.resume()
    for event in train_slice(state, SLICE_S, until_step=until_step):
        _write(sink, encode(event))
        watchers.look()


class _Watchers:
    """Somebody looks at what comes out of every node, all the time."""

    def __init__(self, state: State) -> None:
        self._state, self._looker = state, Looker()
        self._views = [f"activation:{node}" for node in state.experiment.document.graph.nodes]
        self.seen: dict[str, bytes] = {}

    def resume(self) -> None:
        self._looker.resume()

    def look(self) -> None:
        for looks in self._looker.look(self._state, self._views):
            self.seen |= {each.view: each.encode() for each in looks}


def _write(sink: BinaryIO, frame: bytes) -> None:
    sink.write(len(frame).to_bytes(4, "little") + frame)
    sink.flush()


def _read(log: Path) -> list[Event]:
    events, rest = [], memoryview(log.read_bytes())
    while rest:
        end = 4 + int.from_bytes(rest[:4], "little")
        events.append(decode(bytes(rest[4:end])))
        rest = rest[end:]
    return events
