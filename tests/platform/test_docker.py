"""The container files, without an engine: every path, command, module and variable that they name exists."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from webapp.config import REPOSITORY, SETTINGS, read
from webapp.supervisor.__main__ import services

DOCKER = REPOSITORY / "docker"
COMPOSE = sorted(DOCKER.glob("compose*.yml"))
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


def test_what_the_front_end_reads_outside_of_its_folder_is_there_when_it_is_built(
    stages: list[list[tuple[str, str]]],
) -> None:
    copied = [source for keyword, rest in stages[0] if keyword == "COPY" for source in rest.split()[:-1]]
    read_in = {
        str((file.parent / path).resolve().relative_to(REPOSITORY))
        for file in (REPOSITORY / "static/src").rglob("*.ts*")
        for path in re.findall(r'from "(\.\./[^"]+\.json)"', file.read_text())
    }
    assert read_in
    assert [path for path in read_in if not path.startswith(tuple(f"{each}/" for each in copied))] == []


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
    assert {name.removesuffix("_FILE") for name in given} <= KNOWN
    for name, content in {
        "secret_key": "x",
        "database_password": "y",
        "redis_password": "z",
        "metrics_token": "t",
    }.items():
        (tmp_path / name).write_text(f"{content}\n")
    environ = {name: INTERPOLATION.sub(lambda hit: example[hit[1]], value) for name, value in given.items()}
    environ = {name: value.replace("/run/secrets", str(tmp_path)) for name, value in environ.items()}
    settings = read({**environ, "LAYERLOOM_DATA": str(tmp_path)})
    assert not settings.is_valkey_embedded
    assert settings.database_url == "postgres://layerloom:y@postgres/layerloom"
    assert settings.redis_url == "redis://:z@valkey:6379/0"
    assert (settings.secret_key, settings.metrics_token, settings.log_format) == ("x", "t", "json")


def test_every_variable_is_in_the_example_and_the_other_way_round(example: dict[str, str]) -> None:
    used = {hit[0] for file in COMPOSE for hit in INTERPOLATION.findall(file.read_text())}
    assert used == example.keys()


def test_hosts_volumes_and_conditions_name_what_is_there(compose: dict[str, Any]) -> None:
    named = compose["services"]
    for service in named.values():
        for volume in service.get("volumes", []):
            name = volume.partition(":")[0]
            assert name in compose["volumes"] or (DOCKER / name).is_file()
        assert set(service.get("secrets", [])) <= compose["secrets"].keys()
        for other, wait in service.get("depends_on", {}).items():
            is_healthy = wait["condition"] == "service_healthy"
            assert ("test" in named[other].get("healthcheck", {})) == is_healthy
    environ = named["web"]["environment"]
    assert {"valkey", "postgres"} <= named.keys()
    assert "//valkey:6379/" in environ["REDIS_URL"]
    assert environ["DATABASE_URL"].endswith("@postgres/layerloom")
    assert named["postgres"]["environment"]["POSTGRES_DB"] == "layerloom"


@pytest.fixture(scope="module")
def everything() -> list[tuple[str, dict[str, Any]]]:
    """Every service of every file, by file and name."""
    read_in = [(file.name, yaml.safe_load(file.read_text())) for file in COMPOSE]
    return [(f"{file} {name}", service) for file, whole in read_in for name, service in whole["services"].items()]


def test_every_container_is_without_rights_and_every_image_pinned(everything: list[tuple[str, dict[str, Any]]]) -> None:
    whole = [(name, service) for name, service in everything if "image" in service]
    assert len(whole) >= 9
    for name, service in whole:
        image = service["image"]
        assert image == "layerloom" or re.fullmatch(r"[\w/]+:\d+\.\d+(\.\d+)?", image), name
        assert service["cap_drop"] == ["ALL"], name
        is_root = service.get("user", "0" if image != "layerloom" else "1000").startswith("0")
        assert is_root == name.endswith("certificates"), name
    bases = [line.split()[1] for line in (DOCKER / "Dockerfile").read_text().splitlines() if line.startswith("FROM ")]
    assert all(re.fullmatch(r"[a-z]+:\d+\.\d+\.\d+[\w-]*", base) for base in bases)


def test_no_secret_stands_in_an_environment(everything: list[tuple[str, dict[str, Any]]]) -> None:
    for name, service in everything:
        for variable in service.get("environment", {}):
            secret = re.search("PASSWORD|SECRET|TOKEN", variable)
            assert secret is None or variable.endswith("_FILE"), name


def test_the_proxy_is_the_only_door_and_the_only_one_that_is_believed(compose: dict[str, Any]) -> None:
    named = compose["services"]
    assert [name for name, service in named.items() if "ports" in service] == ["proxy"]
    address = named["proxy"]["networks"]["front"]["ipv4_address"]
    assert named["web"]["environment"]["TRUSTED_PROXIES"] == address
    assert "dynamic a web 8000" in (DOCKER / "Caddyfile").read_text()


def test_the_secrets_that_are_made_are_those_that_are_used(tmp_path: Path, compose: dict[str, Any]) -> None:
    (tmp_path / "secrets").mkdir()
    shutil.copy(DOCKER / "make-secrets", tmp_path)
    subprocess.run([tmp_path / "make-secrets"], check=True)
    made = {path.name: path.read_text() for path in (tmp_path / "secrets").iterdir()}
    assert made.keys() == compose["secrets"].keys()
    assert all(re.fullmatch("[0-9a-f]{64}", secret) for secret in made.values())
    subprocess.run([tmp_path / "make-secrets"], check=True)
    assert {path.name: path.read_text() for path in (tmp_path / "secrets").iterdir()} == made
