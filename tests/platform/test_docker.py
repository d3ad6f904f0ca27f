"""The container files, without an engine: every path, command, module and variable that they name exists."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from webapp.config import REPOSITORY, SETTINGS, read
from webapp.supervisor.__main__ import services

DOCKER = REPOSITORY / "docker"
KNOWN = {setting.name for setting in SETTINGS}
INTERPOLATION = re.compile(r"\$\{(\w+)(?::([-?])([^}]*))?\}")


@pytest.fixture(scope="module")
def stages() -> list[list[tuple[str, str]]]:
    """The Dockerfile: for each stage its instructions, as (keyword, rest)."""
    text = (DOCKER / "Dockerfile").read_text().replace("\\\n", " ")
    lines = [line.partition(" ") for line in text.splitlines() if line and not line.startswith("#")]
    found: list[list[tuple[str, str]]] = []
    for keyword, _, rest in lines:
        if keyword == "FROM":
            found.append([])
        found[-1].append((keyword, rest))
    return found


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return dict(yaml.safe_load((DOCKER / "compose.yml").read_text()))


@pytest.fixture(scope="module")
def example() -> dict[str, str]:
    lines = [line for line in (DOCKER / ".env.example").read_text().splitlines() if line and line[0] != "#"]
    return {name: value for name, _, value in (line.partition("=") for line in lines)}


def test_everything_that_is_copied_exists(stages: list[list[tuple[str, str]]]) -> None:
    copied = [rest.split()[:-1] for stage in stages for keyword, rest in stage if keyword == "COPY"]
    own = [source for sources in copied for source in sources if not sources[0].startswith("--from")]
    assert "webapp" in own
    assert [source for source in own if not (REPOSITORY / source).exists()] == []


def test_every_folder_of_python_is_in_the_image(stages: list[list[tuple[str, str]]]) -> None:
    copied = {source for keyword, rest in stages[-1] if keyword == "COPY" for source in rest.split()[:-1]}
    packages = {path.parent.name for path in REPOSITORY.glob("*/__init__.py")} - {"tests"}
    assert packages <= copied


def test_what_is_taken_from_the_first_stage_is_what_it_builds(stages: list[list[tuple[str, str]]]) -> None:
    assert ("COPY", "--from=front-end /app/static/dist static/dist") in stages[-1]
    assert stages[0][0][1].endswith(" AS front-end")
    assert 'outDir: "static/dist"' in (REPOSITORY / "vite.config.ts").read_text()
    scripts = json.loads((REPOSITORY / "package.json").read_text())["scripts"]
    assert [rest for keyword, rest in stages[0] if keyword == "RUN"] == ["npm ci", "npm run build"]
    assert "build" in scripts


def test_the_image_runs_the_product_as_nobody_special(stages: list[list[tuple[str, str]]]) -> None:
    last = dict(stages[-1])
    assert json.loads(last["CMD"]) == ["python", "-m", "webapp.supervisor"]
    assert last["USER"] == "layerloom"
    assert f"--uid 1000 --no-create-home {last['USER']}" in " ".join(rest for _, rest in stages[-1])


def test_the_image_sets_only_what_the_settings_know(stages: list[list[tuple[str, str]]]) -> None:
    environ = dict(pair.split("=") for keyword, rest in stages[-1] if keyword == "ENV" for pair in rest.split())
    ours = {name: value for name, value in environ.items() if not name.startswith("PYTHON")}
    assert ours == {"LAYERLOOM_DATA": "/data", "HOST": "0.0.0.0", "PORT": "8000"}
    assert ours.keys() <= KNOWN


@pytest.mark.parametrize("name", ["migrate", "web", "worker"])
def test_each_process_of_ours_is_one_that_the_supervisor_knows(
    compose: dict[str, Any], tmp_path: Path, name: str
) -> None:
    service = compose["services"][name]
    assert service["command"] == ["python", "-m", "webapp.supervisor", name]
    settings = read({"LAYERLOOM_DATA": str(tmp_path), "REDIS_URL": "redis://valkey:6379/0"})
    assert name in {each.name for each in services(settings, listening=3)}
    assert (DOCKER / service["build"]["context"] / service["build"]["dockerfile"]).exists()


def test_the_settings_that_compose_gives_are_read_and_good(
    compose: dict[str, Any], tmp_path: Path, example: dict[str, str]
) -> None:
    given = compose["services"]["web"]["environment"]
    assert given.keys() <= KNOWN
    filled = {**example, "SECRET_KEY": "x", "POSTGRES_PASSWORD": "y"}
    environ = {name: INTERPOLATION.sub(lambda hit: filled[hit[1]], value) for name, value in given.items()}
    settings = read({**environ, "LAYERLOOM_DATA": str(tmp_path)})
    assert not settings.is_valkey_embedded
    assert settings.database_url == "postgres://layerloom:y@postgres/layerloom"


def test_every_variable_is_in_the_example_and_the_other_way_round(example: dict[str, str]) -> None:
    used = {hit[0] for hit in INTERPOLATION.findall((DOCKER / "compose.yml").read_text())}
    assert used == example.keys()


def test_hosts_volumes_and_conditions_name_what_is_there(compose: dict[str, Any]) -> None:
    named = compose["services"]
    for service in named.values():
        for volume in service.get("volumes", []):
            assert volume.partition(":")[0] in compose["volumes"]
        for other, wait in service.get("depends_on", {}).items():
            is_healthy = wait["condition"] == "service_healthy"
            assert ("healthcheck" in named[other]) == is_healthy
    environ = named["web"]["environment"]
    assert {"valkey", "postgres"} <= named.keys()
    assert "//valkey:6379/" in environ["REDIS_URL"]
    assert environ["DATABASE_URL"].endswith("@postgres/layerloom")
    assert named["postgres"]["environment"]["POSTGRES_DB"] == "layerloom"
