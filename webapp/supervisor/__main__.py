"""``python -m webapp.supervisor``: the whole product in the foreground, until Ctrl-C.

``python -m webapp.supervisor web`` (``worker``, ``migrate``) is that one process alone.
"""

from __future__ import annotations

import asyncio
import os
import sys
from functools import partial
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit

from webapp import config
from webapp.supervisor import preflight, valkey
from webapp.supervisor.service import Service
from webapp.supervisor.supervise import StartFailed, Supervisor

UVICORN = (
    *("--ws", "websockets-sansio", "--ws-per-message-deflate", "false", "--ws-max-size", "4194304"),
    *("--ws-ping-interval", "5", "--ws-ping-timeout", "10", "--loop", "uvloop", "--http", "httptools"),
    *("--lifespan", "on", "--timeout-graceful-shutdown", "10", "--no-access-log", "--log-level", "warning"),
    # longer than proxies and browsers keep a connection that rests: whoever closes first, the other may just be asking
    *("--timeout-keep-alive", "120"),
)
CELERY = ("--quiet", "worker", "--pool", "prefork", "--without-gossip", "--without-mingle", "--loglevel", "INFO")


def main(arguments: list[str]) -> int:
    """Run everything, or, in a container that keeps processes itself, become the one that is named."""
    try:
        settings = config.read(os.environ)
        preflight.keep_private(settings.data)
        if arguments:
            become(arguments[0], settings)
        if settings.database_url.startswith("sqlite"):
            preflight.refuse_network_folder(settings.data)
        lock = preflight.lock(settings.data)
        with preflight.listen(settings.host, settings.port) as listening:
            logs = settings.data / "logs"
            logs.mkdir(exist_ok=True)
            supervisor = Supervisor(services(settings, listening.fileno()), logs, lock)
            asyncio.run(supervisor.run(f"Layerloom is ready: {settings.url}  (Ctrl-C stops it)"))
    except (config.BadSetting, StartFailed) as fault:
        print(fault, file=sys.stderr)
        return 1
    return 0


def become(name: str, settings: config.Config) -> NoReturn:
    """Turn this process into one service, with the very command that the whole product runs.

    Raises: StartFailed.
    """
    listening = preflight.listen(settings.host, settings.port) if name == "web" else None
    known = {each.name: each for each in services(settings, listening.fileno() if listening else -1)}
    if name not in known:
        raise StartFailed(f"There is no process {name!r} to run here; there are {', '.join(known)}.")
    if listening:
        listening.set_inheritable(True)
    service = known[name]
    os.chdir(service.folder)
    os.execvpe(service.command[0], service.command, {**os.environ, **service.environ})  # noqa: S606


def services(settings: config.Config, listening: int) -> list[Service]:
    """What runs, in the order of starting. ``listening`` is the descriptor of the web server's socket."""
    python = (sys.executable, "-m")
    environ = {"LAYERLOOM_DATA": str(settings.data), "PYTHONUNBUFFERED": "1"}
    begin = partial(Service, environ=environ, folder=config.REPOSITORY)
    proxies = ("--forwarded-allow-ips", ",".join(settings.trusted_proxies))
    slots = ("--concurrency", str(settings.worker_slots))
    kept = [
        begin("migrate", (sys.executable, "manage.py", "migrate", "--no-input", "--skip-checks"), 1, runs_once=True),
        begin(
            "worker",
            (*python, "celery", "-A", "webapp", *CELERY, *slots),
            2,
            ready_file=settings.data / "worker.ready",
            grace_s=15.0,
            quit_s=5.0,
        ),
        begin(
            "web",
            (*python, "webapp.draining_uvicorn", "webapp.asgi:application", "--fd", str(listening), *UVICORN, *proxies),
            2,
            is_ready=partial(answers_http, settings.host, settings.port),
            inherits=(listening,),
            grace_s=20.0,  # two for who is about to ask, ten for requests, then it stores what is drawn
        ),
    ]
    if settings.is_valkey_embedded:
        socket = Path(urlsplit(settings.redis_url).path)
        command = valkey.prepare(settings.data, socket)
        kept.insert(0, begin("valkey", command, 0, is_ready=partial(valkey.answers, socket), is_shown=False))
    return kept


async def answers_http(host: str, port: int) -> bool:
    """Whether the web server answers a question that needs the whole application to be loaded."""
    nearest = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    try:
        reader, writer = await asyncio.open_connection(nearest, port)
    except OSError:
        return False
    try:
        writer.write(b"GET /api/starters/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        status = await reader.readline()
    except OSError:
        return False
    finally:
        writer.close()
    return status.startswith(b"HTTP/1.1 ") and not status.startswith(b"HTTP/1.1 5")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
