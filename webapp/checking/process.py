"""The web process's end of one checking process."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import threading
import time
import weakref
from contextlib import suppress
from io import FileIO
from pathlib import Path

from webapp.checking.child import LENGTH, READY

START_S = 120.0
MAX_BYTES = 2**30
"""What a process may come to hold before a fresh one takes its place: it remembers what it has seen."""


class Gone(Exception):
    """The process died, or took too long (``was_slow``) and was ended."""

    def __init__(self, *, was_slow: bool = False) -> None:
        super().__init__()
        self.was_slow = was_slow


class Fork:
    """A process that a child of ours became two of. It is held by a descriptor, as its number may become another's."""

    def __init__(self, pid: int, stdin: FileIO, stdout: FileIO) -> None:
        self.pid, self.stdin, self.stdout = pid, stdin, stdout
        self._process = os.pidfd_open(pid)
        weakref.finalize(self, os.close, self._process)

    def poll(self) -> int | None:
        """None while it lives."""
        return 0 if select.select([self._process], [], [], 0)[0] else None

    def send_signal(self, number: int) -> None:
        with suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._process, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def wait(self) -> None:
        """Until it has ended."""
        select.select([self._process], [], [])


class Checker:
    """A process that answers one question at a time. Starts on its first question, and again after it died.

    Args:
        brings: one that is started together with this one, as a fork of it, unless it has a process. On Linux.
    """

    def __init__(self, *, is_patient: bool, brings: Checker | None = None) -> None:
        self._is_patient = is_patient
        self._brings = brings if hasattr(os, "pidfd_open") else None
        self._child: subprocess.Popen[bytes] | Fork | None = None
        self._starting = threading.Lock()

    @property
    def pid(self) -> int | None:
        return self._child.pid if self._child else None

    def start(self) -> None:
        """Start it and wait until it is warm. Raises: Gone."""
        with self._starting:
            if self._child and self._child.poll() is None and not self._is_full():
                return
            self.end()
            if not (self._brings and self._has_brought(self._brings)):
                self._begin()

    def _begin(self, *pipes: int) -> bytes:
        self._child = subprocess.Popen(  # noqa: S603  (ourselves, with two numbers)
            [sys.executable, "-m", "webapp.checking.child", *map(str, pipes)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=Path(__file__).resolve().parent.parent.parent,
            bufsize=0,
            pass_fds=pipes,
        )
        self._be_patient()
        kind, content = self._read(START_S)
        if kind != READY:
            raise Gone
        return content

    def _has_brought(self, other: Checker) -> bool:
        """Start both, unless the other one has a process, or is about to."""
        if not other._starting.acquire(blocking=False):
            return False
        try:  # whoever asks the other one meanwhile waits for this one to be warm
            if other._child is None:
                self._begin_with(other)
                return True
            return False
        finally:
            other._starting.release()

    def _begin_with(self, other: Checker) -> None:
        asked, asks = os.pipe()
        tells, told = os.pipe()
        stdin, stdout = FileIO(asks, "wb"), FileIO(tells, "rb")
        try:
            fork = int(self._begin(asked, told))
            with suppress(ProcessLookupError):  # it died: it is started alone when it is needed
                other._child = Fork(fork, stdin, stdout)
                other._be_patient()
        finally:
            for number in (asked, told):
                os.close(number)
            if not other._child:
                stdin.close()
                stdout.close()

    def _be_patient(self) -> None:
        if self._is_patient and self._child:
            with suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, self._child.pid, 5)

    def ask(self, question: bytes, time_s: float) -> tuple[bytes, bytes]:
        """The kind of answer, and the answer. Raises: Gone."""
        self.start()
        assert self._child
        assert self._child.stdin
        try:
            self._child.stdin.write(LENGTH.pack(len(question)) + question)
        except OSError as error:
            raise self._gone() from error
        return self._read(time_s)

    def interrupt(self) -> None:
        """End the check that goes on: nobody waits for it."""
        if self._child and self._child.poll() is None:
            self._child.send_signal(signal.SIGINT)

    def end(self) -> None:
        if self._child:
            self._child.kill()
            for pipe in filter(None, (self._child.stdin, self._child.stdout)):
                pipe.close()
            self._child.wait()
            self._child = None

    def _read(self, time_s: float) -> tuple[bytes, bytes]:
        until = time.monotonic() + time_s
        head = self._take(1 + LENGTH.size, until)
        (many,) = LENGTH.unpack(head[1:])
        return head[:1], self._take(many, until)

    def _take(self, many: int, until: float) -> bytes:
        assert self._child
        assert self._child.stdout
        taken = bytearray()
        while len(taken) < many:
            if not select.select([self._child.stdout], [], [], max(0.0, until - time.monotonic()))[0]:
                raise self._gone(was_slow=True)
            part = os.read(self._child.stdout.fileno(), many - len(taken))
            if not part:
                raise self._gone()
            taken += part
        return bytes(taken)

    def _gone(self, *, was_slow: bool = False) -> Gone:
        self.end()
        return Gone(was_slow=was_slow)

    def _is_full(self) -> bool:
        try:
            pages = int(Path(f"/proc/{self.pid}/statm").read_text().split()[1])
        except (OSError, ValueError):  # not on Linux
            return False
        return pages * os.sysconf("SC_PAGESIZE") > MAX_BYTES
