"""The real product for tests: the supervisor, with a data folder of its own and a free port."""

import os
import queue
import random
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from webapp.config import REPOSITORY

SETTINGS_OF_THE_CALLER = ("DATABASE_URL", "REDIS_URL", "HOST", "ORIGINS", "ALLOWED_HOSTS", "DEBUG", "VITE_DEV")


class Product:
    """A product that runs, or tries to. ``url`` is its address, ``said`` all that its console has shown."""

    def __init__(self, data: Path, *arguments: str, port: int | None = None) -> None:
        self.data = data
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.said: list[str] = []
        self._lines: queue.Queue[str | None] = queue.Queue()
        ours = {name: value for name, value in os.environ.items() if name not in SETTINGS_OF_THE_CALLER}
        self.supervisor = subprocess.Popen(
            [sys.executable, "-m", "webapp.supervisor", *arguments],
            cwd=REPOSITORY,
            env={**ours, "LAYERLOOM_DATA": str(data), "PORT": str(self.port)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        threading.Thread(target=self._read, daemon=True).start()

    def until_said(self, wanted: str, within_s: float = 200.0) -> str:
        """The next line of the console that holds ``wanted``."""
        while (line := self._lines.get(timeout=within_s)) is not None:
            if wanted in line:
                return line
        raise AssertionError(f"ended without a word of {wanted!r}; it said: {self.said}")

    def processes(self) -> dict[str, int]:
        """The process that the supervisor keeps for each service: its name and number."""
        listing = subprocess.run(["ps", "-axwwo", "pid=,ppid=,command="], capture_output=True, text=True, check=True)
        marks = {"valkey-server": "valkey", "celery": "worker", "uvicorn": "web"}
        found = {}
        for line in listing.stdout.splitlines():
            pid, parent, command = line.split(maxsplit=2)
            if int(parent) == self.supervisor.pid:
                found |= {name: int(pid) for mark, name in marks.items() if mark in command}
        return found

    def all_pids(self) -> set[int]:
        """Every process of the product: those that the supervisor keeps lead a session each."""
        leaders = set(self.processes().values())
        listing = subprocess.run(["ps", "-axwwo", "pid=,pgid="], capture_output=True, text=True, check=True)
        pairs = [tuple(map(int, line.split())) for line in listing.stdout.splitlines()]
        return {pid for pid, group in pairs if group in leaders}

    def pool_children(self) -> list[int]:
        """The worker's processes that train."""
        found = subprocess.run(
            ["pgrep", "-P", str(self.processes()["worker"]), "-f", "celery"], capture_output=True, text=True, check=True
        )
        return [int(pid) for pid in found.stdout.split()]

    def kill(self, within_s: float = 60.0) -> None:
        """``kill -9`` to all of it at once; what is dying holds its port for a moment longer."""
        for pid in [self.supervisor.pid, *self.all_pids()]:
            with suppress(ProcessLookupError):  # they end by themselves when the supervisor does
                os.kill(pid, signal.SIGKILL)
        self.supervisor.wait()
        until = time.monotonic() + within_s
        while not is_free(self.port):
            assert time.monotonic() < until, f"port {self.port} is still held"
            time.sleep(0.01)

    def status_of(self, path: str) -> int:
        with urllib.request.urlopen(f"{self.url}{path}", timeout=20) as answer:
            return int(answer.status)

    def stop(self) -> int:
        """One Ctrl-C, as a terminal sends it. The exit status."""
        if self.supervisor.poll() is None:
            os.killpg(self.supervisor.pid, signal.SIGINT)
        return self.supervisor.wait(timeout=90)  # on a machine that is busy with other things

    def _read(self) -> None:
        assert self.supervisor.stdout is not None
        for line in self.supervisor.stdout:
            self.said.append(line.rstrip("\n"))
            self._lines.put(line)
        self._lines.put(None)


@contextmanager
def running(data: Path, *, port: int | None = None) -> Iterator[Product]:
    """A product that is ready, stopped at the end."""
    product = Product(data, port=port)
    try:
        product.until_said("Layerloom is ready")
        yield product
    finally:
        product.stop()


def free_port() -> int:
    """A port that stays free while a product is away: below those that systems give to outgoing connections."""
    return next(port for port in iter(lambda: random.randrange(20_000, 32_000), None) if is_free(port))


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as a server asks for it
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def members(of: int) -> list[int]:
    """The processes that train runs together, started by the process ``of``; the first one of a run leads."""
    command = ["pgrep", "-P", str(of), "-f", "trainer.distributed.member"]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    return [int(pid) for pid in found.stdout.split()]


def is_gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return not state.stdout.strip() or state.stdout.startswith("Z")


def are_gone(pids: Iterable[int], within_s: float = 5.0) -> bool:
    """Whether they end soon: what multiprocessing starts beside a worker ends when it notices that the worker has."""
    deadline = time.monotonic() + within_s
    while left := [pid for pid in pids if not is_gone(pid)]:
        if time.monotonic() > deadline:
            return False
        pids = left
        time.sleep(0.05)
    return True
