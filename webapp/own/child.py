"""The process in which files of strangers are read: what they hold harms nobody but it. Knows no Django.

One question on its standard input, as a line of JSON; lines of JSON come back, the last one with the outcome. It ends
when its standard input does: with whoever asked, however that died.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, BinaryIO

MEMORY, WRITTEN, CPU_S = 3 * 2**30, 2 * 10**9, 900
Say = Callable[[dict[str, Any]], None]


def main(asked: dict[str, Any], say: Say) -> None:
    """Answer one question."""
    from builder.folder.refused import Refused
    from builder.intake.archives import files_of

    files = files_of(Path(asked["folder"]))
    try:
        outcome = _surveyed(files) if asked["what"] == "survey" else _prepared(files, asked, say)
    except Refused as error:
        outcome = {"problem": error.problem.model_dump(mode="json")}
    except MemoryError:
        outcome = {"problem": None}
    say(outcome)


def _surveyed(files: Mapping[str, Path]) -> dict[str, Any]:
    from builder.intake.choosing import choices_of
    from builder.intake.cleaned import clean_archives, clean_rare
    from builder.intake.survey import survey

    clean_rare(files)
    clean_archives(files)
    surveyed = survey(files)
    return {"survey": surveyed.model_dump(mode="json"), "choices": choices_of(surveyed).model_dump(mode="json")}


def _prepared(files: Mapping[str, Path], asked: dict[str, Any], say: Say) -> dict[str, Any]:
    from builder.folder.difference import difference
    from builder.folder.told import Choices
    from builder.intake.prepare import prepare

    out, before = Path(asked["out"]), asked["before"] and Path(asked["before"])
    choices = Choices.model_validate(asked["choices"])
    done = prepare(
        files, choices, out, key=asked["key"], before=before, say=lambda share: say({"done": min(1.0, share)})
    )
    told = done.model_dump(mode="json", by_alias=True, exclude={"schema_"})
    changed = before and difference(before, out)
    return {"prepared": {**told, "difference": changed and changed.model_dump(mode="json")}}


def _limit() -> None:
    """Let this process take so much, write nothing that others may read, and be the first to wait."""
    os.umask(0o077)
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        os.setpriority(os.PRIO_PROCESS, 0, max(5, os.getpriority(os.PRIO_PROCESS, 0)))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
        resource.setrlimit(resource.RLIMIT_FSIZE, (WRITTEN, WRITTEN))
        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))


def _end_with(questions: BinaryIO) -> None:
    questions.read()
    os._exit(1)


def serve() -> None:
    """Read the question, answer it, end."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not stand among the answers

    def say(told: dict[str, Any]) -> None:
        answers.write(json.dumps(told).encode() + b"\n")
        answers.flush()

    question = json.loads(sys.stdin.buffer.readline())
    threading.Thread(target=_end_with, args=(sys.stdin.buffer,), daemon=True).start()
    _limit()
    main(question, say)
    os._exit(0)  # a thread that reads its standard input would hold it up


if __name__ == "__main__":
    serve()
