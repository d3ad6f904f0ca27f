"""What must hold before anything starts; each fault is one sentence with its fix."""

from __future__ import annotations

import errno
import fcntl
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from webapp.supervisor.supervise import StartFailed

NETWORK_FILE_SYSTEMS = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afpfs", "webdav", "afs", "9p", "ceph", "glusterfs", "lustre"}
    | {"fuse.sshfs", "fuse.glusterfs", "fuse.ceph", "fuse.davfs"}
)
LAST_ONES_GONE_WITHIN_S = 25.0


def lock(data: Path) -> int:
    """Take the data folder for this process and its children. The descriptor that holds the lock.

    After a kill of the last supervisor its children are still ending: they are waited for.
    Raises: StartFailed.
    """
    descriptor = os.open(data / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    deadline = time.monotonic() + LAST_ONES_GONE_WITHIN_S
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(descriptor, 20, 0).decode().strip()
            if _is_alive(holder) or time.monotonic() > deadline:
                os.close(descriptor)
                raise StartFailed(
                    f"The data folder {data} is in use by another Layerloom (process {holder});"
                    " stop that one, or name another folder: LAYERLOOM_DATA=folder script/server."
                ) from None
            time.sleep(0.1)
        else:
            os.truncate(descriptor, 0)
            os.pwrite(descriptor, str(os.getpid()).encode(), 0)
            return descriptor


def keep_private(data: Path) -> None:
    """Let nobody else on this machine read what is kept: sessions, share links, networks, logs.

    Its folder is closed, what is made from now on by this process and its children is their owner's alone, and so is
    what was there before.
    """
    os.umask(0o077)
    for path in (data, *data.glob("*"), *data.glob("logs/*"), *data.glob("valkey/**/*")):
        with suppress(OSError):  # gone meanwhile, or another's
            if not path.is_symlink():
                path.chmod(0o700 if path.is_dir() else 0o600)


def listen(host: str, port: int) -> socket.socket:
    """The socket that visitors come to. Ours, so that none is turned away while web starts again.

    Raises: StartFailed.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, kind, protocol)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        # what is accepted has it too; uvicorn takes the socket for one of Unix, and would let each answer wait 40 ms
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        listening.listen(2048)
    except OSError as error:
        raise StartFailed(_why_not(host, port, error)) from error
    return listening


def refuse_network_folder(data: Path) -> None:
    """SQLite's write-ahead log needs memory shared between processes, which network folders lack.

    Raises: StartFailed.
    """
    kind = file_system(data.resolve(), _mounts())
    if kind in NETWORK_FILE_SYSTEMS:
        raise StartFailed(
            f"The data folder {data} lies on a network file system ({kind}), where SQLite loses data;"
            " name a folder on a local disk (LAYERLOOM_DATA), or use PostgreSQL (DATABASE_URL)."
        )


def file_system(path: Path, mounts: Iterable[tuple[str, str]]) -> str:
    """The kind of the file system that holds ``path``: that of the deepest mount above it."""
    above = [(len(Path(point).parts), kind) for point, kind in mounts if path.is_relative_to(point)]
    deepest = max((depth for depth, _ in above), default=0)
    return next((kind for depth, kind in reversed(above) if depth == deepest), "")


def _mounts() -> list[tuple[str, str]]:
    """Mount points and their kinds, in the order of mounting."""
    if sys.platform == "darwin":
        said = subprocess.run(["/sbin/mount"], capture_output=True, text=True, check=False).stdout
        cut = [line.partition(" on ")[2].rpartition(" (") for line in said.splitlines()]
        return [(point, kinds.split(",")[0].rstrip(")")) for point, _, kinds in cut]
    lines = Path("/proc/mounts").read_text(errors="replace").splitlines()
    return [(point.replace("\\040", " "), kind) for _, point, kind, *_ in map(str.split, lines)]


def _why_not(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        free = _free_port(host)
        return f"Port {port} is taken; stop what uses it, or choose another: PORT={free} script/server."
    if error.errno == errno.EACCES:
        return f"Port {port} is for the system only; choose one from 1024 on: PORT=8000 script/server."
    return f"HOST={host} is no address of this machine; try HOST=127.0.0.1, or HOST=0.0.0.0 for all of its addresses."


def _free_port(host: str) -> int:
    """A port that would do, for the advice: near the usual one where possible."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for port in (*range(8001, 8030), 0):
        with socket.socket(family) as probe:
            try:
                probe.bind((host, port))
                return int(probe.getsockname()[1])
            except OSError:
                continue
    return 8001


def _is_alive(pid: str) -> bool:
    if not pid.isdigit():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
