"""What a web process keeps of networks that it was asked about: three of 25 million weights. Printed only."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest
from django.utils import timezone

from tests.drawings import classifier
from trainer.asking.ask import ask
from trainer.run import checkpoint
from trainer.run.beginning import begin
from trainer.run.experiment import Experiment
from trainer.run.loop import train_slice
from trainer.run.memory import resident_bytes
from webapp.accounts.models import Visitor
from webapp.projects.models import Project
from webapp.runs.doors import latest, trimming
from webapp.runs.files import checkpoints
from webapp.runs.models import Run

WIDTH = 3_500  # two layers of its square: 24.5 million


def trained(number: int) -> Run:
    """A run of one step, as a worker leaves it."""
    wide = ("Linear", {"out_features": WIDTH})
    document = classifier(
        {"a": wide, "b": wide, "c": wide, "relu": "ReLU", "out": ("Linear", {"out_features": 2})}, epochs=1 + number
    )
    state = begin(Experiment(document=document))
    next(train_slice(state, 0.0, lambda: True), None)
    project = Project.objects.create(owner=Visitor.objects.create(), name="", state=b"", document={})
    run = Run.objects.create(project=project, document=document.model_dump(mode="json"), queued_at=timezone.now())
    checkpoint.save(state, checkpoints(run.pk))
    return run


def mib() -> float:
    gc.collect()
    trimming._trim()
    return resident_bytes() / 2**20


@pytest.mark.django_db
def test_three_networks_of_25_million_weights(settings, tmp_path: Path, figure):
    settings.RUNS_DIR = tmp_path
    runs = [trained(number) for number in range(3)]
    before, after = mib(), []
    for run in runs:
        ask(latest.latest_state(run), {"point": [0.1, 0.2]})
        after.append(mib() - before)
    latest._loaded.clear()
    figure(
        "memory of a web process after one, two, three asked networks of 25 M weights: "
        + ", ".join(f"+{each:.0f}" for each in after)
        + f" MiB (573 MiB for each before); {mib() - before:+.0f} MiB once they are let go"
    )
