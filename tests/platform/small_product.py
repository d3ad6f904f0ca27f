"""Small children under the real supervisor: ``small_product.py FOLDER NAME:STAGE[:manner...] ...``."""

import asyncio
import os
import sys
from functools import partial
from pathlib import Path

from webapp.supervisor import preflight
from webapp.supervisor.service import Service
from webapp.supervisor.supervise import StartFailed, Supervisor


async def has_started(journal: Path, name: str) -> bool:
    """Whether the process of that name that started last is alive."""
    lines = journal.read_text().splitlines() if journal.exists() else []
    started = [line.split()[-1] for line in lines if line.startswith(f"{name} started")]
    try:
        os.kill(int(started[-1]), 0)
    except (IndexError, ProcessLookupError):
        return False
    return True


def service(folder: Path, text: str) -> Service:
    name, stage, *manners = text.split(":")
    journal = folder / "journal"
    return Service(
        name,
        (sys.executable, str(Path(__file__).with_name("child.py")), name, str(journal), *manners),
        stage=int(stage),
        environ={},
        folder=folder,
        is_ready=partial(has_started, journal, name),
        grace_s=30.0 if "stubborn" in manners else 5.0,
        runs_once="once" in manners,
    )


folder = Path(sys.argv[1])
try:
    held = preflight.lock(folder)
    supervisor = Supervisor([service(folder, each) for each in sys.argv[2:]], folder, held)
    asyncio.run(supervisor.run("ready"))
except StartFailed as failure:
    sys.exit(str(failure))
