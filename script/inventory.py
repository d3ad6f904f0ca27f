"""What the product is made of, as CycloneDX: every Python package that requirements.txt brings, as installed, and every
package of the front end, as locked. ``script/sbom > sbom.json``
"""

from __future__ import annotations

import base64
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any
from urllib.parse import quote

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Component:
    """One package. ``is_needed`` to run the product, not only to build or to test it; ``sha512`` in hexadecimal."""

    ecosystem: str
    name: str
    version: str
    licence: str
    is_needed: bool
    sha512: str = ""

    @property
    def purl(self) -> str:
        """How other programs name it."""
        return f"pkg:{self.ecosystem}/{quote(self.name, safe='/')}@{quote(self.version)}"


def components() -> list[Component]:
    """All of them, sorted."""
    return sorted({*python_components(), *npm_components()}, key=lambda each: each.purl)


def python_components() -> Iterator[Component]:
    """What is installed here of what the requirements name, and of what that needs in turn."""
    needed = installed_by("requirements.txt")
    for name in sorted(needed | installed_by("requirements-dev.txt")):
        told = metadata.metadata(name)
        licence = told.get("License-Expression") or (told.get("License") or "").splitlines()[:1]
        text = licence if isinstance(licence, str) else "".join(licence)
        yield Component("pypi", canonical(name), metadata.version(name), text[:100], name in needed)


def npm_components() -> Iterator[Component]:
    """What package-lock.json holds."""
    lock = json.loads((ROOT / "package-lock.json").read_text())
    for path, facts in lock["packages"].items():
        if path and "version" in facts:
            name = path.rpartition("node_modules/")[2]
            algorithm, _, digest = facts.get("integrity", "").partition("-")
            sha512 = base64.b64decode(digest).hex() if algorithm == "sha512" else ""
            yield Component(
                "npm", name, facts["version"], str(facts.get("license", "")), not facts.get("dev", False), sha512
            )


def cyclonedx() -> dict[str, Any]:
    """The bill of materials."""
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": "layerloom", "bom-ref": "layerloom"}},
        "components": [_told(each) for each in components()],
    }


def canonical(name: str) -> str:
    """One spelling for all."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _told(component: Component) -> dict[str, Any]:
    told: dict[str, Any] = {
        "type": "library",
        "bom-ref": component.purl,
        "name": component.name,
        "version": component.version,
        "purl": component.purl,
        "scope": "required" if component.is_needed else "excluded",
    }
    if component.licence:
        told["licenses"] = [{"license": {"name": component.licence}}]
    if component.sha512:
        told["hashes"] = [{"alg": "SHA-512", "content": component.sha512}]
    return told


def installed_by(file: str) -> set[str]:
    """The names of all that ``pip install -r`` of this file brings, by what each package says it needs."""
    ahead, found = list(_requirements(file)), set[str]()
    while ahead:
        wanted = ahead.pop()
        name = canonical(wanted.name)
        if name in found or (wanted.marker and not wanted.marker.evaluate({"extra": ""})):
            continue
        try:
            needs = metadata.requires(name) or []
        except metadata.PackageNotFoundError:
            continue  # for another system than this one
        found.add(name)
        for need in map(Requirement, needs):
            extras = wanted.extras or {""}
            if need.marker is None or any(need.marker.evaluate({"extra": extra}) for extra in extras):
                need.marker = None
                ahead.append(need)
    return found


def _requirements(file: str) -> Iterator[Requirement]:
    for line in (ROOT / file).read_text().splitlines():
        text = line.partition("#")[0].strip()
        if text.startswith("-r "):
            yield from _requirements(text[3:].strip())
        elif text:
            yield Requirement(text)


if __name__ == "__main__":
    json.dump(cyclonedx(), sys.stdout, indent=1)
    print()
