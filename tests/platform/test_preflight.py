"""What can stand in the way of a start: each is one sentence with its fix."""

import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from webapp.supervisor import preflight
from webapp.supervisor.supervise import StartFailed


def test_no_answer_waits_for_a_packet_to_fill():
    with preflight.listen("127.0.0.1", 0) as listening, socket.create_connection(listening.getsockname()):
        accepted, _ = listening.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_a_taken_port_is_told_with_a_free_one() -> None:
    with preflight.listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(StartFailed, match=rf"^Port {port} is taken; .* PORT=\d+ script/server\.$") as caught:
            preflight.listen("127.0.0.1", port)
    advised = int(re.findall(r"PORT=(\d+)", str(caught.value))[0])
    preflight.listen("127.0.0.1", advised).close()


def test_a_strange_address_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(StartFailed, match=r"^HOST=192\.0\.2\.1 is no address of this machine"):
        preflight.listen("192.0.2.1", 0)
    with pytest.raises(StartFailed, match=r"^HOST=not an address is no address of this machine"):
        preflight.listen("not an address", 0)


def test_visitors_that_come_before_the_web_server_wait_in_line() -> None:
    with preflight.listen("127.0.0.1", 0) as listening:
        socket.create_connection(listening.getsockname(), timeout=1).close()


MOUNTS = [
    ("/", "ext4"),
    ("/home", "nfs4"),
    ("/home/ada", "ext4"),
    ("/home/ada/share", "fuse.sshfs"),
    ("/tmp", "tmpfs"),
]


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/srv/data", "ext4"),
        ("/home/bob/data", "nfs4"),
        ("/home/ada/data", "ext4"),
        ("/home/ada/share/data", "fuse.sshfs"),
        ("/homes/data", "ext4"),
    ],
)
def test_the_file_system_is_that_of_the_deepest_mount(path: str, kind: str) -> None:
    assert preflight.file_system(Path(path), MOUNTS) == kind


def test_a_data_folder_on_a_network_file_system_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    preflight.refuse_network_folder(tmp_path)  # as this machine is
    monkeypatch.setattr(preflight, "_mounts", lambda: [("/", "nfs4")])
    with pytest.raises(StartFailed, match=r"network file system \(nfs4\).*LAYERLOOM_DATA.*DATABASE_URL"):
        preflight.refuse_network_folder(tmp_path)


def test_what_is_kept_is_closed_to_others_and_what_is_made_later_too(tmp_path: Path) -> None:
    (tmp_path / "logs").mkdir(mode=0o755)
    (tmp_path / "valkey" / "appendonlydir").mkdir(parents=True, mode=0o755)
    before = [tmp_path / "db.sqlite3", tmp_path / "logs" / "web.log", tmp_path / "valkey" / "appendonlydir" / "a.aof"]
    for file in before:
        file.touch(mode=0o644)
    program = f"""
import pathlib
from webapp.supervisor.preflight import keep_private
keep_private(pathlib.Path({str(tmp_path)!r}))
pathlib.Path({str(tmp_path / "later")!r}).touch()
pathlib.Path({str(tmp_path / "runs")!r}).mkdir()
"""
    subprocess.run([sys.executable, "-c", program], check=True)
    assert {file.stat().st_mode & 0o777 for file in (*before, tmp_path / "later")} == {0o600}
    folders = [tmp_path, *(tmp_path / name for name in ("logs", "valkey", "valkey/appendonlydir", "runs"))]
    assert {folder.stat().st_mode & 0o777 for folder in folders} == {0o700}
