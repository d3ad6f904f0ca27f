"""How long an axis is, as a formula of the batch ``N`` and of the length ``T`` of sequences.

Nothing is derived: an axis is looked at for two batches and, where there are sequences, for three lengths of
them. A formula is told only if it holds for all of those.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache

BATCHES = (2, 3)
SHORTEST = 2  # one step would be stretched to any length, so it shows nothing


def other_lengths(length: int) -> tuple[int, int] | None:
    """Two shorter lengths to look at too; None for a sequence that is too short to be shortened.

    Shorter ones fit into a table of learned positions. They differ by a power of two, so that strides of
    2, 4, 8 leave the same rest, and are no shorter than a third, so that long kernels fit.
    """
    least = max(SHORTEST, length // 3)
    step = 2 ** max(0, (length - least) // 2).bit_length() // 2
    return (length - step, length - 2 * step) if step else None


@lru_cache(maxsize=65_536)
def axis(small: int, large: int, length: int = 0, others: tuple[int, int] | None = None) -> int | str | None:
    """An axis as a size or a formula such as ``N``, ``T-2``, ``T/2``, ``N*T``; None where none would be true.

    Args:
        small, large: its size for a batch of two and of three, in sequences of ``length``.
        others: its size for a batch of two, in sequences of the two `other_lengths`.
    """
    if others is None or others == (small, small):
        return _line("N", BATCHES[0], small, large - small)
    if small == large:
        return _of_length(length, small, others)
    pair = BATCHES[0]
    if small * BATCHES[1] != large * pair or any(size % pair for size in (small, *others)):
        return None  # it grows with both, and not as their product
    return _product("N", _of_length(length, small // pair, (others[0] // pair, others[1] // pair)))


def _of_length(length: int, size: int, others: tuple[int, int]) -> str | None:
    shorter = other_lengths(length)
    assert shorter is not None
    rates = [Fraction(size - other, length - at) for other, at in zip(others, shorter, strict=True)]
    if rates[0] == rates[1] and rates[0] > 0:
        return str(_line("T", length, size, rates[0]))
    is_square = _is(lambda at: at * at, length, size, shorter, others)
    return _product(str(size // length**2), "T*T") if is_square else None


def _is(law: Callable[[int], int], length: int, size: int, shorter: tuple[int, int], others: tuple[int, int]) -> bool:
    """Whether an axis is a whole multiple of a law of the length."""
    times, rest = divmod(size, law(length))
    return not rest and all(other == times * law(at) for other, at in zip(others, shorter, strict=True))


def _line(name: str, at: int, size: int, rate: Fraction | int) -> int | str:
    """What grows at a rate and is of a size at some value of ``name``: ``2N+1``, ``T/2-1``, ``(T+1)/2``."""
    over, under = rate.numerator, rate.denominator
    if over == 0:
        return size
    times = name if over == 1 else f"{over}{name}"
    rest, half = divmod(under * size - over * at, under)
    if half:
        return f"({times}{under * rest + half:+d})/{under}"
    whole = times if under == 1 else f"{times}/{under}"
    return f"{whole}{rest:+d}" if rest else whole


def _product(first: str, second: str | None) -> str | None:
    """``N*T``, ``N*(T-2)``; a factor of one is left out."""
    if second is None or first == "1":
        return second
    return f"{first}*({second})" if {"+", "-"} & set(second) else f"{first}*{second}"
