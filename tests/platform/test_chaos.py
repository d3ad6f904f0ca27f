"""A little chaos, on both kinds of site: nothing of what was drawn is lost, and every run comes to its numbers.

``script/chaos`` plays every harm, as often as is asked for.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.chaos.rounds import play
from tests.chaos.sites import embedded, small_disk, spread
from tests.undisturbed import undisturbed

SEED = 11


@pytest.fixture(autouse=True)
def _undisturbed_beforehand() -> None:
    undisturbed()


@pytest.mark.timeout(400)
def test_the_product_of_one_command_loses_nothing(tmp_path: Path, figure: Callable[[str], None]) -> None:
    chance = random.Random(SEED)
    with small_disk(tmp_path) as data, embedded(data) as site:
        for harm in ("all killed", "database locked", *(["disk full"] if data.is_mount() else [])):
            figure(f"chaos, embedded: {play(site, harm, chance)}")


@pytest.mark.timeout(400)
def test_two_web_processes_and_two_workers_on_postgresql_and_redis_lose_nothing(
    tmp_path: Path, figure: Callable[[str], None]
) -> None:
    chance = random.Random(SEED)
    with spread(tmp_path, chance.choice) as site:
        for harm in ("all killed", "postgresql shut down", "postgresql and redis killed"):
            figure(f"chaos, spread: {play(site, harm, chance)}")
