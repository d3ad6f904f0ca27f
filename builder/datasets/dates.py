"""Dates: dates as people write them, and the same by the standard, made on the spot from a fixed seed.

Reference: Bahdanau, Cho and Bengio, "Neural Machine Translation by Jointly Learning to Align and Translate", 2015, for
the task; ISO 8601 for how dates are written.
"""

import datetime
import random

import torch
from torch import Tensor

from builder.datasets.parts.division import by_group, divided
from builder.datasets.parts.params import SEED, samples_param
from builder.datasets.parts.tokens import places_in
from builder.kinds.dataset import DataField, Dataset, Parts


def dates(samples: int = 1_400, seed: int = 0) -> Parts:
    """Dates from 1950 to 2049 in one of eight ways, such as "march 3, 2021", and what they are: "2021-03-03".

    A day is never in two parts, not even written in other ways.

    Shape: text (N, 30), places in the list of `text_letters`, 0 after the end; given (N, 10), date (N, 10), places in
    the list of `date_letters`. Given is "^" and the date but for its last letter: a network learns to say each letter
    after those before it.
    """
    chance = random.Random(seed)  # noqa: S311 - dates, not secrets
    days = [datetime.date(1950, 1, 1) + datetime.timedelta(chance.randrange(36_525)) for _ in range(samples)]
    letters = date_letters()
    text = places_in(text_letters(), [chance.choice(ways_to_write(day)) for day in days], 30)
    date = places_in(letters, [day.isoformat() for day in days], 10)
    given = places_in(letters, ["^" + day.isoformat()[:-1] for day in days], 10)
    number: Tensor = torch.tensor([day.toordinal() for day in days]) - datetime.date(1950, 1, 1).toordinal()
    return divided({"text": text, "given": given, "date": date}, by_group(number))


def ways_to_write(day: datetime.date) -> list[str]:
    """A date as people write it. A year of two digits is one from 1970 to 2049."""
    months = ["january", "february", "march", "april", "may", "june", "july", "august", "september"]
    months += ["october", "november", "december"]
    weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
    month, year, number = months[day.month - 1], day.year, day.day
    ending = "th" if 10 < number < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    short = f"{number:02}.{day.month:02}.{year % 100:02}"
    return [
        f"{number} {month} {year}",
        f"{month} {number}, {year}",
        f"{weekdays[day.weekday()]} {number}{ending} {month} {year}",
        f"{number}/{day.month}/{year}",
        short if year >= 1970 else f"{number}.{day.month}.{year}",
        f"{month[:3]} {number} {year}",
        f"the {number}{ending} of {month} {year}",
        f"{number} {month[:3]} {year}",
    ]


def text_letters() -> list[str]:
    """What texts are made of: nothing, and the letters that months, weekdays and numbers need."""
    return [*"_ abcdefghijlmnoprstuvwy0123456789,./"]


def date_letters() -> list[str]:
    """What dates are made of, after the beginning."""
    return [*"^-0123456789"]


def _letters(name: str, length: int, letters: list[str], help: str) -> DataField:
    classes = tuple(letters)
    return DataField(name, (length,), kind="label", dtype=torch.int64, classes=classes, help=help, time_axis=0)


DATASET = Dataset(
    dates,
    type_name="Dates",
    summary="Dates as people write them, to translate into the standard: march 3, 2021 is 2021-03-03.",
    fields=(
        _letters(
            "text", 30, text_letters(), "The date as somebody wrote it, one whole number per letter; 0 after its end."
        ),
        _letters("given", 10, date_letters(), "What is said before each letter of the date: ^ first."),
        _letters("date", 10, date_letters(), "The date by the standard: year, month, day."),
    ),
    params=(samples_param(1_400), SEED),
)
