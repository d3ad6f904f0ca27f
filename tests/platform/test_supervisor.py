"""The supervisor with small real processes: order, Ctrl-C, deaths, and nothing left behind."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from webapp.config import REPOSITORY

PROGRAM = Path(__file__).with_name("small_product.py")


class Product:
    """A small product that runs: its console, and the journal that its children write."""

    def __init__(self, folder: Path, *children: str) -> None:
        self.journal_file = folder / "journal"
        self.process = subprocess.Popen(
            [sys.executable, str(PROGRAM), str(folder), *children],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
            env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        )

    def until_said(self, wanted: str) -> str:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if wanted in line:
                return line
        raise AssertionError(f"never said: {wanted}")

    def journal(self) -> list[str]:
        lines = self.journal_file.read_text().splitlines() if self.journal_file.exists() else []
        return [line.rpartition(" ")[0] for line in lines]

    def pids(self, event: str = "started") -> list[int]:
        lines = self.journal_file.read_text().splitlines()
        return [int(line.rpartition(" ")[2]) for line in lines if f" {event} " in line]

    def end(self) -> int:
        return self.process.wait(timeout=20)


@pytest.fixture
def product(tmp_path: Path) -> Iterator[Callable[..., Product]]:
    begun: list[Product] = []

    def begin(*children: str) -> Product:
        begun.append(Product(tmp_path, *children))
        return begun[-1]

    yield begin
    for each in begun:
        if each.process.poll() is None:
            os.killpg(each.process.pid, signal.SIGKILL)
        each.process.communicate()


def is_gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    status = Path(f"/proc/{pid}/stat")
    return status.exists() and status.read_text().rpartition(")")[2].split()[0] == "Z"


def test_stages_start_in_order_and_one_ctrl_c_stops_them_in_reverse(product: Callable[..., Product]) -> None:
    small = product("store:0", "prepare:1:once", "web:2")
    small.until_said("ready")
    os.killpg(small.process.pid, signal.SIGINT)  # what a terminal does: to the whole group
    assert small.end() == 0
    assert small.journal() == ["store started", "prepare ran", "web started", "web stopped", "store stopped"]
    assert all(map(is_gone, small.pids()))


def test_a_killed_process_comes_back_and_its_leftovers_do_not_stay(product: Callable[..., Product]) -> None:
    small = product("web:0:parent")
    small.until_said("ready")
    (pid,), (grandchild,) = small.pids(), small.pids("begot")
    os.kill(pid, signal.SIGKILL)
    assert "SIGKILL" in small.until_said("web ended unasked")
    small.until_said("web is back")
    assert len(small.pids()) == 2
    assert is_gone(grandchild)
    small.process.send_signal(signal.SIGTERM)
    assert small.end() == 0
    assert all(map(is_gone, small.pids() + small.pids("begot")))


def test_a_second_ctrl_c_is_for_those_who_cannot_wait(product: Callable[..., Product]) -> None:
    small = product("web:0:stubborn")
    small.until_said("ready")
    small.process.send_signal(signal.SIGINT)
    small.until_said("Stopping.")
    assert small.process.poll() is None
    small.process.send_signal(signal.SIGINT)
    assert small.end() == 0
    assert all(map(is_gone, small.pids()))


@pytest.mark.parametrize("children", [("store:0", "web:1:broken"), ("store:0", "prepare:1:once:broken", "web:2")])
def test_a_start_that_fails_says_why_in_one_line_and_leaves_nothing(
    product: Callable[..., Product], children: tuple[str, ...]
) -> None:
    small = product(*children)
    said, _ = small.process.communicate(timeout=20)
    assert small.process.returncode == 1
    assert "what a pity" in said
    assert len(said.splitlines()) == 1
    assert small.journal() == ["store started", "store stopped"]
    assert all(map(is_gone, small.pids()))


def test_ctrl_c_while_starting_stops_what_had_started(product: Callable[..., Product]) -> None:
    small = product("store:0:loud", "web:1:parent:stubborn")
    assert small.until_said("WARNING") == "  store | WARNING: here I am\n"
    small.process.send_signal(signal.SIGINT)
    small.process.send_signal(signal.SIGINT)
    assert small.end() == 0
    assert all(map(is_gone, small.pids()))


def test_children_end_with_a_killed_supervisor_and_keep_the_folder_locked_until_then(
    product: Callable[..., Product],
) -> None:
    small = product("store:0:parent", "web:1")
    small.until_said("ready")
    small.process.kill()
    small.process.wait()
    again = product("store:0", "web:1")
    again.until_said("ready")
    assert all(map(is_gone, [*small.pids()[:2], *small.pids("begot")]))
    assert small.journal().count("web stopped") == 1
    again.process.send_signal(signal.SIGINT)
    assert again.end() == 0


def test_a_second_product_on_the_same_folder_is_refused_in_one_sentence(
    product: Callable[..., Product],
) -> None:
    small = product("store:0")
    small.until_said("ready")
    said, _ = product("store:0").process.communicate(timeout=20)
    assert f"in use by another Layerloom (process {small.process.pid})" in said
    assert len(said.splitlines()) == 1
    assert small.process.poll() is None
