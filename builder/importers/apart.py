"""Opens a file in a process of its own, with a limit on time and memory: whatever it holds, the caller lives on."""

from __future__ import annotations

import contextlib
import json
import signal
import subprocess
import sys
from pathlib import Path

from builder.drawing.document import Document, read_document
from builder.drawing.problems import InvalidDocument, Problem

MEMORY = 6 * 2**30
TIME_S = 120  # of computing: how busy the machine is otherwise is no fault of the file
PATIENCE = 5  # how many times as long it may take by the clock


def import_apart(
    name: str, content: bytes, weights: Path | None = None, time_s: int = TIME_S
) -> tuple[Document, tuple[Problem, ...]]:
    """A network in a file as a drawing, and warnings.

    Args:
        weights: where what the network has learned is written, as safetensors; nothing is where it has none.

    Raises:
        InvalidDocument: what ``builder.import_file`` raises, or ``import_failed`` when it took too long or too much.
    """
    try:
        child = subprocess.run(  # noqa: S603  (ourselves, with the name as one argument)
            [sys.executable, "-m", "builder.importers.apart", name, str(time_s), *([str(weights)] if weights else [])],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=PATIENCE * time_s,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise _failed(f"Opening {name} took more than {PATIENCE * time_s} seconds.") from error
    try:
        told = json.loads(child.stdout)
    except ValueError as error:
        if child.returncode == -getattr(signal, "SIGXCPU", 0):  # not on Windows
            raise _failed(f"Opening {name} took more than {time_s} seconds of computing.") from error
        raise _failed(f"{name} is too large or too unusual to be opened here.") from error
    problems = tuple(Problem.model_validate(each) for each in told["problems"])
    if told["document"] is None:
        raise InvalidDocument(problems)
    return read_document(told["document"]), problems


def _failed(message: str) -> InvalidDocument:
    hint = "Open it on your own machine: python -m builder import FILE, and then the drawing that this writes."
    return InvalidDocument([Problem(code="import_failed", message=message, hint=hint)])


def _limit(time_s: int) -> None:
    """Let this process take so much memory and so many seconds of computing, and be the first to wait for others."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import os
        import resource

        os.setpriority(os.PRIO_PROCESS, 0, max(5, os.getpriority(os.PRIO_PROCESS, 0)))
        resource.setrlimit(resource.RLIMIT_CPU, (time_s, time_s + 1))
        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))


def main(name: str, time_s: str, weights: str = "") -> None:
    """Read a file's content from standard input; write its weights, and print its drawing and problems as JSON."""
    _limit(int(time_s))
    from safetensors.torch import save_file

    from builder.registry.importers import import_file

    content = sys.stdin.buffer.read()
    try:
        imported = import_file(name, content)
        document, problems = imported.document.model_dump(mode="json"), imported.problems
        if weights and imported.weights:
            save_file({each: value.detach().clone().contiguous() for each, value in imported.weights.items()}, weights)
    except InvalidDocument as error:
        document, problems = None, error.problems
    print(json.dumps({"document": document, "problems": [each.model_dump(mode="json") for each in problems]}))


if __name__ == "__main__":
    main(*sys.argv[1:])
