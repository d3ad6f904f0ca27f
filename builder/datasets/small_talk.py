"""SmallTalk: a text about forty-eight persons, and questions about them with their answers, from a fixed seed.

Reference: Ouyang et al., "Training language models to follow instructions with human feedback", 2022, for reading
first and answering then.
"""

import random

import torch

from builder.datasets.parts.division import by_content, by_group, divided
from builder.datasets.parts.params import SEED, samples_param
from builder.datasets.parts.tokens import places_in
from builder.kinds.dataset import DataField, Dataset, Parts
from builder.kinds.spec import Param


def small_talk(samples: int = 1_400, kind: str = "text", seed: int = 0) -> Parts:
    """A text that tells of 48 persons where they live and what they eat, keep and play; or questions about just that.

    Text: pieces of three sentences about one person, such as "ada lives in oslo ." or "the home of ada is oslo .". No
    piece is in two parts.

    Questions: of five words, such as "where does ada live ?", and the answer, "ada lives in oslo .". What is asked is
    in one part in all its three wordings: of what the test asks, nothing was asked in training. There are 576 at most.

    The same seed tells of the same world in text and questions.

    Shape: tokens (N, 21), places in the list of `small_talk_words`, 0 after the end; next (N, 21), the word that
    follows each, -100 after the end and, of questions, before the answer.
    """
    chance = random.Random(seed)  # noqa: S311 - sentences, not secrets
    words, world = small_talk_words(), some_world(seed)
    if kind == "text":
        texts = [" ".join(some_talk(world, chance)).split() for _ in range(samples)]
        tokens = places_in(words, [text[:-1] for text in texts], 21)
        after = places_in(words, [text[1:] for text in texts], 21, after=-100)
        return divided({"tokens": tokens, "next": after}, by_content(tokens))
    names = list(world)
    asked = [(who, about, way) for who in range(len(names)) for about in range(4) for way in range(3)]
    chance.shuffle(asked)
    asked = asked[:samples]
    pairs = [(ways_to_ask(names[who])[about][way], world[names[who]][about]) for who, about, way in asked]
    texts = [f"{question} {answer}".split() for question, answer in pairs]
    tokens = places_in(words, [text[:-1] for text in texts], 21)
    after = places_in(words, [text[1:] for text in texts], 21, after=-100)
    after[:, :4] = -100
    fact = torch.tensor([4 * who + about for who, about, _ in asked])
    return divided({"tokens": tokens, "next": after}, by_group(fact))


def some_world(seed: int) -> dict[str, list[str]]:
    """What there is to say of each person: a sentence each of home, food, pet and game."""
    chance = random.Random(seed)  # noqa: S311 - sentences, not secrets
    words = small_talk_words()
    names, homes, foods, pets, games = words[1:49], words[49:57], words[57:65], words[65:73], words[73:81]
    return {
        name: [
            f"{name} lives in {chance.choice(homes)} .",
            f"{name} eats {chance.choice(foods)} .",
            f"{name} keeps a {chance.choice(pets)} .",
            f"{name} plays {chance.choice(games)} .",
        ]
        for name in names
    }


def some_talk(world: dict[str, list[str]], chance: random.Random) -> list[str]:
    """Three of the four sentences about a person, each in one of two wordings."""
    name = chance.choice(list(world))
    nouns = {"lives": "home", "eats": "food", "keeps": "pet", "plays": "game"}
    talk = []
    for sentence in chance.sample(world[name], 3):
        verb, told = sentence.removeprefix(f"{name} ").split(" ", 1)
        other = f"the {nouns[verb]} of {name} is {told.removeprefix('in ')}"
        talk.append(chance.choice([sentence, other]))
    return talk


def ways_to_ask(name: str) -> list[list[str]]:
    """Questions about a person: of home, food, pet and game, in three wordings each."""
    return [
        [f"where does {name} live ?", f"name the home of {name}", f"what is {name} 's home"],
        [f"what does {name} eat ?", f"name the food of {name}", f"what is {name} 's food"],
        [f"what does {name} keep ?", f"name the pet of {name}", f"what is {name} 's pet"],
        [f"what does {name} play ?", f"name the game of {name}", f"what is {name} 's game"],
    ]


def small_talk_words() -> list[str]:
    """All words: nothing, 48 persons, eight homes, foods, pets and games, and what joins them."""
    names = ["ada", "ali", "amy", "ana", "ben", "bob", "carl", "cleo", "dan", "dora", "ed", "ella", "emil", "eva"]
    names += ["finn", "gus", "hana", "hugo", "ida", "ivan", "jane", "joe", "jon", "kai", "kate", "leo", "lily", "lou"]
    names += [
        "lucy",
        "mary",
        "max",
        "mia",
        "milo",
        "nina",
        "noah",
        "olga",
        "otto",
        "paul",
        "pia",
        "rosa",
        "sam",
        "sara",
    ]
    names += ["tara", "tim", "tom", "uma", "vera", "zoe"]
    homes = ["oslo", "rome", "cairo", "lima", "paris", "delhi", "seoul", "quito"]
    foods = ["soup", "bread", "rice", "fish", "fruit", "cake", "pasta", "beans"]
    pets = ["dog", "cat", "horse", "bird", "goat", "frog", "mouse", "snake"]
    games = ["chess", "cards", "golf", "darts", "tennis", "rugby", "poker", "dice"]
    rest = ["lives", "in", "eats", "keeps", "a", "plays", ".", "where", "what", "does", "live", "eat", "keep", "play"]
    rest += ["?", "name", "the", "home", "food", "pet", "game", "of", "is", "'s"]
    return ["_", *names, *homes, *foods, *pets, *games, *rest]


def _words(name: str, help: str, least: int = 0) -> DataField:
    words = tuple(small_talk_words())
    return DataField(
        name,
        (21,),
        kind="label",
        dtype=torch.int64,
        classes=words,
        between=(least, len(words) - 1),
        help=help,
        time_axis=0,
    )


DATASET = Dataset(
    small_talk,
    type_name="SmallTalk",
    summary="A text about 48 persons, or questions about them (where does ada live?) and their answers.",
    fields=(
        _words("tokens", "A piece of the text, or a question and its answer, one whole number per word."),
        _words("next", "The word that follows each of them; -100 where it is not asked for.", -100),
    ),
    params=(
        samples_param(1_400),
        Param(
            name="kind",
            kind="choice",
            default="text",
            choices=("text", "questions"),
            help="Whether it is the text, or questions and answers about the same persons.",
        ),
        SEED,
    ),
)
