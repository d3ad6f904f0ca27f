"""Entities: sentences with the names of persons, places and organisations, put together by a little grammar of ours.

Reference: Tjong Kim Sang and De Meulder, "Introduction to the CoNLL-2003 Shared Task: Language-Independent Named Entity
Recognition", 2003, for the tags.
"""

import math
import random

import torch

from builder.datasets.parts.division import by_content, divided
from builder.datasets.parts.params import SEED, samples_param
from builder.datasets.parts.tokens import places_in
from builder.kinds.dataset import DataField, Dataset, Parts


def entities(samples: int = 1_400, seed: int = 0) -> Parts:
    """Sentences such as "anna ford of jordan motors flew to paris", and for each word what it is the name of.

    Ten names, such as "paris", may be anybody's: only the words around them tell. The same sentence is never in two
    parts.

    Shape: tokens (N, 14), places in the list of `entity_words`, 0 after the end; tags (N, 14), places in the list of
    `entity_tags`, -100 after the end.
    """
    chance = random.Random(seed)  # noqa: S311 - sentences, not secrets
    words, tags = entity_words(), entity_tags()
    anybody = words[1:11]
    begins = {"PER": words[11:16], "LOC": words[16:21], "ORG": words[21:26]}
    patterns = [
        "PER met PER in LOC",
        "PER works for ORG in LOC",
        "PER left LOC for LOC",
        "PER from LOC joined ORG",
        "PER of ORG flew to LOC",
        "ORG opened an office in LOC",
        "ORG hired PER and PER",
        "ORG bought ORG",
        "LOC is near LOC",
    ]

    def name(of: str) -> list[str]:
        first = chance.choice(anybody if chance.random() < 0.6 else begins[of])
        if chance.random() < 0.6:
            return [first]
        if of == "LOC":
            return [chance.choice(["new", "north"]), first]
        return [first, chance.choice(["lee", "stone", *anybody] if of == "PER" else ["bank", "motors"])]

    texts, tagged = [], []
    for _ in range(samples):
        said = [(part, name(part) if part in begins else [part]) for part in chance.choice(patterns).split()]
        texts.append([word for _, some in said for word in some])
        tagged.append(
            [
                f"{'I' if number else 'B'}-{part}" if part in begins else "O"
                for part, some in said
                for number in range(len(some))
            ]
        )
    tokens, labels = places_in(words, texts, 14), places_in(tags, tagged, 14, after=-100)
    return divided({"tokens": tokens, "tags": labels}, by_content(tokens))


def entity_words() -> list[str]:
    """All words: nothing, names that may be anybody's, then those of persons, places, organisations, and the rest."""
    anybody = "paris jordan victoria austin florence chelsea ford amazon lincoln dallas"
    names = "anna tom mary peter ali rome oslo cairo lima delhi redcap northair sunco bluebird oakley"
    rest = (
        "lee stone new north bank motors met in works for left from joined of flew to opened an office hired and bought"
    )
    return ["_", *anybody.split(), *names.split(), *rest.split(), "is", "near"]


def entity_tags() -> list[str]:
    """Outside of a name; the beginning, and what is inside, of a person's, a place's, an organisation's."""
    return ["O", "B-PER", "I-PER", "B-LOC", "I-LOC", "B-ORG", "I-ORG"]


DATASET = Dataset(
    entities,
    type_name="Entities",
    summary="Sentences with names of persons, places and organisations, each of which is to be found.",
    fields=(
        DataField(
            "tokens",
            (14,),
            kind="label",
            dtype=torch.int64,
            classes=tuple(entity_words()),
            help="A sentence, one whole number per word; 0 after its end.",
            time_axis=0,
        ),
        DataField(
            "tags",
            (14,),
            kind="label",
            between=(-100, math.inf),
            dtype=torch.int64,
            classes=tuple(entity_tags()),
            help="What each word is: O outside of a name, B where one begins, I inside; -100 after the end.",
            time_axis=0,
        ),
    ),
    params=(samples_param(1_400), SEED),
)
