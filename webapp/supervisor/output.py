"""Where what the processes say goes: a file each, and warnings to the console."""

from __future__ import annotations

import asyncio
import logging
import logging.handlers
import os
import re
import sys
from collections import deque
from pathlib import Path

LARGEST_FILE = 5 * 1024 * 1024  # bytes; then the file becomes <name>.log.1
WORTH_SHOWING = re.compile(r"\b(WARNING|ERROR|CRITICAL)\b|^Traceback ")
CONTINUED = re.compile(r"^\s|^\w+(\.\w+)*(Error|Exception|Warning|Exit)\b")  # the rest of a traceback


def say(line: str) -> None:
    """One line to whoever started us. A console that is gone (closed terminal) stops nothing."""
    try:
        print(line, flush=True)
    except OSError:
        sys.stdout = None  # print() then says nothing


class Output:
    """The output of one service, over all its lives: kept in a file, the last lines at hand."""

    def __init__(self, name: str, folder: Path, *, is_shown: bool = True) -> None:
        self.name = name
        self.path = folder / f"{name}.log"
        self.tail: deque[str] = deque(maxlen=20)
        self._is_shown = is_shown
        self._is_showing = False
        self._file = logging.handlers.RotatingFileHandler(
            self.path, maxBytes=LARGEST_FILE, backupCount=1, encoding="utf-8", delay=True
        )

    async def follow(self, pipe: int) -> None:
        """Take all that comes, line by line, until the other end closes. Lines may be of any length."""
        stream = asyncio.StreamReader()
        protocol = asyncio.StreamReaderProtocol(stream)
        await asyncio.get_running_loop().connect_read_pipe(lambda: protocol, os.fdopen(pipe, "rb"))
        rest = b""
        while chunk := await stream.read(65536):
            *lines, rest = (rest + chunk).split(b"\n")
            for line in lines:
                self.take(line.decode(errors="replace").rstrip())
        if rest:
            self.take(rest.decode(errors="replace").rstrip())

    def take(self, line: str) -> None:
        self.tail.append(line)
        self._file.emit(logging.makeLogRecord({"msg": line}))
        starts = WORTH_SHOWING.search(line) is not None
        self._is_showing = starts or (self._is_showing and CONTINUED.search(line) is not None)
        if self._is_shown and self._is_showing:
            say(f"{self.name:>7} | {line}")

    def last_words(self) -> str:
        """The last line that says something: most often the reason."""
        return next((line.strip() for line in reversed(self.tail) if line.strip()), "it said nothing")

    def close(self) -> None:
        self._file.close()
