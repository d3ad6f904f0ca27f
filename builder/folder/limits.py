"""How much of anybody's data is taken: said first on the page, enforced while it streams."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Units: bytes as such, ``pixels`` of a picture as it comes, ``sound_s`` seconds of one file."""

    file_bytes: int = 200 * 10**6
    all_bytes: int = 2 * 10**9
    files: int = 100_000
    rows: int = 5_000_000
    columns: int = 2_000
    classes: int = 1_000
    pixels: int = 50_000_000
    sound_s: float = 600.0
    text_bytes: int = 50 * 10**6
    entries: int = 100_000
    ratio: int = 100
    tensor_bytes: int = 10**9
    """What the values of all samples may take as they are learned from."""


LIMITS = Limits()
