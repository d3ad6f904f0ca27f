"""Whether a package that is pinned here has a fault that is publicly known. Needs no network: ``script/audit``

What is known lies in ``script/advisories.json``, as of the date in it. ``script/audit --renew`` asks OSV (the open
database of advisories, https://osv.dev) about every package, and writes the file anew: do so before a release, and
whenever a package is updated. An advisory that does not concern us is named in ``ACCEPTED`` with its reason.
"""

from __future__ import annotations

import json
import sys
import urllib.request
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from inventory import Component, components
from packaging.version import InvalidVersion, Version

KNOWN = Path(__file__).with_name("advisories.json")
OSV = "https://api.osv.dev/v1"
OLD_AFTER_DAYS = 90
ACCEPTED: dict[str, str] = {}
"""Advisory -> why it does not concern us."""
ECOSYSTEMS = {"pypi": "PyPI", "npm": "npm"}


def main(arguments: list[str]) -> int:
    """0 when no pinned package has a known fault."""
    if arguments == ["--renew"]:
        renew()
    told = json.loads(KNOWN.read_text())
    found = list(faults(components(), told["advisories"]))
    for component, advisory in found:
        print(f"{component.name} {component.version}: {advisory['id']}: {advisory['summary']}")
    age = (datetime.now(UTC).date() - date.fromisoformat(told["as_of"])).days
    if age > OLD_AFTER_DAYS:
        print(f"What is known here is {age} days old: run script/audit --renew where there is a network.")
    known = f"{len(told['advisories'])} advisories as of {told['as_of']}"
    print(f"{len(components())} packages, {known}: {len(found)} faults.")
    return int(bool(found))


def faults(pinned: Iterable[Component], advisories: list[dict[str, Any]]) -> Iterator[tuple[Component, dict[str, Any]]]:
    """Every package with each advisory that concerns its version."""
    for component in pinned:
        for advisory in advisories:
            same = (advisory["ecosystem"], advisory["package"]) == (component.ecosystem, component.name)
            if same and advisory["id"] not in ACCEPTED and is_affected(component.version, advisory["ranges"]):
                yield component, advisory


def is_affected(version: str, ranges: list[list[str]]) -> bool:
    """Whether a version lies in one of the ranges: from the first on, and below the second, which may be empty."""
    try:
        ours = Version(version)
        return any(Version(first or "0") <= ours and (not fixed or ours < Version(fixed)) for first, fixed in ranges)
    except InvalidVersion:
        return True  # somebody must look


def renew() -> None:
    """Write what OSV knows of the packages that are pinned here."""
    pinned = components()
    queries = [
        {"package": {"ecosystem": ECOSYSTEMS[each.ecosystem], "name": each.name}, "version": each.version}
        for each in pinned
    ]
    answers = _ask(f"{OSV}/querybatch", {"queries": queries})["results"]
    names = {each["id"] for answer in answers for each in answer.get("vulns", ())}
    fresh = [told for name in sorted(names) for told in _read(_ask(f"{OSV}/vulns/{name}"), pinned)]
    kept = [each for each in json.loads(KNOWN.read_text())["advisories"] if each["id"] not in names]
    told = {"as_of": datetime.now(UTC).date().isoformat(), "advisories": [*kept, *fresh]}
    KNOWN.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n")


def _read(advisory: dict[str, Any], pinned: list[Component]) -> Iterator[dict[str, Any]]:
    ours = {(ECOSYSTEMS[each.ecosystem], each.name): each for each in pinned}
    for affected in advisory.get("affected", ()):
        component = ours.get((affected["package"]["ecosystem"], affected["package"]["name"].lower()))
        events = [event for each in affected.get("ranges", ()) if each["type"] != "GIT" for event in each["events"]]
        if component and events:
            yield {
                "id": advisory["id"],
                "ecosystem": component.ecosystem,
                "package": component.name,
                "ranges": list(_pairs(events)),
                "summary": advisory.get("summary") or advisory.get("details", "")[:120],
            }


def _pairs(events: list[dict[str, str]]) -> Iterator[list[str]]:
    first = ""
    for event in events:
        if "introduced" in event:
            first = event["introduced"]
        elif "fixed" in event:
            yield [first, event["fixed"]]
            first = ""
    if first:
        yield [first, ""]


def _ask(url: str, body: object = None) -> Any:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json"})  # noqa: S310 - https, above
    with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
        return json.load(answer)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
