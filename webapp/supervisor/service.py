"""One process that we keep: how it starts, when it is ready, how it ends."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from webapp.supervisor.output import Output

LEASH = Path(__file__).with_name("leash.py")


async def at_once() -> bool:
    """The readiness of a service that nobody waits for."""
    return True


@dataclass(frozen=True)
class Service:
    """A command, and how to treat it.

    ``is_ready`` is asked until it says yes; a service with a ``ready_file`` is ready when it has made that
    file, whose path it finds in ``READY_FILE``. On stop the process gets SIGTERM, after ``grace_s``
    SIGQUIT, ``quit_s`` later SIGKILL. ``inherits`` are file descriptors that it may use. Services of
    the same ``stage`` start together; a stage starts when the one before is ready.
    """

    name: str
    command: tuple[str, ...]
    stage: int
    environ: Mapping[str, str]
    folder: Path
    is_ready: Callable[[], Awaitable[bool]] = at_once
    ready_file: Path | None = None
    grace_s: float = 5.0
    quit_s: float = 0.0
    inherits: tuple[int, ...] = ()
    is_shown: bool = True
    runs_once: bool = False


class Process:
    """One life of a service, in a session of its own, so that a Ctrl-C in the terminal reaches us only."""

    def __init__(
        self, service: Service, child: asyncio.subprocess.Process, leash: int, output: Output, said: int
    ) -> None:
        self.service = service
        self.pid = child.pid
        self._child = child
        self._leash = leash
        self._ended = asyncio.create_task(self._wait(output, said))

    @classmethod
    async def start(cls, service: Service, output: Output, lock: int) -> Process:
        """Start the command on a leash. ``lock`` is held until the process and all it started are gone."""
        environ = {**os.environ, **service.environ}
        if service.ready_file:
            service.ready_file.unlink(missing_ok=True)
            environ["READY_FILE"] = str(service.ready_file)
        ours, leash = os.pipe()
        said, says = os.pipe()  # asyncio's own pipe would make `wait` wait for grandchildren that hold it
        try:
            child = await asyncio.create_subprocess_exec(
                *(sys.executable, "-I", "-S", str(LEASH), str(ours), str(lock), *service.command),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=says,
                stderr=says,
                cwd=service.folder,
                env=environ,
                pass_fds=(ours, lock, *service.inherits),
                start_new_session=True,
            )
        finally:
            os.close(ours)
            os.close(says)
        return cls(service, child, leash, output, said)

    @property
    def is_running(self) -> bool:
        return not self._ended.done()

    async def wait(self) -> int:
        """Until it has ended and nothing that it started is left. The exit status; negative: the signal."""
        return await asyncio.shield(self._ended)

    async def stop(self) -> None:
        """Ask it to end, then insist. Only the leader is asked: it knows what to do with its children."""
        for number, patience_s in (
            (signal.SIGTERM, self.service.grace_s),
            (signal.SIGQUIT, self.service.quit_s),
        ):
            if self.is_running and patience_s:
                self._signal(number)
                await asyncio.wait([self._ended], timeout=patience_s)
        self.kill()
        await self.wait()

    def kill(self) -> None:
        """End it and all that it started, now."""
        if not self.is_running:
            return  # its number may be another's by now
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)

    def _signal(self, number: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, number)

    async def _wait(self, output: Output, said: int) -> int:
        following = asyncio.create_task(output.follow(said))
        status = await self._child.wait()
        self.kill()  # stragglers of its session, and the watcher on the leash
        os.close(self._leash)
        await following
        return status
