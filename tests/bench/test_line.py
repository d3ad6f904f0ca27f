"""What it costs the server that pages ask whether it is there: forty of them at rest, each with its two sockets.

Printed, not judged.
"""

import asyncio
import os
from pathlib import Path

from websockets.asyncio.client import connect

from tests.drawings import moons
from tests.guest import Guest
from tests.product import running
from webapp.line import PING, PONG

PAGES = 40
EVERY_S = 1.0
FOR_S = 8


def cpu_s(pid):
    """Processor time that a process has taken."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def ask(socket):
    """As a page at rest does it."""
    for _ in range(round(FOR_S / EVERY_S)):
        await socket.send(PING)
        while await socket.recv() != PONG:
            pass
        await asyncio.sleep(EVERY_S)


async def costs(urls, headers, pid):
    """Processor seconds of the server while nobody asks, and while everybody does."""
    sockets = await asyncio.gather(*(connect(url, additional_headers=headers, ping_interval=None) for url in urls))
    await asyncio.sleep(3)  # joining costs more, and is another matter
    before = cpu_s(pid)
    await asyncio.sleep(FOR_S)
    at_rest = cpu_s(pid) - before
    await asyncio.gather(*(ask(socket) for socket in sockets))
    asked = cpu_s(pid) - before - at_rest
    await asyncio.gather(*(socket.close() for socket in sockets))
    return at_rest, asked


def test_forty_pages_at_rest(tmp_path, figure):
    with running(tmp_path) as product:
        guest = Guest(product.url)
        run = guest.press_train(moons(epochs=1))
        project = guest.wait_for_end(run)["project"]
        here = product.url.replace("http", "ws", 1)
        urls = [f"{here}/ws/projects/{project}/room/", f"{here}/ws/runs/{run}/live/"] * PAGES
        headers = {"Cookie": f"sessionid={guest._cookie('sessionid')}"}
        at_rest, asked = asyncio.run(costs(urls, headers, product.processes()["web"]))
    pings = len(urls) * round(FOR_S / EVERY_S)
    figure(
        f"{PAGES} pages at rest, {len(urls)} sockets: {1e6 * (asked - at_rest) / pings:.0f} µs of the server for each "
        f"question and its answer, {(asked - at_rest) / FOR_S:.1%} of a core for all of them"
    )
