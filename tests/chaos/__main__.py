"""``script/chaos``: harm both sites, round after round, and print a line for each."""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import traceback
from contextlib import ExitStack
from pathlib import Path

from tests.chaos.rounds import harms, order, play
from tests.chaos.sites import Site, embedded, small_disk, spread
from tests.undisturbed import undisturbed


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--seed", type=int, default=random.randrange(1_000_000))
    parser.add_argument("--on", choices=("embedded", "spread", "both"), default="both")
    parser.add_argument("--harm", help="only this one")
    wanted = parser.parse_args()
    undisturbed()
    kinds = ("embedded", "spread") if wanted.on == "both" else (wanted.on,)
    return min(1, sum(failures(kind, wanted.rounds, wanted.harm, wanted.seed) for kind in kinds))


def failures(kind: str, rounds: int, harm: str | None, seed: int) -> int:
    """How many rounds lost something."""
    chance = random.Random(f"{seed} {kind}")
    print(f"{kind}, seed {seed}", flush=True)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        data = stack.enter_context(small_disk(folder))
        site: Site = stack.enter_context(embedded(data) if kind == "embedded" else spread(data, chance.choice))
        names = [harm] if harm else sorted(harms(site))
        return sum(
            not is_whole(site, name, chance, number) for number, name in enumerate(order(names, rounds, chance), 1)
        )


def is_whole(site: Site, name: str, chance: random.Random, number: int) -> bool:
    """Play a round, and say what came of it."""
    try:
        print(f"{number:3} {play(site, name, chance)}", flush=True)
    except Exception:
        print(f"{number:3} {name:30} FAILED", flush=True)
        traceback.print_exc()
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())
