"""Programs: short programs of a toy language, and what they do, made on the spot from a fixed seed.

References:
    Zaremba and Sutskever, "Learning to Execute", 2014, for the task.
    Nye et al., "Show Your Work: Scratchpads for Intermediate Computation with Language Models", 2021, for the steps.
"""

import math
import random

import torch

from builder.datasets.parts.division import by_content, divided
from builder.datasets.parts.params import SEED, samples_param
from builder.datasets.parts.tokens import places_in
from builder.kinds.dataset import DataField, Dataset, Parts
from builder.kinds.spec import Param


def programs(samples: int = 1_400, shows_work: bool = True, seed: int = 0) -> Parts:
    """Programs such as "a=3;b=a+4;print(b*2)", and what they do, step by step: "a3 3+4 b7 7*2 14".

    A program sets one or two of the names a to d, in the order of the alphabet, to values from 0 to 9, and prints what
    comes of two numbers, from 0 to 20. The same program is never in two parts.

    Args:
        shows_work: whether each step is said before what is printed.

    Shape: program (N, 20), places in the list of `program_letters`, 0 after its end; given (N, 17) and said (N, 17),
    places in the list of `said_letters`. What is said ends with "$" and is -100 after it; given is "^" and what is
    said, 0 after it: a network learns to say each letter after those before it.
    """
    chance = random.Random(seed)  # noqa: S311 - programs, not secrets
    made = [some_program(chance) for _ in range(samples)]
    texts = [";".join(lines) for lines, _ in made]
    told = [" ".join(steps if shows_work else steps[-1:]) for _, steps in made]
    program = places_in(program_letters(), texts, 20)
    given = places_in(said_letters(), ["^" + text for text in told], 17)
    said = places_in(said_letters(), [text + "$" for text in told], 17, after=-100)
    return divided({"program": program, "given": given, "said": said}, by_content(program))


def some_program(chance: random.Random) -> tuple[list[str], list[str]]:
    """The lines of a program, and what each of them comes to."""
    value: dict[str, int] = {}
    lines, steps = [], []
    for name in sorted(chance.sample("abcd", chance.choice([1, 2, 2, 2]))):
        term, meant, result = some_term(chance, value, most=9)
        lines.append(f"{name}={term}")
        steps += [*meant, f"{name}{result}"]
        value[name] = result
    term, meant, result = some_term(chance, value, most=20)
    return [*lines, f"print({term})"], [*steps, *meant, str(result)]


def some_term(chance: random.Random, value: dict[str, int], most: int) -> tuple[str, list[str], int]:
    """A term of names and numbers, the same in numbers alone, and what it comes to; at first it is one number."""
    if not value:
        number = chance.randint(1, 9)
        return str(number), [], number
    while True:
        name = chance.choice(list(value))
        others = [each for each in value if each != name] if chance.random() < 0.5 else []
        other = chance.choice(others or [*"123456789"])
        left, right = (name, other) if chance.random() < 0.7 else (other, name)
        first, second = (value[each] if each in value else int(each) for each in (left, right))
        sign = chance.choice("+-*")
        result = {"+": first + second, "-": first - second, "*": first * second}[sign]
        if 0 <= result <= most:
            return f"{left}{sign}{right}", [f"{first}{sign}{second}"], result


def program_letters() -> list[str]:
    """What programs are made of: nothing, names, digits, signs and the letters of "print"."""
    return [*"_abcd0123456789+-*=;()print"]


def said_letters() -> list[str]:
    """What is said of a program: nothing, the beginning, the end, space, names, digits and signs."""
    return [*"_^$ abcd0123456789+-*"]


def _said(name: str, help: str, least: int = 0) -> DataField:
    return DataField(
        name,
        (17,),
        kind="label",
        dtype=torch.int64,
        classes=tuple(said_letters()),
        between=(least, math.inf),
        help=help,
        time_axis=0,
    )


DATASET = Dataset(
    programs,
    type_name="Programs",
    summary="Short programs, and what they print, step by step: a=3;b=a+4;print(b*2) is a3 3+4 b7 7*2 14.",
    fields=(
        DataField(
            "program",
            (20,),
            kind="label",
            dtype=torch.int64,
            classes=tuple(program_letters()),
            help="A program, one whole number per letter; 0 after its end.",
            time_axis=0,
        ),
        _said("given", "What is said before each letter: ^ first; 0 after its end."),
        _said("said", "Each sum in numbers, the value of each name, what is printed, and $; -100 after it.", -100),
    ),
    params=(
        samples_param(1_400),
        Param(
            name="shows_work",
            kind="bool",
            default=True,
            help="Whether each step is said before what is printed.",
        ),
        SEED,
    ),
)
