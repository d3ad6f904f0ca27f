"""The embedded Valkey: a real one, started from the configuration that we write."""

import subprocess
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
from redis.backoff import ConstantBackoff
from redis.retry import Retry

from webapp.supervisor import valkey
from webapp.supervisor.supervise import StartFailed


@pytest.fixture
def runtime() -> Iterator[Path]:
    folder = Path("/tmp") / f"layerloom-test-{uuid.uuid4().hex[:8]}"
    yield folder
    for path in folder.glob("*"):
        path.unlink()
    folder.rmdir()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / 'a "strange" folder'
    folder.mkdir()
    return folder


def client(socket: Path) -> redis.Redis:
    return redis.Redis(unix_socket_path=str(socket), retry=Retry(ConstantBackoff(0.05), 100))


async def test_what_was_written_survives_a_kill(data: Path, runtime: Path) -> None:
    socket = runtime / "valkey.sock"
    for expected in (0, 1):
        process = subprocess.Popen(valkey.prepare(data, socket), stdout=subprocess.DEVNULL)
        with client(socket) as server:
            assert server.ping()
            assert await valkey.answers(socket)
            assert server.xlen("log") == expected
            server.xadd("log", {"d": "x"})
        process.kill()
        process.wait()
        assert not await valkey.answers(socket)


def test_the_socket_is_for_its_owner_only(data: Path, runtime: Path) -> None:
    valkey.prepare(data, runtime / "valkey.sock")
    assert runtime.stat().st_mode & 0o777 == 0o700


def test_a_folder_that_somebody_else_prepared_is_refused(data: Path, runtime: Path, tmp_path: Path) -> None:
    runtime.mkdir()
    trap = tmp_path / "trap"
    trap.symlink_to(runtime)
    with pytest.raises(StartFailed, match="belongs to somebody else"):
        valkey.prepare(data, trap / "valkey.sock")
