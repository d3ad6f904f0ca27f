"""What the product imports when it runs is what requirements.txt installs: a fresh machine has nothing more."""

import subprocess
import sys
from importlib import metadata

from webapp.config import REPOSITORY

sys.path.insert(0, str(REPOSITORY / "script"))
import inventory

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
import webapp.asgi, webapp.celery, webapp.runs.worker.tasks, kombu.transport.redis
from celery.bin import worker
from sklearn.datasets import load_digits
webapp.asgi.warming.join()
"""


def test_the_product_runs_with_what_requirements_install_and_nothing_more(tmp_path):
    installed = inventory.installed_by("requirements.txt")
    owners = metadata.packages_distributions()
    strangers = [module for module, names in owners.items() if not installed & set(map(inventory.canonical, names))]
    assert "pytest" in strangers
    environ = {"LAYERLOOM_DATA": str(tmp_path), "PATH": "/usr/bin:/bin"}
    command = [sys.executable, "-c", LOAD, *strangers]
    loaded = subprocess.run(command, cwd=REPOSITORY, env=environ, capture_output=True, text=True, check=False)
    assert loaded.returncode == 0, loaded.stderr
