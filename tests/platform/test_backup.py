"""A backup made while a run trains, restored on an empty machine: the run goes on there with the same numbers."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import tarfile
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.drawings import moons
from tests.guest import Guest
from tests.product import running
from tests.services import postgresql
from webapp.config import REPOSITORY

EPOCHS = 10_000
"""So that a run is on its way whenever somebody looks, however fast the machine is."""
FURTHER = 100
"""Steps that it is watched after the copy."""


def until(is_so: Callable[[], Any], timeout_s: float) -> None:
    """Wait for something that the product comes to."""
    deadline = time.monotonic() + timeout_s
    while not is_so():
        assert time.monotonic() < deadline, "it never came to be so"
        time.sleep(0.1)


def manage(data: Path, *command: str, is_well: bool = True, **environ: str) -> str:
    ours = {**os.environ, "LAYERLOOM_DATA": str(data), **environ}
    run = subprocess.run(
        [sys.executable, "manage.py", *command], cwd=REPOSITORY, env=ours, capture_output=True, text=True, check=False
    )
    assert (run.returncode == 0) == is_well, run.stdout + run.stderr
    return run.stdout + run.stderr


def rows(archive: Path) -> dict[str, dict[str, object]]:
    """Every row of a backup, by what it is; what a restored run is told anew is not compared."""
    with tarfile.open(archive) as opened:
        file = opened.extractfile("rows.jsonl")
        assert file
        found = [json.loads(line) for line in file]
    for row in found:
        row["fields"].pop("uncommitted", None)
    return {f"{row['model']} {row['pk']}": row["fields"] for row in found}


@dataclass
class Copied:
    """A backup that was made while ``run`` trained, and what the site had become a little later."""

    archive: Path
    guest: Guest
    port: int
    run: str
    networks: object
    curves: list[list[bytes]]

    @property
    def step(self) -> int:
        step = rows(self.archive)[f"runs.run {self.run}"]["step"]
        assert isinstance(step, int)
        return step


def curves(guest: Guest, url: str, run: str, beyond: int) -> list[list[bytes]]:
    """Step and numbers of the run once it has come so far; its last row may not have been told whole.

    The epoch is left out: it is that of the flush which told the step, and when that happens is a matter of time.
    """
    until(lambda: guest.ask(f"/api/runs/{run}/")["step"] > beyond, 120)
    answer = guest._opener.open(urllib.request.Request(f"{url}/api/runs/{run}/curves/"), timeout=60)
    table = [line.split(b",") for line in answer.read().splitlines()[:-1]]
    return [[step, *numbers] for step, _, *numbers in table]


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Copied:
    folder = tmp_path_factory.mktemp("site")
    archive = folder / "site.tar"
    with running(folder / "data") as site:
        guest = Guest(site.url)
        run = guest.press_train(moons(epochs=EPOCHS))
        until(lambda: guest.ask(f"/api/runs/{run}/")["step"], 120)
        assert "checkpoints" in manage(folder / "data", "backup", str(archive))
        step = rows(archive)[f"runs.run {run}"]["step"]
        table = curves(guest, site.url, run, int(str(step)) + FURTHER)
        return Copied(archive, guest, site.port, run, guest.ask("/api/projects/"), table)


@pytest.mark.timeout(400)
def test_a_site_goes_on_from_a_backup_that_was_made_while_it_trained(copied: Copied, tmp_path: Path) -> None:
    assert stat.S_IMODE(copied.archive.stat().st_mode) == 0o600
    assert copied.step > 0
    assert "Restored, with 1 runs" in manage(tmp_path, "restore", str(copied.archive))
    with running(tmp_path, port=copied.port) as there:
        assert copied.guest.ask("/api/projects/") == copied.networks, "the old cookie finds what its owner made"
        table = curves(copied.guest, there.url, copied.run, copied.step + FURTHER)
    both = min(len(table), len(copied.curves))
    assert both > copied.step
    assert table[:both] == copied.curves[:both]


@pytest.mark.timeout(400)
def test_a_site_moves_from_sqlite_to_postgresql_by_its_backup(copied: Copied, tmp_path: Path) -> None:
    with postgresql() as server:
        there = {"DATABASE_URL": server.url}
        manage(tmp_path / "new", "restore", str(copied.archive), **there)
        manage(tmp_path / "new", "backup", str(tmp_path / "new.tar"), **there)
        assert "is not empty" in manage(tmp_path / "new", "restore", str(copied.archive), is_well=False, **there)
    assert rows(tmp_path / "new.tar") == rows(copied.archive)
    assert {"runs.segment", "projects.project", "sessions.session"} <= {
        name.split()[0] for name in rows(copied.archive)
    }


def test_what_is_no_backup_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "no.tar").write_text("no")
    said = manage(tmp_path / "new", "restore", str(tmp_path / "no.tar"), is_well=False)
    assert "can't be read as a backup" in said
    assert "Traceback" not in said
