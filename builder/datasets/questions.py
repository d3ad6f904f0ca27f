"""Questions: short texts, questions about them, and where in the text the answer stands, by a little grammar of ours.

Reference: Rajpurkar, Zhang, Lopyrev and Liang, "SQuAD: 100,000+ Questions for Machine Comprehension of Text", 2016, for
the task.
"""

import random

import torch

from builder.datasets.parts.division import by_content, divided
from builder.datasets.parts.params import SEED, samples_param
from builder.datasets.parts.tokens import places_in
from builder.kinds.dataset import DataField, Dataset, Parts


def questions(samples: int = 1_400, seed: int = 0) -> Parts:
    """Texts of two things about each of two persons, such as "anna lives in north oslo", and a question about one.

    The answer is one or two words of the text; to find them a network must look for the person and for what is asked.
    The same text is never in two parts.

    Shape: context (N, 24), question (N, 4), answer (N, 2), places in the list of `question_words`, 0 after the end;
    start (N,) and end (N,), the places of the answer's first and last word in the context.
    """
    chance = random.Random(seed)  # noqa: S311 - sentences, not secrets
    words = question_words()
    names, kinds, things = words[1:9], words[9:17], words[17:33]
    said = [["lives", "in"], ["likes"], ["has", "a"], ["plays"]]
    asked = [["where", "live"], ["what", "like"], ["what", "have"], ["what", "play"]]
    contexts, wanted, answers, spans = [], [], [], []
    for _ in range(samples):
        who, topics = chance.sample(names, 2), chance.sample(range(4), 2)
        facts = [(name, topic) for name in who for topic in topics]
        chance.shuffle(facts)
        about = chance.randrange(4)
        context: list[str] = []
        for number, (name, topic) in enumerate(facts):
            kind = [chance.choice(kinds[2 * topic : 2 * topic + 2])] if chance.random() < 0.5 else []
            said_of = [*kind, chance.choice(things[4 * topic : 4 * topic + 4])]
            context += [name, *said[topic], *said_of]
            if number == about:
                first, last = asked[topic]
                wanted.append([first, "does", name, last])
                answers.append(said_of)
                spans.append([len(context) - len(said_of), len(context) - 1])
            context.append(".")
        contexts.append(context)
    context_places = places_in(words, contexts, 24)
    start, end = torch.tensor(spans).unbind(dim=1)
    question, answer = places_in(words, wanted, 4), places_in(words, answers, 2)
    whole = {"context": context_places, "question": question, "answer": answer, "start": start, "end": end}
    return divided(whole, by_content(context_places))


def question_words() -> list[str]:
    """All words: nothing, persons, kinds of things, things by their topic, and the rest."""
    names = ["anna", "tom", "mary", "peter", "ali", "lucy", "ben", "rosa"]
    kinds = ["north", "south", "hot", "cold", "big", "red", "old", "new"]
    places, food = ["oslo", "rome", "cairo", "lima"], ["soup", "bread", "tea", "rice"]
    pets, fun = ["dog", "cat", "horse", "bird"], ["songs", "games", "cards", "drums"]
    rest = ["lives", "in", "likes", "has", "a", "plays", ".", "where", "what", "does", "live", "like", "have", "play"]
    return ["_", *names, *kinds, *places, *food, *pets, *fun, *rest]


def _words(name: str, length: int, help: str) -> DataField:
    words = tuple(question_words())
    return DataField(name, (length,), kind="label", dtype=torch.int64, classes=words, help=help, time_axis=0)


def _place(name: str, help: str) -> DataField:
    places = tuple(str(place) for place in range(24))
    return DataField(name, (), kind="label", dtype=torch.int64, classes=places, help=help)


DATASET = Dataset(
    questions,
    type_name="Questions",
    summary="Short texts and questions about them, which some words of the text answer.",
    fields=(
        _words("context", 24, "The text, one whole number per word; 0 after its end."),
        _words("question", 4, "What is asked, such as: where does anna live."),
        _words("answer", 2, "One or two words of the text that answer it; 0 after its end."),
        _place("start", "The place of the answer's first word in the text, counted from 0."),
        _place("end", "The place of its last word."),
    ),
    params=(samples_param(1_400, most=10_000), SEED),
)
