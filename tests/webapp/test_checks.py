"""Mistakes in the settings are named, with the way out."""

from dataclasses import replace
from pathlib import Path

import pytest

from webapp.checks import bundle_is_there, debug_stays_at_home, store_can_be_reached


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"debug": True}, []),
        ({"debug": True, "host": "0.0.0.0"}, ["layerloom.E001"]),
        ({"debug": True, "origins": ("https://loom.example.org",)}, ["layerloom.E001"]),
        ({"debug": False, "host": "0.0.0.0"}, []),
    ],
)
def test_debug_is_refused_where_others_can_see_it(settings, change: dict, found: list[str]) -> None:
    settings.CONFIG = replace(settings.CONFIG, **change)
    assert [message.id for message in debug_stays_at_home()] == found


def test_a_missing_bundle_is_a_warning_with_the_command(settings, tmp_path: Path) -> None:
    settings.DIST_DIR = tmp_path
    assert "npm run build" in (bundle_is_there()[0].hint or "")
    (tmp_path / "manifest.json").write_text("{}")
    assert bundle_is_there() == []


def test_a_bucket_without_what_speaks_to_it_is_an_error_with_the_command(settings) -> None:
    assert store_can_be_reached() == []
    settings.CONFIG = replace(settings.CONFIG, own_data_bucket="ours")
    (found,) = store_can_be_reached()
    assert (found.id, "pip install boto3" in (found.hint or "")) == ("layerloom.E002", True)
