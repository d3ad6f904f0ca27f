"""DialledNumbers: numbers that are dialled on a telephone, and their words in two languages, made from a fixed seed.

Reference: Radford et al., "Robust Speech Recognition via Large-Scale Weak Supervision", 2023, for the task: what was
said, in the language of the token that stands first.
"""

import math

import torch

from builder.datasets.number_words import in_words, number_word_list
from builder.datasets.parts.dialled import dialled
from builder.datasets.parts.division import by_group, divided
from builder.datasets.parts.params import SEED, samples_param
from builder.datasets.parts.tokens import places_in
from builder.kinds.dataset import DataField, Dataset, Parts
from builder.kinds.spec import Param


def dialled_numbers(samples: int = 2_800, noise: float = 0.4, seed: int = 0) -> Parts:
    """Half a second in which a number from 1 to 999 is dialled, and that number in English or German words.

    German says tens after ones: 42 is "forty two" and "zwei und vierzig". A number is never in two parts, neither
    in another recording nor in the other language.

    Shape: wave (N, 1, 2000); given (N, 6), words (N, 6), places in the list of `dialled_word_list`. Given is the
    token of the language, the words, and "$" after them; words are the same without the language, then "$", and -100
    after that. Units: 4,000 values a second; ``noise`` is a standard deviation, where a tone swings from -1 to 1.
    """
    random = torch.Generator().manual_seed(seed)
    number = torch.randint(1, 1_000, (samples,), generator=random)
    digits = [str(each) for each in number.tolist()]
    key = torch.tensor([["1234567890".index(digit) for digit in each.ljust(3, "1")] for each in digits])
    key = torch.where(key == 9, 10, key)  # below the 8, between * and #
    count = torch.tensor([len(each) for each in digits])
    wave = dialled(key, torch.arange(3) < count[:, None], 2_000, noise, random)
    texts = [in_german(each) if odd % 2 else in_words(each).split() for odd, each in enumerate(number.tolist())]
    listed = dialled_word_list()
    told = [["<de>" if odd % 2 else "<en>", *text] for odd, text in enumerate(texts)]
    given = places_in(listed, told, 6)
    words = places_in(listed, [[*text, "$"] for text in texts], 6, after=-100)
    return divided({"wave": wave, "given": given, "words": words}, by_group(number))


def dialled_word_list() -> list[str]:
    """The end, the two languages, English words, German words."""
    english = [word for word in number_word_list() if word not in ("_", "thousand", "zero")]
    return ["$", "<en>", "<de>", *english, "und", "hundert", "ein", *german_ones(), *german_tens()]


def german_ones() -> list[str]:
    """One to nineteen."""
    ones = ["eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf"]
    return [*ones, "dreizehn", "vierzehn", "fünfzehn", "sechzehn", "siebzehn", "achtzehn", "neunzehn"]


def german_tens() -> list[str]:
    """Twenty to ninety."""
    return ["zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig"]


def in_german(number: int) -> list[str]:
    """A number from 1 to 999, its parts apart: "vier hundert zwei und vierzig"."""
    before = ["ein", *german_ones()[1:]]
    hundreds, rest = divmod(number, 100)
    words = [before[hundreds - 1], "hundert"] if hundreds else []
    if rest >= 20:
        tens, ones = divmod(rest, 10)
        return [*words, *([before[ones - 1], "und"] if ones else []), german_tens()[tens - 2]]
    return [*words, *([german_ones()[rest - 1]] if rest else [])]


def _words(name: str, help: str, least: int = 0) -> DataField:
    return DataField(
        name,
        (6,),
        kind="label",
        between=(least, math.inf),
        dtype=torch.int64,
        classes=tuple(dialled_word_list()),
        help=help,
        time_axis=0,
    )


DATASET = Dataset(
    dialled_numbers,
    type_name="DialledNumbers",
    summary="Recordings of numbers dialled on a telephone, to be written in English or German words.",
    fields=(
        DataField(
            "wave", (1, 2_000), help="The sound: half a second of air pressure, 2,000 values.", time_axis=1, rate=4_000
        ),
        _words("given", "What is said before each word: the language, <en> or <de>, first; $ after the end."),
        _words("words", "The number in words, then $; -100, which losses leave out, after that.", least=-100),
    ),
    params=(
        samples_param(2_800, most=10_000),
        Param(
            name="noise",
            kind="float",
            default=0.4,
            minimum=0,
            maximum=4,
            help="How loud the noise is; each of the two tones swings from -1 to 1 at most.",
        ),
        SEED,
    ),
)
