"""The whole product, started as the README says: it answers, survives kills, and stops at one Ctrl-C."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.product import Product, are_gone, running


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    with running(tmp_path_factory.mktemp("product")) as product:
        yield product


def test_it_says_where_it_is_and_answers_there(product: Product) -> None:
    assert product.said[0] == f"Layerloom is ready: {product.url}  (Ctrl-C stops it)"
    assert product.status_of("/api/starters/") == 200
    assert set(product.processes()) == {"valkey", "worker", "web"}


def test_nobody_else_on_the_machine_can_read_what_it_keeps(product: Product) -> None:
    kept = [product.data, *product.data.rglob("*")]
    assert {path.name for path in kept} >= {"db.sqlite3", "valkey.conf", "secret_key"}
    assert [path for path in kept if path.lstat().st_mode & 0o077] == []


@pytest.mark.parametrize("name", ["web", "worker", "valkey"])
def test_a_process_that_is_killed_comes_back(product: Product, name: str) -> None:
    before = product.processes()
    os.kill(before[name], signal.SIGKILL)
    product.until_said(f"{name} is back")
    after = product.processes()
    assert {each for each in before if before[each] != after[each]} == {name}
    assert product.status_of("/api/starters/") == 200


def test_visitors_wait_while_the_web_server_starts_again(product: Product) -> None:
    os.kill(product.processes()["web"], signal.SIGKILL)
    assert product.status_of("/api/starters/") == 200
    product.until_said("web is back")


def test_the_same_data_folder_twice_is_refused_in_one_sentence(product: Product) -> None:
    second = Product(product.data)
    assert second.supervisor.wait(timeout=30) == 1
    second.until_said(f"in use by another Layerloom (process {product.supervisor.pid})")
    assert len(second.said) == 1
    assert product.status_of("/api/starters/") == 200


def test_a_taken_port_is_refused_in_one_sentence(product: Product, tmp_path: Path) -> None:
    second = Product(tmp_path, port=product.port)
    assert second.supervisor.wait(timeout=30) == 1
    second.until_said(f"Port {product.port} is taken; ")
    assert len(second.said) == 1


def test_a_process_can_be_run_alone_for_containers_to_keep(tmp_path: Path) -> None:
    alone = Product(tmp_path, "migrate")
    alone.until_said("Applying sessions.0001_initial... OK")
    assert alone.supervisor.wait(timeout=30) == 0
    unknown = Product(tmp_path, "wrokre")
    assert unknown.supervisor.wait(timeout=30) == 1
    unknown.until_said("There is no process 'wrokre' to run here; there are valkey, migrate, worker, web.")


def test_one_ctrl_c_stops_everything(tmp_path: Path, figure: Callable[[str], None]) -> None:
    with running(tmp_path) as product:
        pids = product.all_pids()
        begun = time.monotonic()
        assert product.stop() == 0
        figure(f"Ctrl-C: all over after {time.monotonic() - begun:.1f} s (2.5 on two idle cores: billiard sleeps one)")
    assert len(pids) >= 3
    assert are_gone(pids)
