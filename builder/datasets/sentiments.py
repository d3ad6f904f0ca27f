"""Sentiments: sentences that praise or complain, put together on the spot by a little grammar of ours."""

import random

import torch

from builder.datasets.parts.division import by_content, divided
from builder.datasets.parts.params import SEED, samples_param
from builder.datasets.parts.tokens import places_in
from builder.kinds.dataset import DataField, Dataset, Parts


def sentiments(samples: int = 1_400, seed: int = 0) -> Parts:
    """Sentences of an opinion, or of two of which one counts, such as "although the soup was cold i like the tea".

    What follows "although" does not count, and what comes before "but" does not. "not" turns an opinion around.
    The same sentence is never in two parts.

    Shape: tokens (N, 16), places in the list of `sentiment_words`, 0 after the end; label (N,) in 0..1.
    """
    chance = random.Random(seed)  # noqa: S311 - sentences, not secrets
    words = sentiment_words()
    things, good, bad, liked, hated = words[11:23], words[23:31], words[31:39], words[39:43], words[43:]

    def opinion(is_good: bool) -> list[str]:
        is_turned = chance.random() < 0.4
        of_them = is_good != is_turned
        thing = ["the", chance.choice(things)]
        if chance.random() < 0.5:
            how = chance.choice([[], ["very"], ["really"]])
            return [*thing, "was", *(["not"] if is_turned else []), *how, chance.choice(good if of_them else bad)]
        how = chance.choice([[], ["really"]])
        return ["i", *(["do", "not"] if is_turned else []), *how, chance.choice(liked if of_them else hated), *thing]

    def sentence(is_good: bool) -> list[str]:
        counts, other = opinion(is_good), opinion(not is_good)
        ways = [counts, [*counts, "and", *opinion(is_good)], [*other, "but", *counts]]
        return chance.choice([*ways, ["although", *other, *counts], [*counts, "although", *other]])

    label = torch.arange(samples) % 2
    tokens = places_in(words, [sentence(bool(is_good)) for is_good in label.tolist()], 16)
    return divided({"tokens": tokens, "label": label}, by_content(tokens))


def sentiment_words() -> list[str]:
    """All words: nothing, small ones, things, good and bad ones, and what one does to a thing that is good or bad."""
    small = ["_", "the", "i", "was", "do", "not", "very", "really", "and", "but", "although"]
    things = ["soup", "bread", "film", "song", "room", "bed", "story", "game", "walk", "tea", "show", "trip"]
    good = ["good", "lovely", "nice", "pleasant", "charming", "pretty", "warm", "fresh"]
    bad = ["bad", "dull", "ugly", "poor", "boring", "sad", "cold", "stale"]
    deeds = ["like", "love", "enjoy", "praise", "hate", "dislike", "detest", "regret"]
    return [*small, *things, *good, *bad, *deeds]


DATASET = Dataset(
    sentiments,
    type_name="Sentiments",
    summary="Short sentences that praise or complain, often with a but or a not.",
    fields=(
        DataField(
            "tokens",
            (16,),
            kind="label",
            dtype=torch.int64,
            classes=tuple(sentiment_words()),
            help="A sentence, one whole number per word; 0 after its end.",
            time_axis=0,
        ),
        DataField(
            "label",
            (),
            kind="label",
            dtype=torch.int64,
            classes=("complains", "praises"),
            help="What the sentence does on the whole.",
        ),
    ),
    params=(samples_param(1_400), SEED),
)
