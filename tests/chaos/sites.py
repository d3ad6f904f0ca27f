"""Sites to harm: the product as one command starts it, and one of several processes on PostgreSQL and Redis."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Protocol
from urllib.error import URLError

import psycopg

from tests.product import SETTINGS_OF_THE_CALLER, Product, free_port, running
from tests.services import PostgreSQL, Redis, postgresql, redis_server
from webapp.config import REPOSITORY

READY_WITHIN_S = 200.0


class Site(Protocol):
    """What people use and what is done to it. Whatever is killed is started again, as a keeper of services does."""

    data: Path

    @property
    def webs(self) -> list[str]:
        """The addresses of its web processes."""

    def kill(self, role: str) -> None:
        """``kill -9`` to one process of this role, and whatever it has started."""

    def freeze(self, role: str, for_s: float) -> None:
        """Stop one process of this role, and whatever it has started, for a while."""

    def lock(self, for_s: float) -> None:
        """Hold the database's lock for a while."""


class Embedded:
    """The product: supervisor, web process, worker, Valkey and SQLite."""

    def __init__(self, product: Product) -> None:
        self.product, self.data = product, product.data

    @property
    def webs(self) -> list[str]:
        return [self.product.url]

    def kill(self, role: str) -> None:
        _signal(self._leader(role), signal.SIGKILL)

    def freeze(self, role: str, for_s: float) -> None:
        _freeze(self._leader(role), for_s)

    def lock(self, for_s: float) -> None:
        other = sqlite3.connect(self.data / "db.sqlite3", isolation_level=None, timeout=60)
        other.execute("BEGIN IMMEDIATE")
        time.sleep(for_s)
        other.execute("ROLLBACK")
        other.close()

    def _leader(self, role: str) -> int:
        return self.product.processes()["valkey" if role == "redis" else role]


class Process:
    """One process of the product in a session of its own, with a database and a Redis of others."""

    def __init__(self, role: str, environ: dict[str, str], log: Path, ready: Path) -> None:
        self.role, self.port = role, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._environ = {**environ, "PORT": str(self.port), "READY_FILE": str(ready)}
        self._log, self._ready = log, ready
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        assert self._process
        return self._process.pid

    def start(self) -> None:
        command = [sys.executable, "-m", "webapp.supervisor", self.role]
        self._ready.unlink(missing_ok=True)
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                command, cwd=REPOSITORY, env=self._environ, stdout=log, stderr=log, start_new_session=True
            )

    def until_ready(self) -> None:
        until = time.monotonic() + READY_WITHIN_S
        while not self._is_ready():
            assert time.monotonic() < until, f"no {self.role}: {self._log.read_text()[-2_000:]}"
            time.sleep(0.05)

    def end(self) -> None:
        _signal(self.pid, signal.SIGKILL)
        assert self._process
        self._process.wait()

    def _is_ready(self) -> bool:
        if self.role == "worker":
            return self._ready.exists()
        with suppress(URLError, OSError):
            return bool(urllib.request.urlopen(f"{self.url}/api/starters/", timeout=5).status == 200)
        return False


class Spread:
    """Two web processes and two workers on a PostgreSQL and a Redis."""

    def __init__(
        self, data: Path, database: PostgreSQL, redis: Redis, choose: Callable[[list[Process]], Process]
    ) -> None:
        self.data, self.database, self.redis, self._choose = data, database, redis, choose
        ours = {name: value for name, value in os.environ.items() if name not in SETTINGS_OF_THE_CALLER}
        urls = {"DATABASE_URL": database.url, "REDIS_URL": redis.url, "LAYERLOOM_DATA": str(data)}
        self._environ = {**ours, **urls, "WORKER_SLOTS": "1", "WORKER_THREADS": "1"}
        roles = ["web", "web", "worker", "worker"]
        self.processes = [
            Process(role, self._environ, data / f"{role}-{place}.log", data / f"{role}-{place}.ready")
            for place, role in enumerate(roles)
        ]

    @property
    def webs(self) -> list[str]:
        return [process.url for process in self.processes if process.role == "web"]

    def start(self) -> None:
        migrate = [sys.executable, "-m", "webapp.supervisor", "migrate"]
        subprocess.run(migrate, cwd=REPOSITORY, env=self._environ, check=True, capture_output=True)
        for process in self.processes:
            process.start()
        for process in self.processes:
            process.until_ready()

    def end(self) -> None:
        for process in self.processes:
            process.end()

    def kill(self, role: str) -> None:
        match role:
            case "redis":
                self.redis.kill()
                self.redis.start()
            case "postgresql":
                self.database.kill()
                self.database.start()
            case _:
                process = self._one(role)
                process.end()
                process.start()

    def freeze(self, role: str, for_s: float) -> None:
        _freeze(self._one(role).pid, for_s)

    def restart_database(self, away_s: float) -> None:
        """Shut it down as an impatient operator does, and start it after a while."""
        self.database.stop("immediate")
        time.sleep(away_s)
        self.database.start()

    def lock(self, for_s: float) -> None:
        with psycopg.connect(self.database.url) as connection:
            for table in ("projects_project", "projects_update", "runs_run"):
                connection.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE".encode())
            time.sleep(for_s)

    def _one(self, role: str) -> Process:
        return self._choose([process for process in self.processes if process.role == role])


@contextmanager
def embedded(data: Path) -> Iterator[Embedded]:
    with running(data) as product:
        yield Embedded(product)


@contextmanager
def spread(data: Path, choose: Callable[[list[Process]], Process]) -> Iterator[Spread]:
    with ExitStack() as stack:
        site = Spread(data, stack.enter_context(postgresql()), stack.enter_context(redis_server()), choose)
        stack.callback(site.end)
        site.start()
        yield site


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """The folder as a file system of its own, where this may be made: as root, on Linux."""
    command = ["mount", "-t", "tmpfs", "-o", "size=96m,mode=0700", "tmpfs", str(folder)]
    may = os.geteuid() == 0 and subprocess.run(command, capture_output=True, check=False).returncode == 0
    if not may:
        print("LEFT OUT: a full disk, as no file system can be mounted here", file=sys.stderr)
    try:
        yield folder
    finally:
        if may:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(folder: Path, for_s: float) -> None:
    """Leave no room in a file system for a while."""
    filler = folder / "filler"
    with suppress(OSError), filler.open("wb", buffering=0) as file:
        while file.write(bytes(65_536)) == 65_536:
            pass
    time.sleep(for_s)
    filler.unlink()


def _signal(leader: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):  # a whole session ends when its leader does
        os.killpg(leader, number)


def _freeze(leader: int, for_s: float) -> None:
    _signal(leader, signal.SIGSTOP)
    time.sleep(for_s)
    _signal(leader, signal.SIGCONT)
