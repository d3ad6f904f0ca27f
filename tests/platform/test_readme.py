"""What the documents for people promise holds."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from webapp.config import REPOSITORY, SETTINGS, read, settings_table

README = (REPOSITORY / "README.md").read_text()
DOCUMENTS = [REPOSITORY / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docker/README.md")]


def test_the_table_of_settings_is_the_one_that_the_program_prints() -> None:
    said = subprocess.check_output([sys.executable, "-m", "webapp.config"], cwd=REPOSITORY, text=True)
    assert said.strip() == settings_table()
    assert f"\n{settings_table()}\n" in README


def test_every_setting_in_the_table_is_read_and_none_is_missing(tmp_path: Path) -> None:
    class Recorder(dict[str, str]):
        def get(self, name: str, default: str = "") -> str:
            asked.add(name)
            return super().get(name, default)

    asked: set[str] = set()
    read(Recorder(LAYERLOOM_DATA=str(tmp_path)))
    assert asked == {setting.name for setting in SETTINGS}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(REPOSITORY)))
def test_links_lead_somewhere(document: Path) -> None:
    targets = re.findall(r"\]\(([^)#]+)\)", document.read_text())
    missing = [each for each in targets if "://" not in each and not (document.parent / each).exists()]
    assert missing == []


@pytest.mark.parametrize("document", DOCUMENTS[:2], ids=lambda path: path.name)
def test_scripts_that_are_named_exist_and_can_be_run(document: Path) -> None:
    named = set(re.findall(r"\bscript/(\w+)", document.read_text()))
    assert {"server", "test"} <= named
    assert [each for each in named if not os.access(REPOSITORY / "script" / each, os.X_OK)] == []


def test_continuous_integration_calls_the_test_script_and_nothing_else() -> None:
    commands = [line for line in (REPOSITORY / ".ci/run").read_text().splitlines() if not line.startswith("#")]
    assert commands == ["set -euo pipefail", 'cd "$(dirname "${BASH_SOURCE[0]}")/.."', "script/test"]


def test_every_requirement_is_pinned_with_its_reason() -> None:
    for file in REPOSITORY.glob("requirements*.txt"):
        lines = [line for line in file.read_text().splitlines() if line and not line.startswith(("#", "-r "))]
        assert lines
        assert [line for line in lines if not re.match(r"\S+==[\w.]+(; .+?)? +# \S", line)] == []


def test_every_front_end_package_is_pinned() -> None:
    manifest = json.loads((REPOSITORY / "package.json").read_text())
    versions = {**manifest["dependencies"], **manifest["devDependencies"]}
    assert {name: version for name, version in versions.items() if not re.fullmatch(r"[\d.]+", version)} == {}
