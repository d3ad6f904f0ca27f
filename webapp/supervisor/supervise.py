"""Starts services in order, keeps them up, stops them in reverse."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Coroutine, Sequence
from itertools import groupby
from pathlib import Path

from webapp.supervisor.output import Output, say
from webapp.supervisor.service import Process, Service

READY_WITHIN_S = 180.0  # a small machine that is busy, or reads from a cold disk, takes a minute
HEARD = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
ASK_AGAIN_S = 0.03
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.1, 10.0
STEADY_AFTER_S = 30.0  # a process that lived this long is forgiven its earlier deaths


class StartFailed(Exception):
    """Why the product can't run here: one sentence, with what to try."""


class Supervisor:
    """Runs services until told to stop. ``lock`` is the descriptor of the data folder's lock."""

    def __init__(self, services: Sequence[Service], logs: Path, lock: int) -> None:
        self._stages = [list(group) for _, group in groupby(services, key=lambda each: each.stage)]
        self._outputs = {each.name: Output(each.name, logs, is_shown=each.is_shown) for each in services}
        self._lock = lock
        self._processes: dict[str, Process] = {}
        self._stop = asyncio.Event()

    async def run(self, ready: str) -> None:
        """Start everything, say ``ready``, stay until a signal comes, and stop everything.

        Raises: StartFailed, with everything stopped again.
        """
        self._listen()
        keeping: list[asyncio.Task[None]] = []
        try:
            if await self._unless_stopped(self._start()):
                say(ready)
                kept = [each for stage in self._stages for each in stage if not each.runs_once]
                keeping = [asyncio.create_task(self._keep(each)) for each in kept]
                await self._stop.wait()
        finally:
            for task in keeping:
                task.cancel()
            await asyncio.gather(*keeping, return_exceptions=True)
            await self._stop_all()
            self._ignore()

    def _listen(self) -> None:
        loop = asyncio.get_running_loop()
        for number in HEARD:
            loop.add_signal_handler(number, self._asked_to_stop)

    def _ignore(self) -> None:
        """All is stopped: one more Ctrl-C must not end this process in the middle of its last lines."""
        loop = asyncio.get_running_loop()
        for number in HEARD:
            loop.remove_signal_handler(number)
            signal.signal(number, signal.SIG_IGN)

    def _asked_to_stop(self) -> None:
        if self._stop.is_set():  # asked twice: whoever asks can't wait
            for process in self._processes.values():
                process.kill()
        else:
            say("Stopping.")
        self._stop.set()

    async def _unless_stopped(self, work: Coroutine[None, None, None]) -> bool:
        """Whether the work came to its end before somebody asked to stop."""
        task, stop = asyncio.create_task(work), asyncio.create_task(self._stop.wait())
        await asyncio.wait([task, stop], return_when=asyncio.FIRST_COMPLETED)
        is_done = task.done()
        task.cancel()
        stop.cancel()
        await asyncio.gather(stop, return_exceptions=True)
        if is_done:
            await task
        else:
            await asyncio.gather(task, return_exceptions=True)
        return is_done and not self._stop.is_set()

    async def _start(self) -> None:
        for stage in self._stages:
            try:
                async with asyncio.TaskGroup() as group:
                    for service in stage:
                        group.create_task(self._bring_up(service))
            except ExceptionGroup as failures:
                raise failures.exceptions[0] from None

    async def _bring_up(self, service: Service) -> None:
        """Start a service and wait until it is ready, or, if it runs once, has done its work."""
        process = await self._launch(service)
        if service.runs_once:
            if await process.wait() != 0:
                raise self._failure(service, "failed")
            return
        await self._until_ready(process)

    async def _until_ready(self, process: Process) -> None:
        service = process.service
        ready, ended = asyncio.create_task(_ready(service)), asyncio.create_task(process.wait())
        try:
            await asyncio.wait([ready, ended], timeout=READY_WITHIN_S, return_when=asyncio.FIRST_COMPLETED)
            if ended.done():
                raise self._failure(service, "ended while starting")
            if not ready.done():
                raise self._failure(service, f"did not get ready in {READY_WITHIN_S:.0f} s")
        finally:
            ready.cancel()
            ended.cancel()

    def _failure(self, service: Service, what: str) -> StartFailed:
        output = self._outputs[service.name]
        return StartFailed(f"{service.name} {what}: {output.last_words()} (all it said: {output.path})")

    async def _launch(self, service: Service) -> Process:
        process = await Process.start(service, self._outputs[service.name], self._lock)
        self._processes[service.name] = process
        return process

    async def _keep(self, service: Service) -> None:
        """Start a service again whenever it ends, at once the first time, then with growing pauses."""
        clock = asyncio.get_running_loop().time
        pause = FIRST_PAUSE_S
        while True:
            born = clock()
            status = await self._processes[service.name].wait()
            pause = FIRST_PAUSE_S if clock() - born > STEADY_AFTER_S else pause
            say(f"{service.name} ended unasked ({_described(status)}); starting it again.")
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE_S)
            await self._bring_back(service)

    async def _bring_back(self, service: Service) -> None:
        process = await self._launch(service)
        try:
            await self._until_ready(process)
        except StartFailed as failure:
            say(str(failure))
            process.kill()
        else:
            say(f"{service.name} is back.")

    async def _stop_all(self) -> None:
        """Last started, first stopped: the worker commits its slice while Valkey still runs."""
        for stage in reversed(self._stages):
            begun = [self._processes[each.name] for each in stage if each.name in self._processes]
            await asyncio.gather(*(process.stop() for process in begun))
        for output in self._outputs.values():
            output.close()


async def _ready(service: Service) -> None:
    while not (await service.is_ready() and (service.ready_file is None or service.ready_file.exists())):
        await asyncio.sleep(ASK_AGAIN_S)


def _described(status: int) -> str:
    return f"exit status {status}" if status >= 0 else f"signal {signal.Signals(-status).name}"
