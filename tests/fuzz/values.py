"""Values that were not meant, and trees of JSON with some of them in it."""

from __future__ import annotations

import copy
from random import Random
from typing import Any

ODD: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1, 2, 3, 7, 64, 1000, 65_537, 10**6),
    *(2**31 - 1, 2**31, 2**32, 2**53 + 1, 2**62, 2**63 - 1, 2**63, -(2**63), -(2**63) - 1, 2**64, 10**30, 10**400),
    *(0.0, -0.0, 0.5, -1.5, 1e-308, 1e300, -1e300, 3.0, 1e15, float("inf"), float("-inf"), float("nan")),
    *("", " ", "\x00", "a\x00b", "\ud800", "é\u0301", "\u202e", "𝒳", "名", "x" * 300, "class", "__init__", "main"),
    *("Infinity", "NaN", "=1e400", "=-1e400", "=1/0", "=2**63", "=10**60", "=(1,2,3)", "=()", "=[1e400]", "=nope"),
    *("=1e308*1e308", "=-(1e400)", "=9**9**9", "=0**-1", "=-(-2)**0.5", "='text'", "=True", "=1 if 1 else 2", "=x.y"),
    *("=" + "(" * 90 + "1" + ")" * 90, "=" + "-" * 150 + "1", "=7%0", "=1e400%7", "=1e400//1", "=(1e400-1e400,)"),
    *("=10**64*10**64*10**64*10**64*10**64*10**64", "=width", "=*width", "=lambda: 1", "=\x00", "=1e999-1e999"),
    *([], [0], [-1], [1, 2], [3, 3, 3], [2**63], [2**40, 2**40], [1] * 9, [1] * 100, [None], ["x"], [[1]], [0.5]),
    *([10**400], [True], {}, {"a": 1}, {"": None}, {"a": {"b": {"c": [1]}}}, [float("nan")]),
)


def odd(random: Random) -> Any:
    """A value of any kind and size."""
    if random.random() < 0.02:
        return deep(random.choice((5, 60, 400)))
    return copy.deepcopy(random.choice(ODD))


def deep(levels: int) -> Any:
    """Lists and mappings in each other."""
    tree: Any = 1
    for level in range(levels):
        tree = [tree] if level % 2 else {"a": tree}
    return tree


def places(tree: Any) -> list[tuple[Any, Any]]:
    """Every place in a tree: what holds it, and its key there."""
    found: list[tuple[Any, Any]] = []
    left = [tree]
    while left:
        inside = left.pop()
        keys = list(inside) if isinstance(inside, dict) else range(len(inside)) if isinstance(inside, list) else ()
        for key in keys:
            found.append((inside, key))
            left.append(inside[key])
    return found


def disturb(tree: Any, random: Random) -> Any:
    """The tree with one thing in it that is odd, gone, doubled, moved or renamed. Changes the tree that it is given."""
    known = places(tree)
    if not known:
        return odd(random)
    inside, key = random.choice(known)
    match random.randrange(8):
        case 0 | 1 | 2:
            inside[key] = odd(random)
        case 3:
            del inside[key]
        case 4:
            inside[key] = copy.deepcopy(_value(random.choice(known)))
        case 5 if isinstance(inside, dict):
            inside[str(odd(random))[:80]] = copy.deepcopy(inside[key])
        case 6 if isinstance(inside, dict):
            inside[str(odd(random))[:80]] = inside.pop(key)
        case 7:
            inside[key] = nudged(inside[key], random)
        case _:
            inside[key] = odd(random)
    return tree


def nudged(value: Any, random: Random) -> Any:
    """A value near the one that was meant."""
    match value:
        case bool():
            return not value
        case int():
            return random.choice(
                (value + 1, value - 1, -value, value * 1000, float(value % 2**60), hex(value), [value, value])
            )
        case float():
            return random.choice((value * 1e9, -value, 1 / value if value else 1e308, str(value)))
        case str():
            return random.choice((value[:-1], value + "\x00", value.upper(), f"={value}", value * 9, [value]))
        case list():
            return random.choice((value[:-1], value + value, value[::-1], dict(enumerate(map(str, value)))))
        case dict():
            return random.choice(([*value], {}, dict.fromkeys(value)))
    return odd(random)


def _value(place: tuple[Any, Any]) -> Any:
    inside, key = place
    return inside[key]
