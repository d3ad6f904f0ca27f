"""Several processes that migrate one database at once, as every start of a site with many machines does."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.services import postgresql
from webapp.config import REPOSITORY

MIGRATE = [sys.executable, "manage.py", "migrate", "--no-input", "--skip-checks"]
AT_ONCE = 2


@contextmanager
def on_postgresql(data: Path) -> Iterator[dict[str, str]]:
    with postgresql() as server:
        yield {"DATABASE_URL": server.url}


@contextmanager
def on_sqlite(data: Path) -> Iterator[dict[str, str]]:
    yield {}


@pytest.mark.parametrize("database", [on_sqlite, on_postgresql])
def test_of_processes_that_migrate_at_once_one_works_and_the_others_wait(
    tmp_path: Path, database: Callable[[Path], Iterator[dict[str, str]]]
) -> None:
    with database(tmp_path) as where:  # type: ignore[attr-defined]
        environ = {**os.environ, "LAYERLOOM_DATA": str(tmp_path), **where}
        begun = [
            subprocess.Popen(
                MIGRATE, cwd=REPOSITORY, env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
            )
            for _ in range(AT_ONCE)
        ]
        said = [process.communicate(timeout=120)[0] for process in begun]
        assert [process.returncode for process in begun] == [0] * AT_ONCE, said
        assert sum("Applying projects.0001_initial... OK" in each for each in said) == 1
        assert sum("No migrations to apply." in each for each in said) == AT_ONCE - 1


def test_who_only_migrates_does_not_wait_for_torch() -> None:
    asked = "import django, sys; django.setup(); print('torch' in sys.modules)"
    environ = {**os.environ, "DJANGO_SETTINGS_MODULE": "webapp.settings"}
    told = subprocess.run([sys.executable, "-c", asked], cwd=REPOSITORY, env=environ, capture_output=True, check=True)
    assert told.stdout == b"False\n"
