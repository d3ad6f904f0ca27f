"""What the product imports when it runs is what requirements.txt installs: a fresh machine has nothing more."""

import re
import subprocess
import sys
from importlib import metadata

from packaging.requirements import Requirement

from webapp.config import REPOSITORY

LOAD = """
import sys

class NotInstalled:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in STRANGERS:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

STRANGERS = set(sys.argv[1:])
sys.meta_path.insert(0, NotInstalled())

import uvicorn, uvicorn.loops.uvloop, uvicorn.protocols.http.httptools_impl
import uvicorn.protocols.websockets.websockets_sansio_impl
import webapp.asgi, webapp.celery, webapp.runs.tasks, kombu.transport.redis, channels_redis.pubsub
from celery.bin import worker
from sklearn.datasets import load_digits
webapp.asgi.warming.join()
"""


def test_the_product_runs_with_what_requirements_install_and_nothing_more(tmp_path):
    installed = installed_by_requirements()
    owners = metadata.packages_distributions()
    strangers = [module for module, names in owners.items() if not installed & set(map(canonical, names))]
    assert "pytest" in strangers
    environ = {"LAYERLOOM_DATA": str(tmp_path), "PATH": "/usr/bin:/bin"}
    command = [sys.executable, "-c", LOAD, *strangers]
    loaded = subprocess.run(command, cwd=REPOSITORY, env=environ, capture_output=True, text=True, check=False)
    assert loaded.returncode == 0, loaded.stderr


def installed_by_requirements() -> set[str]:
    """The names of all that ``pip install -r requirements.txt`` brings, by what each package says it needs."""
    lines = (REPOSITORY / "requirements.txt").read_text().splitlines()
    ahead = [Requirement(line.partition("#")[0]) for line in lines if line.partition("#")[0].strip()]
    found: set[str] = set()
    while ahead:
        wanted = ahead.pop()
        name = canonical(wanted.name)
        if name in found:
            continue
        try:
            needs = metadata.requires(name) or []
        except metadata.PackageNotFoundError:
            continue  # for another system than this one
        found.add(name)
        extras = {"extra": next(iter(wanted.extras), "")}
        ahead += [need for need in map(Requirement, needs) if need.marker is None or need.marker.evaluate(extras)]
    return found


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
