"""What can be set from outside: read once from the environment, checked, and passed in frozen.

Plain Python: the supervisor reads this before Django exists. `SETTINGS` is the list that the
README's table is made from (``python -m webapp.config`` prints it).
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import parse_qsl, quote, urlsplit, urlunsplit

CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
REPOSITORY = Path(__file__).resolve().parent.parent
EVERY_ADDRESS = ("0.0.0.0", "::")  # noqa: S104  (recognised here, never bound to unasked)
YEAR_S = 365 * 86400
LOOPBACK = ("127.0.0.1", "localhost", "::1")


class BadSetting(ValueError):
    """A setting that can't be used. One sentence: where, what was expected, received, what to try."""


@dataclass(frozen=True)
class Setting:
    """One environment variable: its name, what stands in when it is not set, and what it does."""

    name: str
    default: str
    meaning: str


SETTINGS = (
    Setting("LAYERLOOM_DATA", "data", "folder for everything that is kept: database, checkpoints, logs"),
    Setting("HOST", "127.0.0.1", "address to listen on; 0.0.0.0 lets other machines in"),
    Setting("PORT", "8000", "port to listen on"),
    Setting("DATABASE_URL", "SQLite in the data folder", "or postgres://user:password@host/name"),
    Setting("DATABASE_PASSWORD", "none", "goes into DATABASE_URL where that holds none"),
    Setting("REDIS_URL", "a Valkey of our own", "or redis://host:6379/0; uses the database after it too"),
    Setting("REDIS_PASSWORD", "none", "goes into REDIS_URL where that holds none"),
    Setting("SECRET_KEY", "made once, kept there", "signs sessions; one for all machines of a site"),
    Setting("ALLOWED_HOSTS", "from HOST and ORIGINS", "host names to answer to, with commas between"),
    Setting("ORIGINS", "none", "public addresses, with commas between: https://loom.example.org"),
    Setting("TRUSTED_PROXIES", "127.0.0.1, ::1", "addresses or networks whose X-Forwarded headers are believed"),
    Setting("HTTPS_REDIRECT", "1", "where every one of ORIGINS is https, who comes by http is sent there; 0 does not"),
    Setting("HSTS_SECONDS", "31536000", "how long browsers keep to https there; 0 leaves it to the proxy"),
    Setting("WORKER_SLOTS", "1", "runs that train at the same time"),
    Setting("WORKER_THREADS", "cores / `WORKER_SLOTS`", "threads that a run may compute on where that is much faster"),
    Setting("WORKER_DEVICE", "best", "what runs train on here: gpu, cpu, or the best that there is"),
    Setting("RUN_PROCESSES", "cores / `WORKER_SLOTS`", "processes that one run may be trained by together"),
    Setting("RUN_MEMORY_MIB", "4096", "memory that one run may take"),
    Setting("RUN_MINUTES", "720", "minutes that one run may train"),
    Setting("GUEST_DAYS", "365", "days without a visit after which a guest and what they made are removed; 0: never"),
    Setting("OWNER_NETWORKS", "500", "networks that one visitor may keep"),
    Setting("OWNER_RUNS", "2000", "runs that one visitor may keep; each keeps two checkpoints"),
    Setting("OWNER_MIB", "20480", "room that one visitor's networks, logs and checkpoints may take"),
    Setting("OWN_DATA_BUCKET", "on disk", "S3 bucket that keeps what drawings learn from of visitors' own data"),
    Setting("OWN_DATA_ENDPOINT", "that of AWS", "address of an S3-compatible store; its keys as boto3 reads them"),
    Setting("LOG_FORMAT", "text", "text for people, or json: one object a line"),
    Setting("METRICS_TOKEN", "this machine only", "who sends it as a bearer token may read /metrics from anywhere"),
    Setting("DEBUG", "0", "1 shows error pages with source; never on a public address"),
    Setting("VITE_DEV", "0", "1 takes the front end from a running `npm run dev`"),
)


@dataclass(frozen=True)
class Config:
    """Every setting, checked. ``redis_url`` is always set; ``is_valkey_embedded`` says who runs it."""

    data: Path
    host: str
    port: int
    database_url: str
    redis_url: str
    is_valkey_embedded: bool
    secret_key: str
    allowed_hosts: tuple[str, ...]
    origins: tuple[str, ...]
    trusted_proxies: tuple[str, ...]
    https_redirect: bool
    hsts_seconds: int
    worker_slots: int
    worker_threads: int
    worker_device: str
    run_processes: int
    run_memory_mib: int
    run_minutes: int
    guest_days: int
    owner_networks: int
    owner_runs: int
    owner_mib: int
    own_data_bucket: str
    own_data_endpoint: str
    log_format: str
    metrics_token: str
    debug: bool
    vite_dev: bool

    @property
    def runtime(self) -> Path:
        """The folder of Valkey's socket: short, as a socket's path may hold about 100 bytes."""
        return _runtime(self.data)

    @property
    def broker_url(self) -> str:
        """Where Celery's messages wait: in the database after that of the run logs."""
        parts = urlsplit(self.redis_url)
        database = _database(self.redis_url) + 1
        if parts.scheme == "unix":
            return f"redis+socket://{parts.path}?virtual_host={database}"
        return urlunsplit(parts._replace(path=f"/{database}"))

    @property
    def url(self) -> str:
        """The address to open: the first public one, or this machine's."""
        if self.origins:
            return self.origins[0]
        host = "localhost" if self.host in EVERY_ADDRESS else self.host
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}"

    @property
    def is_https(self) -> bool:
        """Visitors come by https only, so cookies may insist on it."""
        return bool(self.origins) and all(origin.startswith("https://") for origin in self.origins)


def read(environ: Mapping[str, str]) -> Config:
    """The settings of an environment. Makes the data folder, and the secret key on the first start.

    Raises: BadSetting.
    """
    environ = _with_files(environ)
    data = _data(environ.get("LAYERLOOM_DATA", ""))
    host = environ.get("HOST", "").strip() or "127.0.0.1"
    origins = _origins(environ.get("ORIGINS", ""))
    redis_url = _with_password(environ.get("REDIS_URL", "").strip(), environ.get("REDIS_PASSWORD", "").strip())
    slots = _whole_number(environ, "WORKER_SLOTS", 1, 1, 64)
    return Config(
        data=data,
        host=host,
        port=_whole_number(environ, "PORT", 8000, 1, 65535),
        database_url=_database_url(
            _with_password(environ.get("DATABASE_URL", "").strip(), environ.get("DATABASE_PASSWORD", "").strip()), data
        ),
        redis_url=_redis_url(redis_url) if redis_url else f"unix://{_runtime(data)}/valkey.sock?db=0",
        is_valkey_embedded=not redis_url,
        secret_key=environ.get("SECRET_KEY", "").strip() or _kept_secret(data / "secret_key"),
        allowed_hosts=_allowed_hosts(environ.get("ALLOWED_HOSTS", ""), host, origins),
        origins=origins,
        trusted_proxies=_proxies(environ.get("TRUSTED_PROXIES", "")),
        https_redirect=_switch(environ, "HTTPS_REDIRECT", default=True),
        hsts_seconds=_whole_number(environ, "HSTS_SECONDS", YEAR_S, 0, 10 * YEAR_S),
        worker_slots=slots,
        worker_threads=_whole_number(environ, "WORKER_THREADS", max(1, CORES // slots), 1, 64),
        worker_device=_one_of(environ, "WORKER_DEVICE", ("best", "cpu", "gpu")),
        run_processes=_whole_number(environ, "RUN_PROCESSES", max(1, CORES // slots), 1, 64),
        run_memory_mib=_whole_number(environ, "RUN_MEMORY_MIB", 4096, 64, 2**24),
        run_minutes=_whole_number(environ, "RUN_MINUTES", 720, 1, 10_000_000),
        guest_days=_whole_number(environ, "GUEST_DAYS", 365, 0, 100_000),
        owner_networks=_whole_number(environ, "OWNER_NETWORKS", 500, 1, 10_000_000),
        owner_runs=_whole_number(environ, "OWNER_RUNS", 2000, 1, 10_000_000),
        owner_mib=_whole_number(environ, "OWNER_MIB", 20_480, 1, 2**30),
        own_data_bucket=environ.get("OWN_DATA_BUCKET", "").strip(),
        own_data_endpoint=_endpoint(environ.get("OWN_DATA_ENDPOINT", "").strip()),
        log_format=_one_of(environ, "LOG_FORMAT", ("text", "json")),
        metrics_token=environ.get("METRICS_TOKEN", "").strip(),
        debug=_switch(environ, "DEBUG"),
        vite_dev=_switch(environ, "VITE_DEV"),
    )


def _with_files(environ: Mapping[str, str]) -> Mapping[str, str]:
    """Any setting may lie in a file that ``<its name>_FILE`` names: an environment is easily shown to others."""
    named = {each.name: environ[f"{each.name}_FILE"] for each in SETTINGS if environ.keys() & {f"{each.name}_FILE"}}
    if not named:
        return environ
    return {**environ, **{name: _content(name, path) for name, path in named.items() if path.strip()}}


def _content(name: str, path: str) -> str:
    try:
        return Path(path.strip()).expanduser().read_text().strip()
    except (OSError, UnicodeDecodeError) as error:
        raise BadSetting(
            f"{name}_FILE: expected a file that can be read, received {path!r} ({error}); name one that holds {name}."
        ) from error


def _with_password(url: str, password: str) -> str:
    parts = urlsplit(url)
    if not (password and parts.hostname) or parts.password:
        return url
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{parts.username or ''}:{quote(password, safe='')}@{host}"))


def settings_table() -> str:
    """The README's table of settings."""
    rows = [f"| `{each.name}` | {each.default} | {each.meaning} |" for each in SETTINGS]
    return "\n".join(["| variable | default | what it does |", "| --- | --- | --- |", *rows])


def _data(text: str) -> Path:
    folder = Path(text.strip() or REPOSITORY / "data").expanduser().absolute()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadSetting(
            f"LAYERLOOM_DATA: expected a folder that can be made, received {str(folder)!r}"
            f" ({error.strerror}); name a folder of your own."
        ) from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise BadSetting(
            f"LAYERLOOM_DATA: expected a folder that can be written to, received {str(folder)!r};"
            " change its owner or name another."
        )
    return folder


def _runtime(data: Path) -> Path:
    """Fixed and short, whatever TMPDIR says: every process, in every shell, must find the same socket."""
    key = hashlib.sha256(f"{os.getuid()}:{data.resolve()}".encode()).hexdigest()[:12]
    return Path("/tmp") / f"layerloom-{key}"  # noqa: S108  (the supervisor makes it 0700 and checks its owner)


def _whole_number(environ: Mapping[str, str], name: str, default: int, lowest: int, highest: int) -> int:
    text = environ.get(name, "").strip()
    if not text:
        return default
    if text.isascii() and text.isdigit() and lowest <= int(text) <= highest:
        return int(text)
    raise BadSetting(
        f"{name}: expected a whole number from {lowest} to {highest}, received {text!r}; try {name}={default}."
    )


def _one_of(environ: Mapping[str, str], name: str, allowed: tuple[str, ...]) -> str:
    """What is set, or else the first of what is allowed."""
    text = environ.get(name, "").strip().lower() or allowed[0]
    if text in allowed:
        return text
    raise BadSetting(f"{name}: expected {' or '.join(allowed)}, received {text!r}; try {name}={allowed[0]}.")


def _switch(environ: Mapping[str, str], name: str, *, default: bool = False) -> bool:
    text = environ.get(name, "").strip().lower()
    if not text:
        return default
    if text in ("0", "false", "no", "off"):
        return False
    if text in ("1", "true", "yes", "on"):
        return True
    raise BadSetting(f"{name}: expected 1 or 0, received {text!r}; try {name}=1.")


def _database_url(text: str, data: Path) -> str:
    if not text:
        return f"sqlite:///{quote(str(data / 'db.sqlite3'))}"
    parts = urlsplit(text)
    if parts.scheme == "sqlite" or (parts.scheme in ("postgres", "postgresql") and parts.path.strip("/")):
        return text
    raise BadSetting(
        f"DATABASE_URL: expected postgres://user:password@host/name, received {_without_password(text)!r};"
        " leave it out to use SQLite."
    )


def _redis_url(text: str) -> str:
    parts = urlsplit(text)
    is_reachable = parts.hostname if parts.scheme in ("redis", "rediss") else parts.path
    if parts.scheme in ("redis", "rediss", "unix") and is_reachable and _database(text) >= 0:
        return text
    raise BadSetting(
        f"REDIS_URL: expected redis://host:6379/0 or unix:///path/to/socket?db=0, received"
        f" {_without_password(text)!r}; leave it out to use the built-in Valkey."
    )


def _database(redis_url: str) -> int:
    """The number of the database that a URL names; 0 when it names none, -1 when it is no number."""
    parts = urlsplit(redis_url)
    query = dict(parse_qsl(parts.query))
    text = query.get("db") or ("" if parts.scheme == "unix" else parts.path.strip("/")) or "0"
    return int(text) if text.isascii() and text.isdigit() else -1


def _origins(text: str) -> tuple[str, ...]:
    origins = tuple(each.strip().rstrip("/") for each in text.split(",") if each.strip())
    for origin in origins:
        parts = urlsplit(origin)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.query:
            raise BadSetting(
                f"ORIGINS: expected addresses as https://loom.example.org, received {origin!r};"
                " give scheme and host, no path."
            )
    return origins


def _endpoint(text: str) -> str:
    parts = urlsplit(text)
    if not text or (parts.scheme in ("http", "https") and parts.hostname):
        return text
    raise BadSetting(
        f"OWN_DATA_ENDPOINT: expected an address as https://s3.example.org, received {_without_password(text)!r};"
        " leave it out to use AWS."
    )


def _proxies(text: str) -> tuple[str, ...]:
    named = tuple(each.strip() for each in text.split(",") if each.strip())
    for each in named:
        try:
            ip_network(each)
        except ValueError as error:
            raise BadSetting(
                f"TRUSTED_PROXIES: expected addresses or networks as 10.0.0.7, 172.16.0.0/12, received {each!r};"
                " give numbers, no names, with commas between."
            ) from error
    return named or ("127.0.0.1", "::1")


def _allowed_hosts(text: str, host: str, origins: tuple[str, ...]) -> tuple[str, ...]:
    named = tuple(each.strip() for each in text.split(",") if each.strip())
    if named:
        return named
    if origins:
        return (*LOOPBACK[:2], "[::1]", *(urlsplit(origin).hostname or "" for origin in origins))
    if host in EVERY_ADDRESS:
        return ("*",)  # a classroom opens the machine's address, which nobody told us
    return tuple(dict.fromkeys((*LOOPBACK[:2], "[::1]", f"[{host}]" if ":" in host else host)))


def _kept_secret(path: Path) -> str:
    """The key in ``path``, made on the first call. Processes that race for it all get the same one."""
    if not path.exists():
        fresh = path.with_name(f".{path.name}.{os.getpid()}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(50))
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass  # another process was first: its key is the one
        finally:
            fresh.unlink()
    return path.read_text().strip()


def _without_password(url: str) -> str:
    parts = urlsplit(url)
    if "@" not in parts.netloc:
        return url
    return urlunsplit(parts._replace(netloc=f"***@{parts.netloc.rpartition('@')[2]}"))


if __name__ == "__main__":
    print(settings_table())
