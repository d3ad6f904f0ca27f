"""What the product is made of is listed whole, and checked against what is known of it."""

import json
import subprocess
import sys
from importlib import metadata

import pytest

from webapp.config import REPOSITORY

sys.path.insert(0, str(REPOSITORY / "script"))
import audit
import inventory


def test_the_bill_of_materials_names_all_that_is_pinned_and_what_that_brings() -> None:
    said = json.loads(subprocess.check_output([REPOSITORY / "script/sbom"], cwd="/"))
    assert (said["bomFormat"], said["specVersion"]) == ("CycloneDX", "1.6")
    found = {component["purl"]: component for component in said["components"]}
    assert len(found) == len(said["components"])
    assert found[f"pkg:pypi/django@{metadata.version('django')}"]["scope"] == "required"
    assert found[f"pkg:pypi/asgiref@{metadata.version('asgiref')}"]["scope"] == "required", "Django needs it"
    assert found[f"pkg:pypi/pytest@{metadata.version('pytest')}"]["scope"] == "excluded"
    lock = json.loads((REPOSITORY / "package-lock.json").read_text())["packages"]
    react = found[f"pkg:npm/react@{lock['node_modules/react']['version']}"]
    assert react["scope"] == "required"
    assert len(react["hashes"][0]["content"]) == 128


def test_nothing_that_is_pinned_has_a_fault_that_is_known() -> None:
    assert audit.main([]) == 0


def test_a_package_with_a_known_fault_fails_the_audit(
    capsys: pytest.CaptureFixture[str], tmp_path, monkeypatch
) -> None:
    version = metadata.version("django")
    advisory = {"id": "TEST-1", "ecosystem": "pypi", "package": "django", "ranges": [["5.0", ""]], "summary": "Broken."}
    monkeypatch.setattr(audit, "KNOWN", tmp_path / "advisories.json")
    audit.KNOWN.write_text(json.dumps({"as_of": "2026-01-01", "advisories": [advisory]}))
    assert audit.main([]) == 1
    assert f"django {version}: TEST-1: Broken." in capsys.readouterr().out
    monkeypatch.setattr(audit, "ACCEPTED", {"TEST-1": "never called here"})
    assert audit.main([]) == 0


@pytest.mark.parametrize(
    ("version", "is_affected"), [("5.2", True), ("5.2.7", True), ("5.2.8", False), ("5.10", False), ("4.1", True)]
)
def test_versions_are_compared_as_numbers(version: str, is_affected: bool) -> None:
    assert audit.is_affected(version, [["5.2", "5.2.8"], ["", "4.2"]]) == is_affected


def test_what_osv_tells_becomes_ranges() -> None:
    django = inventory.Component("pypi", "django", "5.2.7", "", True)
    told = {
        "id": "GHSA-1",
        "summary": "Broken.",
        "affected": [
            {
                "package": {"ecosystem": "PyPI", "name": "Django"},
                "ranges": [
                    {"type": "ECOSYSTEM", "events": [{"introduced": "5.2"}, {"fixed": "5.2.8"}, {"introduced": "6.0"}]}
                ],
            },
            {"package": {"ecosystem": "PyPI", "name": "other"}, "ranges": []},
        ],
    }
    (read,) = audit._read(told, [django])
    assert read["ranges"] == [["5.2", "5.2.8"], ["6.0", ""]]
    assert list(audit.faults([django], [read])) == [(django, read)]
