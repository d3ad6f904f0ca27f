"""Files of visitors' own are read by a process apart: followed, superseded, given up, and never a danger."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from builder.folder.place import folder_of
from tests.webapp.conftest import Visitor, until
from tests.webapp.test_errors import error_of
from tests.webapp.test_health import setting
from tests.webapp.test_own_data import kept, new, put
from webapp.own import apart, outcome, work
from webapp.own.models import OwnData, OwnVersion
from webapp.own.tasks import work_on_data
from webapp.runs.redis_keys import connection, others_key


def table(rows: int = 120, seed: int = 0) -> bytes:
    """What a spreadsheet of a German school saves."""
    chance = random.Random(seed)
    lines = ["Gewicht;Höhe;Tier"]
    for row in range(rows):
        values = (f"{chance.gauss(3 + 10 * (row % 2), 1):.2f}", f"{chance.gauss(20, 5):.1f}")
        lines.append(";".join(values).replace(".", ",") + f";{'Hund' if row % 2 else 'Katze'}")
    return "\r\n".join(lines).encode("cp1252")


def brought(visitor: Visitor, content: bytes | None = None, name: str = "animals.csv") -> str:
    data = new(visitor)
    assert put(visitor, data, name, table() if content is None else content).status_code == 200
    return data


def asked(visitor: Visitor, data: str, what: str, **body: Any) -> dict[str, Any]:
    """The data once the work is over; a page looks again until it is."""
    answer = visitor.post(f"/api/data/{data}/{what}/", body)
    assert answer.status_code == 202, answer.content
    return until(lambda: told if not (told := visitor.get(f"/api/data/{data}/").json())["work"] else None)


@pytest.fixture
def data(visitor: Visitor, transactional_db: None) -> str:
    return brought(visitor)


def test_a_table_becomes_a_version_that_a_drawing_can_read(visitor: Visitor, data: str, figure: Any) -> None:
    begun = time.perf_counter()
    told = asked(visitor, data, "survey")
    surveyed_s = time.perf_counter() - begun
    assert told["problem"] is None
    assert told["survey"]["rows"] == 120
    assert [column["name"] for column in told["survey"]["columns"]] == ["Gewicht", "Höhe", "Tier"]
    told = asked(visitor, data, "prepare", choices=told["choices"])
    figure(f"120 rows: surveyed in {surveyed_s:.2f} s, prepared in {time.perf_counter() - begun - surveyed_s:.2f} s")
    assert told["problem"] is None
    (version,) = told["versions"]
    assert (version["number"], sum(version["samples"])) == (1, 120)
    assert version["difference"] is None
    assert folder_of(version["version"]).is_dir()
    assert json.loads(version["schema"])["name"] == "animals"
    assert version["bytes"] == sum(each.stat().st_size for each in folder_of(version["version"]).iterdir())
    place = Path(settings.OWN_DIR) / data
    until(lambda: [each.name for each in place.iterdir()] == ["incoming", "files"])  # the room of the work goes last
    again = asked(visitor, data, "prepare", choices=told["choices"])
    assert [each["version"] for each in again["versions"]] == [version["version"]], "nothing changed"


def test_the_same_files_of_two_people_are_two_versions(
    visitor: Visitor, stranger: Visitor, transactional_db: None
) -> None:
    made = []
    for who in (visitor, stranger):
        data = brought(who)
        choices = asked(who, data, "survey")["choices"]
        made += [each["version"] for each in asked(who, data, "prepare", choices=choices)["versions"]]
    assert len(set(made)) == 2


def test_the_next_version_says_what_is_new_in_it(visitor: Visitor, data: str) -> None:
    choices = asked(visitor, data, "survey")["choices"]
    asked(visitor, data, "prepare", choices=choices)
    more = table(130).replace(b"Katze", b"Maus", 1)
    put(visitor, data, "animals.csv", more)
    told = asked(visitor, data, "prepare", choices=choices)
    assert [each["number"] for each in told["versions"]] == [2, 1]
    changed = told["versions"][0]["difference"]
    assert changed["added"] >= 10


def test_a_chosen_column_is_never_guessed_again(visitor: Visitor, data: str) -> None:
    choices = asked(visitor, data, "survey")["choices"]
    chosen = {"kind": "number", "role": "unused", "is_chosen": True}
    choices["columns"]["Höhe"] = chosen
    asked(visitor, data, "prepare", choices=choices)
    put(visitor, data, "animals.csv", table(200))
    told = asked(visitor, data, "survey")
    assert told["choices"]["columns"]["Höhe"] == chosen
    assert not told["choices"]["columns"]["Gewicht"]["is_chosen"]


def test_what_can_not_be_read_is_told_in_words_and_nothing_is_left(visitor: Visitor, transactional_db: None) -> None:
    data = brought(visitor, bytes(range(256)) * 40, "noise.bin")
    told = asked(visitor, data, "survey")
    assert told["problem"]["code"]
    assert told["problem"]["message"]
    assert told["problem"]["hint"]
    assert told["survey"] is None
    until(lambda: [each.name for each in kept(data)] == ["noise.bin"], 20)


def test_choices_that_are_none_are_refused_at_the_door(visitor: Visitor, data: str) -> None:
    error = error_of(visitor.post(f"/api/data/{data}/prepare/", {"choices": {"side": 10**6}}), 400)
    assert error["code"] == "invalid_request"
    assert "side" in error["message"]


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Whatever comes is for a worker; nobody waits for it."""
    monkeypatch.setattr(work, "SMALL_BYTES", 0)
    monkeypatch.setattr(work, "WAIT_S", 0.0)
    return


def waiting(data: str) -> tuple[str, str]:
    return data, str(OwnData.objects.get(pk=data).work_id)


@pytest.mark.usefixtures("large")
def test_large_data_are_read_by_a_worker_which_gives_way_for_them(visitor: Visitor, data: str) -> None:
    told = visitor.post(f"/api/data/{data}/survey/").json()
    assert told["work"] == {"what": "survey", "done": 0.0}
    assert connection().exists(others_key()), "who trains sees it"
    work_on_data(*waiting(data))
    assert not connection().exists(others_key())
    told = visitor.get(f"/api/data/{data}/").json()
    assert (told["work"], told["problem"], told["survey"]["rows"]) == (None, None, 120)


@pytest.mark.usefixtures("large")
def test_only_what_was_asked_last_is_done_and_only_once(visitor: Visitor, data: str) -> None:
    visitor.post(f"/api/data/{data}/survey/")
    first = waiting(data)
    visitor.post(f"/api/data/{data}/survey/")
    work_on_data(*first)
    assert visitor.get(f"/api/data/{data}/").json()["work"], "it was superseded"
    work_on_data(*waiting(data))
    done = OwnData.objects.get(pk=data)
    work_on_data(*waiting(data))
    assert OwnData.objects.get(pk=data).heard_at == done.heard_at


class Endless(apart.Apart):
    """A process that never comes to an end."""

    def __init__(self, question: dict[str, Any], scratch: Path) -> None:
        super().__init__(question, scratch)
        (scratch / "half-done").write_bytes(b"x")

    def news(self, timeout_s: float) -> None:
        time.sleep(0.05)


@pytest.mark.usefixtures("large")
def test_work_that_takes_too_long_is_ended_and_nothing_of_it_is_left(
    visitor: Visitor, data: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "Apart", Endless)
    monkeypatch.setattr(work, "TIME_S", 0.2)
    visitor.post(f"/api/data/{data}/survey/")
    work_on_data(*waiting(data))
    assert visitor.get(f"/api/data/{data}/").json()["problem"]["code"] == "too_long_to_read"
    until(lambda: [each.name for each in kept(data)] == ["animals.csv"], 20)


@pytest.mark.usefixtures("large")
@pytest.mark.parametrize("by", ["delete", "ask"])
def test_work_that_nobody_wants_any_more_ends(
    visitor: Visitor, data: str, monkeypatch: pytest.MonkeyPatch, by: str
) -> None:
    told: list[int] = []

    class Interrupted(Endless):
        def news(self, timeout_s: float) -> None:
            super().news(timeout_s)
            told.append(self._child.pid)
            if len(told) == 3:
                visitor.delete(f"/api/data/{data}/") if by == "delete" else visitor.post(f"/api/data/{data}/survey/")

    monkeypatch.setattr(work, "Apart", Interrupted)
    visitor.post(f"/api/data/{data}/survey/")
    work_on_data(*waiting(data))
    assert len(told) == 3
    assert not Path(f"/proc/{told[0]}").exists()
    left = [] if by == "delete" else ["animals.csv"]
    until(lambda: [each.name for each in kept(data)] == left, 20)


def test_a_process_that_dies_is_told_in_words(visitor: Visitor, data: str, monkeypatch: pytest.MonkeyPatch) -> None:
    class Killed(apart.Apart):
        def news(self, timeout_s: float) -> dict[str, Any] | None:
            self._child.kill()
            return super().news(5.0)

    monkeypatch.setattr(work, "Apart", Killed)
    told = asked(visitor, data, "survey")
    assert told["problem"]["code"] == "could_not_be_read"


def test_a_process_that_takes_too_much_memory_is_told_in_words(
    visitor: Visitor, data: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart, "COMMAND", ("-c", "import webapp.own.child as c; c.MEMORY = 2**26; c.serve()"))
    assert asked(visitor, data, "survey")["problem"]["code"] == "could_not_be_read"


@pytest.mark.usefixtures("large")
def test_work_whose_follower_went_away_is_noticed_and_can_be_asked_for_again(visitor: Visitor, data: str) -> None:
    visitor.post(f"/api/data/{data}/survey/")
    long_ago = timezone.now() - timedelta(seconds=work.SILENT_S + 1)
    OwnData.objects.update(is_begun=True, heard_at=long_ago)
    told = visitor.get(f"/api/data/{data}/").json()
    assert (told["work"], told["problem"]["code"]) == (None, "work_died")
    visitor.post(f"/api/data/{data}/survey/")
    work_on_data(*waiting(data))
    assert visitor.get(f"/api/data/{data}/").json()["survey"]


@pytest.mark.usefixtures("large")
def test_work_that_nobody_took_up_is_sent_again_and_given_up_where_nobody_is(visitor: Visitor, data: str) -> None:
    visitor.post(f"/api/data/{data}/survey/")
    connection().delete(others_key())
    OwnData.objects.update(heard_at=timezone.now() - timedelta(seconds=work.SILENT_S + 1))
    assert visitor.get(f"/api/data/{data}/").json()["work"]
    assert connection().exists(others_key())
    then = timezone.now() - timedelta(seconds=work.UNSERVED_S + 1)
    OwnData.objects.update(heard_at=then, asked_at=then)
    assert visitor.get(f"/api/data/{data}/").json()["problem"]["code"] == outcome.NOBODY.code


def test_a_version_beyond_the_budget_is_not_kept(visitor: Visitor, data: str) -> None:
    choices = asked(visitor, data, "survey")["choices"]
    with setting(owner_mib=0):
        told = asked(visitor, data, "prepare", choices=choices)
    assert told["problem"]["code"] == "budget_spent"
    assert not OwnVersion.objects.exists()
    until(lambda: [each.name for each in kept(data)] == ["animals.csv"], 20)  # the answer does not wait for the broom


def test_the_process_apart_knows_none_of_our_secrets_and_ends_with_us(data: str, tmp_path: Path) -> None:
    process = apart.Apart({"what": "survey", "folder": str(tmp_path)}, tmp_path)
    environment = Path(f"/proc/{process._child.pid}/environ").read_bytes()
    assert b"SECRET" not in environment
    assert b"REDIS" not in environment
    assert process._child.stdin
    process._child.stdin.close()
    until(lambda: process._child.poll() is not None, 20)


def test_a_first_network_is_made_for_ones_own_data_and_for_nobody_elses(
    visitor: Visitor, stranger: Visitor, data: str
) -> None:
    (version,) = asked(visitor, data, "prepare", choices={"name": "Tiere"})["versions"]
    made = visitor.post("/api/projects/", {"own_data": version["version"]}).json()
    document = visitor.client.get(f"/api/projects/{made['id']}/").json()["document"]
    assert made["name"] == "Tiere"
    assert {node["type"] for node in document["blocks"]["main"]["nodes"].values()} >= {"OwnData", "Objective", "Output"}
    assert error_of(stranger.post("/api/projects/", {"own_data": version["version"]}), 404)
