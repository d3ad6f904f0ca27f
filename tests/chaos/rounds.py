"""A round: three people draw, three runs train, one harm is done. Then all of it must be as if nothing had been."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from typing import Any
from urllib.error import HTTPError, URLError

from tests.chaos.people import Person, Watcher
from tests.chaos.sites import Embedded, Site, Spread, fill
from tests.drawings import moons
from tests.guest import Guest
from tests.undisturbed import drawing, undisturbed

PEOPLE = RUNS = 3
LONGEST_S = 240.0
LOCKED_S, AWAY_S, FULL_S, FROZEN_S = 8.0, 4.0, 8.0, 40.0
"""As the issue names them. A lease lasts less than `FROZEN_S`: another worker has the run when the sleeper wakes."""

Harm = Callable[[], None]


def harms(site: Site) -> dict[str, Harm]:
    """Everything that is done to a site, by what it is called."""
    both: dict[str, Harm] = {
        "worker killed": partial(site.kill, "worker"),
        "web killed": partial(site.kill, "web"),
        "redis killed": partial(site.kill, "redis"),
        "all killed": partial(_all, [partial(site.kill, role) for role in ("worker", "web", "redis")]),
        "database locked": partial(site.lock, LOCKED_S),
        "worker frozen": partial(site.freeze, "worker", FROZEN_S),
        "web frozen": partial(site.freeze, "web", FROZEN_S),
    }
    if site.data.is_mount():
        both["disk full"] = partial(fill, site.data, FULL_S)
    match site:
        case Spread():
            return {
                **both,
                "postgresql killed": partial(site.kill, "postgresql"),
                "postgresql shut down": partial(site.restart_database, AWAY_S),
                "postgresql and redis killed": partial(
                    _all, [partial(site.kill, each) for each in ("postgresql", "redis")]
                ),
            }
        case Embedded() | _:
            return both


def play(site: Site, name: str, chance: random.Random) -> str:
    """One round; a line about what it took.

    Raises: AssertionError: something was lost, doubled, or computed otherwise.
    """
    guest = Guest(site.webs[0])
    address = partial(chance.choice, site.webs)
    project = str(guest.ask("/api/projects/", {"document": moons().model_dump(mode="json")})["id"])
    people = [
        Person("abc"[place], address, guest.cookie, project, random.Random(chance.random())) for place in range(PEOPLE)
    ]
    runs = [guest.press_train(drawing()) for _ in range(RUNS)]
    watchers = [Watcher(address, guest.cookie, run) for run in runs]
    for thread in (*people, *watchers):
        thread.start()
    time.sleep(chance.uniform(1.0, 4.0))
    begun = time.monotonic()
    harms(site)[name]()
    harmed_s = time.monotonic() - begun
    time.sleep(1.0)
    drawn = _drawn(people)
    _until_over([*people, *watchers])
    _assert_all_is_there(site, guest, project, people, drawn)
    for run, watcher in zip(runs, watchers, strict=True):
        _assert_undisturbed(guest, site, run, watcher)
    total_s = time.monotonic() - begun
    return f"{name:30} {len(drawn):4} edits, {RUNS} runs, harm {harmed_s:5.1f} s, all over after {total_s:5.1f} s"


def order(names: list[str], rounds: int, chance: random.Random) -> Iterator[str]:
    """Each harm once before any comes again."""
    left: list[str] = []
    for _ in range(rounds):
        if not left:
            left = chance.sample(names, len(names))
        yield left.pop()


def _until_over(threads: list[Person | Watcher]) -> None:
    until = time.monotonic() + LONGEST_S
    for thread in threads:
        thread.join(max(0.0, until - time.monotonic()))
        assert thread.failure is None, f"{thread.name}: {thread.failure!r}"
        assert not thread.is_alive(), f"{thread.name} never came to an end"


def _drawn(people: list[Person]) -> set[str]:
    """What they have drawn, all of it stored; they leave when they see it."""
    for person in people:
        person.stop_drawing()
    until = time.monotonic() + LONGEST_S
    for person in people:
        while not person.is_stored.wait(0.5):
            assert person.failure is None, f"{person.name}: {person.failure!r}"
            assert time.monotonic() < until, f"what {person.name} drew is never stored"
    drawn = {each for person in people for each in person.drawn}
    for person in people:
        person.leave(drawn)
    return drawn


def _assert_all_is_there(site: Site, guest: Guest, project: str, people: list[Person], drawn: set[str]) -> None:
    for web in site.webs:
        nodes = set(_asked(guest, web, f"/api/projects/{project}/")["document"]["blocks"]["main"]["nodes"])
        assert drawn <= nodes, f"lost: {sorted(drawn - nodes)}"
    assert all(person.drawing() == people[0].drawing() for person in people), "they see different drawings"


def _assert_undisturbed(guest: Guest, site: Site, run: str, watcher: Watcher) -> None:
    row, expected = _asked(guest, site.webs[0], f"/api/runs/{run}/"), undisturbed()
    assert (row["status"], row["problem"]) == ("finished", None)
    assert row["metrics"] == watcher.state.metrics == expected.metrics
    assert watcher.state.curves.keys() == expected.curves.keys()
    for name, curve in expected.curves.items():
        assert watcher.state.curves[name].steps == curve.steps, f"a gap or a double in {name}"
        assert watcher.state.curves[name].values == curve.values, f"other numbers in {name}"


def _asked(guest: Guest, web: str, path: str) -> Any:
    """What a web process answers as soon as it does: it may still be starting."""
    until = time.monotonic() + 60.0
    while True:
        with suppress(URLError, HTTPError, OSError):
            return guest.at(web).ask(path)
        assert time.monotonic() < until, f"no answer from {web}{path}"
        time.sleep(0.2)


def _all(several: list[Harm]) -> None:
    for harm in several:
        harm()
