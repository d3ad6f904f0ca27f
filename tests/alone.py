"""Exported scripts, run by somebody who has torch and nothing of ours."""

import json
import subprocess
import sys
from functools import cache
from pathlib import Path

FORKED = Path(__file__).with_name("forked.py")


def printed_alone(file: Path, *, is_fresh: bool = False) -> str:
    """What the script prints, run in its folder. ``is_fresh``: by a Python of its own, which imports torch again.

    Raises:
        AssertionError: it failed; with what it complained of.
    """
    if is_fresh:
        ended = subprocess.run(
            [sys.executable, file.name], cwd=file.parent, capture_output=True, text=True, check=False
        )
        code, said, complained = ended.returncode, ended.stdout, ended.stderr
    else:
        streams = [file.with_name(f"{file.name}.{name}") for name in ("said", "complained")]
        code = _asked(file, *streams)
        said, complained = (each.read_text() for each in streams)
    assert code == 0, complained
    return said


def _asked(*files: Path) -> int:
    server = _server()
    assert server.stdin
    assert server.stdout
    server.stdin.write(json.dumps([str(each.resolve()) for each in files]) + "\n")
    server.stdin.flush()
    return int(server.stdout.readline())


@cache
def _server() -> "subprocess.Popen[str]":
    """One for all tests of this process; it ends when the process does."""
    return subprocess.Popen(
        [sys.executable, "-I", str(FORKED)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
