"""A PostgreSQL and a Redis of their own, with the real worker on them: what is taken from it, and what comes of it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from array import array
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast
from uuid import UUID

import dj_database_url
import redis
from django.db import OperationalError, connections
from django.utils import timezone

from builder.drawing.document import Document
from tests.services import PostgreSQL, Redis, postgresql, redis_server
from tests.webapp.conftest import until
from trainer.run.events import ENDED, RunState, decode
from webapp.accounts.models import Visitor
from webapp.config import REPOSITORY
from webapp.projects.models import Project
from webapp.runs.log.segments import _unpack
from webapp.runs.models import Run, Segment
from webapp.runs.redis_keys import events_key, lease_key, newest_id

ALIAS = "elsewhere"
COMMAND = ("-m", "celery", "-A", "webapp", "worker", "--pool", "prefork", "--without-gossip", "--without-mingle")


@dataclass
class Elsewhere:
    """Rows in a PostgreSQL, and the workers that train them. Its database is that of the alias ``elsewhere``."""

    database: PostgreSQL
    redis: Redis
    folder: Path
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        """What a process of this site is started with."""
        urls = {"DATABASE_URL": self.database.url, "REDIS_URL": self.redis.url}
        return {**os.environ, **urls, "LAYERLOOM_DATA": str(self.folder), "WORKER_SLOTS": "1", "WORKER_THREADS": "1"}

    def start_worker(self) -> subprocess.Popen[bytes]:
        """One more worker, ready."""
        ready = self.folder / f"ready-{len(self.workers)}"
        with (self.folder / "worker.log").open("ab") as log:
            worker = subprocess.Popen(
                [sys.executable, *COMMAND],
                env={**self.environment, "READY_FILE": str(ready)},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.workers.append(worker)
        until(lambda: ready.exists() or worker.poll() is not None, 90)
        assert worker.poll() is None, self.said()
        return worker

    def end_workers(self) -> None:
        for worker in self.workers:
            with suppress(ProcessLookupError):
                os.killpg(worker.pid, signal.SIGKILL)
            worker.wait()
        self.workers.clear()

    def said(self) -> str:
        """What the workers wrote."""
        return (self.folder / "worker.log").read_text()

    def new_run(self, document: Document, **fields: Any) -> UUID:
        """The row of a run; the reaper finds it."""
        owner = Visitor.objects.using(ALIAS).create()
        drawn = document.model_dump(mode="json")
        project = Project.objects.using(ALIAS).create(owner=owner, document=drawn)
        run = Run.objects.using(ALIAS).create(project=project, document=drawn, queued_at=timezone.now(), **fields)
        return run.pk

    def row(self, run_id: UUID) -> Run:
        return Run.objects.using(ALIAS).get(pk=run_id)

    def sent(self, run_id: UUID) -> int:
        """The last event that the stream of a run holds."""
        newest = newest_id(redis.Redis(port=self.redis.port), events_key(run_id))
        return int(newest.partition("-")[2] or 0)

    def worker_of(self, run_id: UUID) -> subprocess.Popen[bytes]:
        """Whose child has the lease of a run."""
        lease = until(lambda: cast(bytes | None, redis.Redis(port=self.redis.port).get(lease_key(run_id))))
        ask = ["ps", "-o", "ppid=", "-p", lease.split(b":")[1].decode()]
        parent = int(subprocess.run(ask, capture_output=True, text=True, check=True).stdout)
        return next(worker for worker in self.workers if worker.pid == parent)

    def state_of(self, run_id: UUID) -> RunState:
        """What the stored log gives."""
        state = RunState()
        for packed in Segment.objects.using(ALIAS).filter(run=run_id).values_list("frames", flat=True):
            for event in map(decode, _unpack(bytes(packed))):
                assert event.seq == state.seq + 1, "a gap or a double in the log"
                state.apply(event)
        return state

    def until_row(self, run_id: UUID, is_so: Callable[[Run], Any], within_s: float = 60.0) -> Run:
        """Wait for a row, over whatever happens to the database meanwhile."""

        def look() -> Run | None:
            try:
                row = self.row(run_id)
            except OperationalError:
                connections[ALIAS].close()
                return None
            return row if is_so(row) or row.status in ENDED else None

        row = until(look, within_s)
        assert isinstance(row, Run)
        return row


@contextmanager
def elsewhere(folder: Path) -> Iterator[Elsewhere]:
    """The site, with empty tables and no worker yet."""
    with postgresql() as database, redis_server() as redis:
        default = connections.databases["default"]
        connections.databases[ALIAS] = {**default, "OPTIONS": {}, **dj_database_url.parse(database.url)}
        site = Elsewhere(database, redis, folder)
        try:
            migrate = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
            subprocess.run(migrate, env=site.environment, cwd=REPOSITORY, check=True)
            yield site
        finally:
            site.end_workers()
            connections[ALIAS].close()
            del connections.databases[ALIAS], connections[ALIAS]


def assert_same(state: RunState, expected: RunState) -> None:
    """The same numbers, bit for bit, at the same steps."""
    assert state.metrics == expected.metrics
    assert state.curves.keys() == expected.curves.keys()
    for name, curve in expected.curves.items():
        assert array("I", state.curves[name].steps) == array("I", curve.steps), f"a gap or a double in {name}"
        assert array("f", state.curves[name].values) == array("f", curve.values), f"other numbers in {name}"
