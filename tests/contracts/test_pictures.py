"""What a probe sees can be shown: each has its picture in the front end."""

from pathlib import Path

import pytest

from trainer.look.looks import PROBES

PICTURES = Path(__file__).parents[2] / "static/src/run/pictures"


@pytest.mark.parametrize("key", PROBES)
def test_each_probe_has_a_picture(key):
    assert f'key: "{key}"' in (PICTURES / f"{key}.tsx").read_text()


def test_each_picture_has_a_probe():
    assert {file.stem for file in PICTURES.glob("*.tsx")} == set(PROBES)
