"""The web process's end of one checking process."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time
from contextlib import suppress
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


class Checker:
    """A process that answers one question at a time. Starts on its first question, and again after it died."""

    def __init__(self, *, is_patient: bool) -> None:
        self._is_patient = is_patient
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        return self._child.pid if self._child else None

    def start(self) -> None:
        """Start it and wait until it is warm. Raises: Gone."""
        if self._child and self._child.poll() is None and not self._is_full():
            return
        self.end()
        self._child = subprocess.Popen(
            [sys.executable, "-m", "webapp.checking.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=Path(__file__).resolve().parent.parent.parent,
            bufsize=0,
        )
        if self._is_patient:
            with suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, self._child.pid, 5)
        if self._read(START_S)[0] != READY:
            raise Gone

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
            for pipe in (self._child.stdin, self._child.stdout):
                if pipe:
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
