"""Databases and Redis of their own for tests: the programs that Debian installs, started here, killed at will.

``python -m tests.services pytest tests/webapp`` runs the tests of the web part on PostgreSQL and Redis.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from tests.product import free_port

READY_WITHIN_S = 120.0


class PostgreSQL:
    """A cluster in a folder of its own. ``url`` is what ``DATABASE_URL`` takes."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.url = f"postgres://postgres@127.0.0.1:{self.port}/postgres"
        self.user = "postgres" if os.getuid() == 0 else None  # it refuses to run as root
        self._server: subprocess.Popen[bytes] | None = None
        if self.user:
            shutil.chown(folder, self.user)
        make = ["initdb", "--pgdata", str(folder / "data"), "--username", "postgres", "--auth", "trust", "--no-sync"]
        self._run(make)

    def start(self) -> None:
        """Start it, or start it again after it was killed; returns when it takes connections."""
        # what a killed process wrote is safe with the system; only a power cut needs fsync, and no test pulls the plug
        options = ["-c", "fsync=off", "-c", f"port={self.port}", "-c", "listen_addresses=127.0.0.1"]
        options += ["-c", f"unix_socket_directories={self.folder}"]
        command = [_program("postgres"), "-D", str(self.folder / "data"), *options]
        with (self.folder / "log").open("ab") as log:
            self._server = subprocess.Popen(command, user=self.user, stdout=log, stderr=log, start_new_session=True)
        _until_ready(self._is_ready, f"PostgreSQL; its log is {self.folder / 'log'}")

    def stop(self, mode: str = "fast") -> None:
        """Shut it down: ``smart`` waits for clients, ``fast`` sends them away, ``immediate`` does not even tidy up."""
        if self._server:
            self._run(["pg_ctl", "stop", "--pgdata", str(self.folder / "data"), "--mode", mode, "--wait"])
            self._server.wait()
            self._server = None

    def kill(self) -> None:
        """``kill -9`` to the server and every backend of it."""
        assert self._server
        children = subprocess.run(["pgrep", "-P", str(self._server.pid)], capture_output=True, text=True, check=False)
        for pid in [self._server.pid, *map(int, children.stdout.split())]:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self._server.wait()
        self._server = None

    def new_database(self) -> str:
        """The URL of an empty database."""
        name = f"test_{uuid.uuid4().hex[:8]}"
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return self.url.rpartition("/")[0] + f"/{name}"

    def _run(self, command: list[str]) -> None:
        command = [_program(command[0]), *command[1:]]
        subprocess.run(command, user=self.user, stdout=subprocess.DEVNULL, cwd="/", check=True)

    def _is_ready(self) -> bool:
        with suppress(psycopg.OperationalError):
            psycopg.connect(self.url, connect_timeout=1).close()
            return True
        return False


class Redis:
    """A Redis in a folder of its own, which appends what it holds to disk. ``url`` is what ``REDIS_URL`` takes."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._server: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, or start it again after it was killed; returns when it takes connections."""
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(self.folder), "--appendonly", "yes"]
        with (self.folder / "log").open("ab") as log:
            self._server = subprocess.Popen(
                [_program("redis-server"), *options], stdout=log, stderr=log, start_new_session=True
            )
        _until_ready(self._is_ready, f"Redis; its log is {self.folder / 'log'}")

    def stop(self) -> None:
        """Shut it down as a service manager would."""
        if self._server:
            self._server.terminate()
            self._server.wait()
            self._server = None

    def kill(self) -> None:
        """``kill -9``."""
        assert self._server
        self._server.kill()
        self._server.wait()
        self._server = None

    def _is_ready(self) -> bool:
        with suppress(redis.RedisError):
            return bool(redis.Redis(port=self.port, retry=Retry(NoBackoff(), 0)).ping())
        return False


@contextmanager
def postgresql() -> Iterator[PostgreSQL]:
    """A PostgreSQL that runs, and is gone at the end."""
    with _folder("postgresql") as folder:
        server = PostgreSQL(folder)
        try:
            server.start()
            yield server
        finally:
            server.stop("immediate")


@contextmanager
def redis_server() -> Iterator[Redis]:
    """A Redis that runs, and is gone at the end."""
    with _folder("redis") as folder:
        server = Redis(folder)
        try:
            server.start()
            yield server
        finally:
            server.stop()


@contextmanager
def redis_for_tests() -> Iterator[tuple[str, str]]:
    """The URLs of two databases for one process of the tests: of a Redis of its own, or of ``TEST_REDIS_URL``."""
    if named := os.environ.get("TEST_REDIS_URL"):
        base, _, first = named.rpartition("/")
        first_of_ours = int(first) + 2 * int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
        yield f"{base}/{first_of_ours}", f"{base}/{first_of_ours + 1}"
    else:
        with redis_server() as server:
            yield server.url, server.url.removesuffix("0") + "1"


def missing() -> list[str]:
    """The programs that this machine lacks: without them tests that need them can't run here."""
    return [name for name in ("postgres", "initdb", "pg_ctl", "redis-server") if not _found(name)]


@contextmanager
def _folder(name: str) -> Iterator[Path]:
    folder = Path("/tmp") / f"layerloom-{name}-{uuid.uuid4().hex[:8]}"  # pytest's own are closed to other users
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main(command: list[str]) -> int:
    """Run a command with ``DATABASE_URL`` of a PostgreSQL: one of its own, or that of ``TEST_DATABASE_URL``."""
    if named := os.environ.get("TEST_DATABASE_URL"):
        return subprocess.run(command, env={**os.environ, "DATABASE_URL": named}, check=False).returncode
    with postgresql() as server:
        return subprocess.run(command, env={**os.environ, "DATABASE_URL": server.url}, check=False).returncode


def _found(name: str) -> str | None:
    """Debian keeps PostgreSQL's programs out of PATH, a folder for each version: the newest."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
    return shutil.which(name) or next((str(path / name) for path in reversed(versions) if (path / name).exists()), None)


def _program(name: str) -> str:
    if found := _found(name):
        return found
    raise FileNotFoundError(f"{name} is not installed; on Debian: apt-get install postgresql redis-server")


def _until_ready(is_ready: Callable[[], bool], what: str) -> None:
    until = time.monotonic() + READY_WITHIN_S
    while not is_ready():
        assert time.monotonic() < until, f"no answer from {what}"
        time.sleep(0.05)


if __name__ == "__main__":
    sys.exit(main([sys.executable, "-m", *sys.argv[1:]]))
