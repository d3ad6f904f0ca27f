"""NumberWords: numbers in words and in digits, made on the spot from a fixed seed."""

import math

import torch

from builder.datasets.parts.division import by_group, divided
from builder.datasets.parts.params import SEED, samples_param
from builder.datasets.parts.tokens import places_in
from builder.kinds.dataset import DataField, Dataset, Parts


def number_words(samples: int = 1_400, seed: int = 0) -> Parts:
    """Numbers from 0 to 9,999 in words, such as "seven hundred and two", and in digits. No number comes twice.

    Shape: words (N, 8), places in the list of `number_word_list`, 0 after the end; given (N, 5) and digits (N, 5),
    places in the list of `digit_list`. Digits end with "$" and are -100 after it; given is "^" and
    the digits, 0 after them: a network learns to say each digit after those before it.
    """
    number = torch.randperm(10_000, generator=torch.Generator().manual_seed(seed))[:samples]
    texts = [str(each) for each in number.tolist()]
    words = places_in(number_word_list(), [in_words(each).split() for each in number.tolist()], 8)
    given = places_in(digit_list(), ["^" + text for text in texts], 5)
    digits = places_in(digit_list(), [text + "$" for text in texts], 5, after=-100)
    return divided({"words": words, "given": given, "digits": digits}, by_group(number))


def in_words(number: int) -> str:
    """A number from 0 to 9,999 in English words."""
    words = number_word_list()
    if number < 20:
        return words[4 + number]
    if number < 100:
        return words[22 + number // 10] + (f" {in_words(number % 10)}" if number % 10 else "")
    size, name = (100, "hundred") if number < 1_000 else (1_000, "thousand")
    rest, joined = number % size, " and" if number % size < 100 else ""
    return f"{in_words(number // size)} {name}" + (f"{joined} {in_words(rest)}" if rest else "")


def number_word_list() -> list[str]:
    """All words: nothing, what joins, zero to nineteen, then twenty to ninety."""
    ones = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    teens = ["thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
    tens = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
    return ["_", "and", "hundred", "thousand", *ones, *teens, *tens]


def digit_list() -> list[str]:
    """What numbers in digits are made of: nothing, the beginning, the end, and 0 to 9."""
    return [*"_^$0123456789"]


def _digits(name: str, help: str, least: int = 0) -> DataField:
    return DataField(
        name,
        (5,),
        kind="label",
        between=(least, math.inf),
        dtype=torch.int64,
        classes=tuple(digit_list()),
        help=help,
        time_axis=0,
    )


DATASET = Dataset(
    number_words,
    type_name="NumberWords",
    summary="Numbers in words, to translate into digits: seven hundred and two is 702.",
    fields=(
        DataField(
            "words",
            (8,),
            kind="label",
            dtype=torch.int64,
            classes=tuple(number_word_list()),
            help="A number from 0 to 9,999, one whole number per word; 0 after its end.",
            time_axis=0,
        ),
        _digits("given", "What is said before each digit: ^ first; 0 after its end."),
        _digits("digits", "The same number in digits, then $; -100, which losses leave out, after that.", least=-100),
    ),
    params=(samples_param(1_400, most=10_000), SEED),
)
