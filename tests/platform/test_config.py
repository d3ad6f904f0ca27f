"""Settings: defaults, derived addresses, and one sentence for each bad value."""

import stat
from pathlib import Path

import pytest

from webapp.config import REPOSITORY, SETTINGS, BadSetting, Config, read


def config(tmp_path: Path, **environ: str) -> Config:
    return read({"LAYERLOOM_DATA": str(tmp_path / "data"), **environ})


def test_defaults_need_nothing_but_a_data_folder(tmp_path: Path) -> None:
    found = config(tmp_path)
    assert (found.host, found.port, found.url) == ("127.0.0.1", 8000, "http://127.0.0.1:8000")
    assert found.database_url == f"sqlite:///{tmp_path}/data/db.sqlite3"
    assert found.is_valkey_embedded
    assert found.worker_slots == 1
    assert not found.debug
    assert not found.is_https
    assert found.data.is_dir()


def test_the_data_folder_is_in_the_repository_unless_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "mkdir", lambda *_, **__: None)
    monkeypatch.setattr("os.access", lambda *_: True)
    assert read({"SECRET_KEY": "x"}).data == REPOSITORY / "data"


def test_the_socket_of_valkey_has_a_short_path_however_deep_the_data_lies(
    tmp_path: Path,
) -> None:
    deep = config(tmp_path, LAYERLOOM_DATA=str(tmp_path / ("d" * 120) / ("e" * 120)))
    socket = deep.redis_url.removeprefix("unix://").partition("?")[0]
    assert len(socket.encode()) < 100
    assert Path(socket).parent == deep.runtime


def test_two_data_folders_never_share_a_socket(tmp_path: Path) -> None:
    one, two = (config(tmp_path, LAYERLOOM_DATA=str(tmp_path / name)) for name in "ab")
    assert one.runtime != two.runtime


@pytest.mark.parametrize(
    ("redis_url", "broker"),
    [
        ("redis://h:6379", "redis://h:6379/1"),
        ("redis://:pw@h:6379/4", "redis://:pw@h:6379/5"),
        ("rediss://h/0?x=y", "rediss://h/1?x=y"),
        ("unix:///v.sock?db=0", "redis+socket:///v.sock?virtual_host=1"),
    ],
)
def test_one_redis_url_gives_the_broker_too(tmp_path: Path, redis_url: str, broker: str) -> None:
    found = config(tmp_path, REDIS_URL=redis_url)
    assert not found.is_valkey_embedded
    assert (found.redis_url, found.broker_url) == (redis_url, broker)


def test_the_secret_key_is_made_once_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    first, second = config(tmp_path), config(tmp_path)
    assert first.secret_key == second.secret_key
    assert len(first.secret_key) >= 50
    assert stat.S_IMODE((first.data / "secret_key").stat().st_mode) == 0o600
    assert [path.name for path in first.data.iterdir()] == ["secret_key"]


def test_a_secret_key_from_outside_wins_and_is_not_written_down(tmp_path: Path) -> None:
    found = config(tmp_path, SECRET_KEY="from outside")
    assert found.secret_key == "from outside"
    assert not (found.data / "secret_key").exists()


@pytest.mark.parametrize(
    ("environ", "hosts"),
    [
        ({}, ("127.0.0.1", "localhost", "[::1]")),
        ({"HOST": "0.0.0.0"}, ("*",)),
        ({"HOST": "10.0.0.7"}, ("127.0.0.1", "localhost", "[::1]", "10.0.0.7")),
        ({"ORIGINS": "https://a.example"}, ("127.0.0.1", "localhost", "[::1]", "a.example")),
        ({"HOST": "0.0.0.0", "ALLOWED_HOSTS": "a.example"}, ("a.example",)),
        ({"ALLOWED_HOSTS": "a.example, b.example"}, ("a.example", "b.example")),
    ],
)
def test_allowed_hosts_follow_from_what_was_said(
    tmp_path: Path, environ: dict[str, str], hosts: tuple[str, ...]
) -> None:
    assert config(tmp_path, **environ).allowed_hosts == hosts


def test_a_public_origin_is_the_address_to_show(tmp_path: Path) -> None:
    found = config(tmp_path, ORIGINS="https://loom.example.org/", HOST="0.0.0.0")
    assert found.url == "https://loom.example.org"
    assert found.is_https


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "http"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "²"),
        ("WORKER_SLOTS", "none"),
        ("DEBUG", "maybe"),
        ("VITE_DEV", "2"),
        ("DATABASE_URL", "mysql://h/x"),
        ("DATABASE_URL", "postgres://h"),
        ("REDIS_URL", "localhost:6379"),
        ("REDIS_URL", "redis://h/first"),
        ("ORIGINS", "loom.example.org"),
        ("ORIGINS", "https://loom.example.org/path"),
        ("LAYERLOOM_DATA", "/dev/null/data"),
    ],
)
def test_a_bad_value_is_refused_in_one_sentence(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(BadSetting) as caught:
        config(tmp_path, **{name: value})
    said = str(caught.value)
    assert said.startswith(f"{name}: expected ")
    assert f"received {value!r}" in said
    assert said.endswith(".")
    assert "\n" not in said


@pytest.mark.parametrize("name", ["DATABASE_URL", "REDIS_URL"])
def test_a_bad_address_is_shown_without_its_password(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadSetting) as caught:
        config(tmp_path, **{name: "ftp://user:hunter2@host/x"})
    assert "hunter2" not in str(caught.value)


def test_an_empty_value_means_the_default(tmp_path: Path) -> None:
    unset = {each.name: "" for each in SETTINGS if each.name != "LAYERLOOM_DATA"}
    assert config(tmp_path, **unset) == config(tmp_path)


def test_a_setting_may_lie_in_a_file_that_another_one_names(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("from a file\n")
    assert (
        config(tmp_path, SECRET_KEY_FILE=str(tmp_path / "key"), SECRET_KEY="from outside").secret_key == "from a file"
    )
    with pytest.raises(BadSetting, match="SECRET_KEY_FILE: expected a file that can be read"):
        config(tmp_path, SECRET_KEY_FILE=str(tmp_path / "none"))


def test_passwords_go_into_addresses_that_hold_none(tmp_path: Path) -> None:
    (tmp_path / "password").write_text("p@ss/word\n")
    found = config(
        tmp_path,
        DATABASE_URL="postgres://loom@db:5432/loom",
        DATABASE_PASSWORD_FILE=str(tmp_path / "password"),
        REDIS_URL="redis://cache:6379/0",
        REDIS_PASSWORD="p@ss",
    )
    assert found.database_url == "postgres://loom:p%40ss%2Fword@db:5432/loom"
    assert found.redis_url == "redis://:p%40ss@cache:6379/0"
    assert found.broker_url == "redis://:p%40ss@cache:6379/1"
    own = config(tmp_path, DATABASE_URL="postgres://loom:own@db/loom", DATABASE_PASSWORD="other")
    assert own.database_url == "postgres://loom:own@db/loom"
