"""Many numbers as a short text, bit for bit, so that a drawing keeps its constants."""

from __future__ import annotations

import base64
import zlib

import torch
from torch import Tensor

MARK = "packed:"
MOST = 1_000_000
"""Letters of one packed tensor."""


def packed(value: Tensor) -> str:
    """The numbers of a tensor as text."""
    content = value.detach().cpu().contiguous().reshape(-1, 1).view(torch.uint8)  # (numbers, bytes of each)
    planes = content.T.contiguous().numpy().tobytes()
    return MARK + base64.b85encode(zlib.compress(planes, 9)).decode()


def unpacked(text: str, numbers: torch.dtype, shape: tuple[int, ...]) -> Tensor:
    """The tensor that a text holds: the bytes of its numbers, the first of each, then the second, compressed."""
    import base64
    import zlib

    content = zlib.decompress(base64.b85decode(text))
    planes = torch.frombuffer(bytearray(content), dtype=torch.uint8).reshape(numbers.itemsize, -1)
    return planes.T.contiguous().view(numbers).reshape(shape)


def check_packed(text: str, numbers: torch.dtype, count: int) -> None:
    """Look whether a text holds so many numbers, without taking more room than they take.

    Raises:
        ValueError: it does not.
    """
    if len(text) > MOST:
        raise ValueError(f"values holds at most {MOST:,} letters")
    try:
        expected = count * numbers.itemsize
        content = zlib.decompressobj().decompress(base64.b85decode(text.removeprefix(MARK)), expected + 1)
    except (ValueError, zlib.error):
        raise ValueError("values holds packed numbers that can't be read") from None
    if len(content) != expected:
        raise ValueError(f"values holds other than the {count:,} numbers that the shape needs")
