"""What a page costs on the wire, as Chromium itself counts it."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 3, "is_mobile": True, "has_touch": True}
CHART = re.compile(r"/plotly[^/]*$")


class Transferred:
    """The bytes of every HTTP answer since the page was made, headers included, as they came over the wire."""

    def __init__(self, page: Page) -> None:
        self._addresses: dict[str, str] = {}
        self._bytes: dict[str, int] = {}
        devtools = page.context.new_cdp_session(page)
        devtools.on("Network.requestWillBeSent", self._asked)
        devtools.on("Network.loadingFinished", self._finished)
        devtools.send("Network.enable")

    def bytes(self, without: re.Pattern[str] | None = None) -> int:
        """All of them, or all but those of addresses that ``without`` is found in."""
        return sum(size for address, size in self.each() if not (without and without.search(address)))

    def each(self) -> list[tuple[str, int]]:
        """Address and bytes of every answer, the largest first."""
        pairs = [(self._addresses.get(request, "?"), size) for request, size in self._bytes.items()]
        return sorted(pairs, key=lambda pair: -pair[1])

    def forget(self) -> None:
        """Count from here on."""
        self._bytes.clear()

    def _asked(self, event: dict[str, Any]) -> None:
        self._addresses[event["requestId"]] = event["request"]["url"]

    def _finished(self, event: dict[str, Any]) -> None:
        self._bytes[event["requestId"]] = int(event["encodedDataLength"])


def settled(page: Page) -> None:
    """Wait until the page asks for nothing more and its letters stand."""
    page.evaluate("() => document.fonts.ready.then(() => true)")
    page.wait_for_load_state("networkidle")


def phone(browser: Browser, base_url: str) -> BrowserContext:
    """A telephone held upright, with nothing in its cache."""
    return browser.new_context(base_url=base_url, **PHONE)
