"""What a share link is good for: who can open it where it was made, and by which addresses others can.

No address is offered that this server does not answer on.
"""

from __future__ import annotations

import ipaddress
import socket
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.http.request import validate_host
from pydantic import BaseModel, ConfigDict

from webapp.config import EVERY_ADDRESS, LOOPBACK, Config

ANSWER_S = 0.5
_OUTSIDE = ("192.0.2.1", 9)
"""Never sent to: the system only says which of its addresses it would go out by (RFC 5737)."""


class Reach(BaseModel):
    """``origin`` is the address that the page was opened by; ``is_only_here`` when no other machine can use it.

    ``elsewhere`` are addresses that others can use instead; ``advice`` says what to do where there are none.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    origin: str
    is_only_here: bool = False
    elsewhere: tuple[str, ...] = ()
    advice: str = ""


def reach_of(request: HttpRequest) -> Reach:
    """How far a link goes that is made where this request came in."""
    origin = request.build_absolute_uri("/").rstrip("/")
    if not is_loopback(urlsplit(origin).hostname or ""):
        return Reach(origin=origin)
    return _from_here(origin, settings.CONFIG)


def is_loopback(host: str) -> bool:
    """Whether a name or an address means the very machine that it is used on."""
    if host in LOOPBACK or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _from_here(origin: str, config: Config) -> Reach:
    public = tuple(each for each in config.origins if not is_loopback(urlsplit(each).hostname or ""))
    if public:
        return Reach(origin=origin, is_only_here=True, elsewhere=public)
    if is_loopback(config.host):
        return Reach(origin=origin, is_only_here=True, advice=_start_again(config.port))
    if is_boxed():
        return Reach(origin=origin, is_only_here=True, advice=ASK_OUTSIDE)
    addresses = [own_address()] if config.host in EVERY_ADDRESS else [config.host]
    found = tuple(f"http://{_written(each)}:{config.port}" for each in addresses if each and _answers(each, config))
    return Reach(origin=origin, is_only_here=True, elsewhere=found, advice="" if found else ASK_OUTSIDE)


ASK_OUTSIDE = (
    "Open Layerloom by an address of this machine that others can reach, and create the link there; "
    "or name that address in ORIGINS (and in ALLOWED_HOSTS, if that is set)."
)


def _start_again(port: int) -> str:
    address = own_address()
    then = f", and open http://{_written(address)}:{port}" if address and not is_boxed() else ""
    return f"To let others in, start it again with HOST=0.0.0.0 ./script/server{then}."


def own_address() -> str | None:
    """This machine's address in its network; None where it has none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(_OUTSIDE)
        except OSError:
            return None
        address = str(probe.getsockname()[0])
    return None if is_loopback(address) or address in EVERY_ADDRESS else address


def is_boxed() -> bool:
    """Whether this runs in a container or in WSL, whose own address nobody outside of the machine can reach."""
    version = Path("/proc/version")
    is_wsl = version.is_file() and "microsoft" in version.read_text().lower()
    return is_wsl or Path("/.dockerenv").exists() or Path("/run/.containerenv").exists()


def _answers(address: str, config: Config) -> bool:
    if not validate_host(_written(address), settings.ALLOWED_HOSTS):
        return False
    try:
        with socket.create_connection((address, config.port), timeout=ANSWER_S):
            return True
    except OSError:
        return False


def _written(address: str) -> str:
    return f"[{address}]" if ":" in address else address
