"""Our end of the process that reads files of strangers."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from webapp.config import CORES, REPOSITORY

COMMAND = ("-m", "webapp.own.child")


class Apart:
    """One process that works on one question. ``scratch`` is where it may write."""

    def __init__(self, question: dict[str, Any], scratch: Path) -> None:
        self._child = subprocess.Popen(  # noqa: S603  (ourselves)
            [sys.executable, *COMMAND],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=REPOSITORY,
            bufsize=0,
            env=_environment(scratch),
            start_new_session=True,
        )
        self._heard = b""
        assert self._child.stdin
        with suppress(BrokenPipeError):  # it died; who asks for news hears of it
            self._child.stdin.write(json.dumps(question).encode() + b"\n")

    def news(self, timeout_s: float) -> dict[str, Any] | None:
        """What it says next; nothing, where it says nothing for so long.

        Raises: EOFError: it ended without another word.
        """
        assert self._child.stdout
        until = time.monotonic() + timeout_s
        while b"\n" not in self._heard:
            if not select.select([self._child.stdout], [], [], max(0.0, until - time.monotonic()))[0]:
                return None
            if not (part := os.read(self._child.stdout.fileno(), 1 << 16)):
                raise EOFError
            self._heard += part
        line, _, self._heard = self._heard.partition(b"\n")
        told: dict[str, Any] = json.loads(line)
        return told

    def end(self) -> None:
        """End it, whatever it is at."""
        self._child.kill()
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe:
                pipe.close()
        self._child.wait()


def _environment(scratch: Path) -> dict[str, str]:
    """None of our secrets."""
    return {
        "PATH": os.environ.get("PATH", ""),
        "LANG": "C.UTF-8",
        "HOME": str(scratch),
        "TMPDIR": str(scratch),
        "POLARS_MAX_THREADS": str(min(4, CORES)),
    }
