"""Reports: short reports of three events, and the one line that says the most important, from a fixed seed.

Reference: Rush, Chopra and Weston, "A Neural Attention Model for Abstractive Sentence Summarization", 2015, for the
task.
"""

import random

import torch

from builder.datasets.parts.division import by_content, divided
from builder.datasets.parts.params import SEED, samples_param
from builder.datasets.parts.tokens import places_in
from builder.kinds.dataset import DataField, Dataset, Parts


def reports(samples: int = 1_400, seed: int = 0) -> Parts:
    """Reports such as "on monday there was a market in rome . in oslo there was a fire on friday . ..." in a line.

    The line tells of the most important of three events, and leaves the others out: "fire in oslo on friday". How
    important an event is stands nowhere; it is the order of ten in `report_words`. The most important one comes first
    in a third of the reports. The same report is never in two parts.

    Shape: report (N, 27), given (N, 6), summary (N, 6), places in the list of `report_words`. A summary ends with "$";
    given is "^" and the summary but for its last word: a network learns to say each word after those before it.
    """
    chance = random.Random(seed)  # noqa: S311 - reports, not secrets
    words = report_words()
    told = [some_report(chance) for _ in range(samples)]
    report = places_in(words, [text.split() for text, _ in told], 27)
    given = places_in(words, [f"^ {line}".split() for _, line in told], 6)
    summary = places_in(words, [f"{line} $".split() for _, line in told], 6)
    return divided({"report": report, "given": given, "summary": summary}, by_content(report))


def some_report(chance: random.Random) -> tuple[str, str]:
    """Three sentences about three events, and the line that says the most important one."""
    words = report_words()
    events, places, days = words[3:13], words[13:23], words[23:30]
    facts = list(zip(*(chance.sample(each, 3) for each in (events, places, days)), strict=True))
    text = " ".join(chance.choice(ways_to_report(*fact)) for fact in facts)
    event, place, day = min(facts, key=lambda fact: events.index(fact[0]))
    return text, f"{event} in {place} on {day}"


def ways_to_report(event: str, place: str, day: str) -> list[str]:
    """A sentence of nine words about an event, in three ways."""
    return [
        f"on {day} there was a {event} in {place} .",
        f"in {place} there was a {event} on {day} .",
        f"there was a {event} on {day} in {place} .",
    ]


def report_words() -> list[str]:
    """All words: nothing, the beginning, the end, events by importance, places, days and what joins them."""
    events = ["flood", "fire", "storm", "crash", "strike", "theft", "match", "concert", "market", "picnic"]
    places = ["oslo", "rome", "cairo", "lima", "paris", "delhi", "seoul", "quito", "dublin", "tunis"]
    days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
    return ["_", "^", "$", *events, *places, *days, "on", "in", "there", "was", "a", "."]


def _words(name: str, length: int, help: str) -> DataField:
    words = tuple(report_words())
    return DataField(
        name,
        (length,),
        kind="label",
        dtype=torch.int64,
        classes=words,
        help=help,
        time_axis=0,
    )


DATASET = Dataset(
    reports,
    type_name="Reports",
    summary="Short reports of three events, to be put into one line about the most important one.",
    fields=(
        _words("report", 27, "The report, one whole number per word."),
        _words("given", 6, "What is said before each word of the summary: ^ first."),
        _words("summary", 6, "What happened, where and when, of the most important event, and $."),
    ),
    params=(samples_param(1_400), SEED),
)
