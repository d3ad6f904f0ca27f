"""What the processes say: all of it in a file, what matters on the console."""

import asyncio
import os
from pathlib import Path

import pytest

from webapp.supervisor.output import LARGEST_FILE, Output


def test_everything_is_kept_and_only_what_matters_is_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = Output("web", tmp_path)
    said = [
        "INFO all is well, 100% of it",
        "Traceback (most recent call last):",
        '  File "x.py", line 1, in <module>',
        "ValueError: no",
        "INFO and on it goes",
    ]
    for line in said:
        output.take(line)
    output.close()
    assert output.path.read_text().splitlines() == said
    assert capsys.readouterr().out.splitlines() == [f"    web | {line}" for line in said[1:4]]


def test_a_quiet_service_is_kept_but_never_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = Output("valkey", tmp_path, is_shown=False)
    output.take("# WARNING Memory overcommit must be enabled!")
    assert capsys.readouterr().out == ""
    assert output.last_words().endswith("enabled!")


async def test_lines_of_any_length_and_a_last_one_without_an_end_are_taken(tmp_path: Path) -> None:
    output = Output("web", tmp_path)
    end, begin = os.pipe()
    following = asyncio.create_task(output.follow(end))
    with os.fdopen(begin, "wb") as pipe:
        await asyncio.to_thread(pipe.write, b"x" * 300_000 + b"\n\xff and no end")
        await asyncio.to_thread(pipe.flush)
    await following
    assert [len(output.tail[0]), output.tail[1]] == [300_000, "\ufffd and no end"]


def test_a_log_never_fills_the_disk(tmp_path: Path) -> None:
    output = Output("web", tmp_path)
    for _ in range(25):
        output.take("x" * (LARGEST_FILE // 10))
    output.close()
    sizes = [path.stat().st_size for path in tmp_path.iterdir()]
    assert len(sizes) == 2
    assert max(sizes) <= LARGEST_FILE
