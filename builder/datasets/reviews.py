"""Reviews: what people say of what they ate, saw and did, by a little grammar of ours: much without a label, or little.

Reference: Hatzivassiloglou and McKeown, "Predicting the Semantic Orientation of Adjectives", 1997, for what the words
around an opinion tell about it.
"""

import random

import torch

from builder.datasets.parts.division import by_content, divided
from builder.datasets.parts.params import SEED, samples_param
from builder.datasets.parts.tokens import places_in
from builder.kinds.dataset import DataField, Dataset, Parts
from builder.kinds.spec import Param


def reviews(samples: int = 1_400, kind: str = "told", seed: int = 0) -> Parts:
    """Reviews told in many words, "sadly the soup was dull but i loved the great tea", or plain verdicts, "the tea was
    great".

    28 words praise and 28 blame. In reviews told in many words, each stands beside one that goes with praise or
    with blame alone: luckily, truly, enjoyed; sadly, rather, hated. In plain verdicts there is none of these. "and"
    joins two opinions of a kind, "but" one and its opposite, of which the second counts; "not" turns one around.

    The same review is never in two parts, and none that is told in many words is a plain one.

    Shape: tokens (N, 16), places in the list of `review_words`, 0 after the end; label (N,), 1 for praise.
    """
    is_told = kind == "told"
    chance = random.Random(2 * seed + is_told)  # noqa: S311 - sentences, not secrets
    words, opinions, beside = review_words(), opinion_words(), words_beside()
    things = words[9:21]

    def opinion(praise: int) -> list[str]:
        thing, adjective = chance.choice(things), chance.choice(opinions[praise])
        before, degree, deed = (chance.choice(some) for some in beside[praise])
        if chance.random() < 0.12:
            turned = ["the", thing, "was", "not", chance.choice(opinions[1 - praise])]
            return [before, *turned] if is_told else turned
        if is_told:
            told = [
                [before, "the", thing, "was", adjective],
                ["the", thing, "was", degree, adjective],
                [chance.choice(["i", "we"]), deed, "the", adjective, thing],
            ]
            return chance.choice(told)
        return ["the", thing, "was", *chance.choice([[], [], ["very"]]), adjective]

    label = torch.arange(samples) % 2
    texts = []
    for praise in label.tolist():
        other = chance.choices([[], [*opinion(1 - praise), "but"], [*opinion(praise), "and"]], [0.42, 0.13, 0.45])[0]
        texts.append([*other, *opinion(praise)])
    tokens = places_in(words, texts, 16)
    return divided({"tokens": tokens, "label": label}, by_content(tokens))


def review_words() -> list[str]:
    """All words: nothing, small ones, things, what goes with blame and with praise alone, and those that do either."""
    small = ["_", "the", "was", "not", "very", "and", "but", "i", "we"]
    things = ["soup", "bread", "film", "song", "room", "bed", "story", "game", "walk", "tea", "show", "trip"]
    beside = [word for some in words_beside() for each in some for word in each]
    return [*small, *things, *beside, *opinion_words()[0], *opinion_words()[1]]


def words_beside() -> list[list[list[str]]]:
    """What begins a sentence, how much, and what one does: with blame, then with praise."""
    blame = [["sadly", "unfortunately", "alas"], ["too", "rather", "terribly"], ["hated", "regretted", "disliked"]]
    praise = [["luckily", "happily", "thankfully"], ["truly", "wonderfully", "amazingly"]]
    return [blame, [*praise, ["loved", "enjoyed", "praised"]]]


def opinion_words() -> list[list[str]]:
    """28 adjectives that blame, and 28 that praise."""
    blame = (
        "bad awful terrible horrible dreadful poor dismal lousy nasty mediocre disappointing dull ugly unpleasant "
        "annoying appalling abysmal atrocious miserable pathetic tedious shoddy inferior woeful ghastly hideous horrid "
        "vile"
    )
    praise = (
        "good great lovely wonderful excellent superb splendid perfect delightful charming pleasant nice fine amazing "
        "brilliant marvellous fabulous terrific magnificent impressive outstanding remarkable exquisite stunning "
        "memorable satisfying enjoyable refreshing"
    )
    return [blame.split(), praise.split()]


DATASET = Dataset(
    reviews,
    type_name="Reviews",
    summary="Short reviews that praise or blame: told in many words, or as plain verdicts.",
    fields=(
        DataField(
            "tokens",
            (16,),
            kind="label",
            dtype=torch.int64,
            classes=tuple(review_words()),
            help="A review, one whole number per word; 0 after its end.",
            time_axis=0,
        ),
        DataField(
            "label",
            (),
            kind="label",
            dtype=torch.int64,
            classes=("blame", "praise"),
            help="What the review does on the whole.",
        ),
    ),
    params=(
        samples_param(1_400),
        Param(
            name="kind",
            kind="choice",
            default="told",
            choices=("told", "plain"),
            help="Told in many words, of which some go with praise or blame alone, or plain verdicts without these.",
        ),
        SEED,
    ),
)
