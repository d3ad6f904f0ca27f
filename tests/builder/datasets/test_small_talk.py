"""SmallTalk: questions are about what the text tells, and none is asked in two parts."""

import re

from builder.datasets.small_talk import small_talk, small_talk_words

NOUNS = {"lives": "home", "eats": "food", "keeps": "pet", "plays": "game"}
ASKED = {"live": "home", "eat": "food", "keep": "pet", "play": "game"}


def read(tokens):
    words = small_talk_words()
    return [words[token] for token in tokens if token > 0]


def fact(sentence):
    """Who, what of him, and what it is, in whatever wording."""
    if found := re.fullmatch(r"the (\w+) of (\w+) is (?:a )?(\w+)", sentence):
        return found[2], found[1], found[3]
    found = re.fullmatch(r"(\w+) (\w+) (?:in |a )?(\w+)", sentence)
    assert found, sentence
    return found[1], NOUNS[found[2]], found[3]


def pieces():
    """The facts of each piece of the text."""
    for part in small_talk():
        for tokens, after in zip(part["tokens"].tolist(), part["next"].tolist(), strict=True):
            yield [fact(each) for each in " ".join([*read(tokens[:1]), *read(after)]).removesuffix(" .").split(" . ")]


def told():
    """What the text says of each kind of each person."""
    return {(who, what): answer for piece in pieces() for who, what, answer in piece}


def asked(**more):
    """Of each part, what is asked for and the answer."""
    for part in small_talk(kind="questions", **more):
        pairs = [read(tokens) for tokens in part["tokens"].tolist()]
        yield [(" ".join(words[:5]), " ".join(words[5:])) for words in pairs]


def meant(question):
    """Who is asked about, and what of him, in whatever wording."""
    if found := re.fullmatch(r"(?:where|what) does (\w+) (\w+) \?", question):
        return found[1], ASKED[found[2]]
    if found := re.fullmatch(r"name the (\w+) of (\w+)", question):
        return found[2], found[1]
    found = re.fullmatch(r"what is (\w+) 's (\w+)", question)
    assert found, question
    return found[1], found[2]


def test_the_text_says_one_thing_of_each_kind_of_a_person():
    assert len(told()) == 4 * 48
    assert len({each for piece in pieces() for each in piece}) == 4 * 48


def test_a_piece_is_about_one_person_and_says_three_things():
    for piece in pieces():
        assert len({who for who, _, _ in piece}) == 1
        assert len({what for _, what, _ in piece}) == 3


def test_answers_are_what_the_text_says():
    known = told()
    for part in asked():
        for question, answer in part:
            who, what = meant(question)
            assert fact(answer) == (who, what, known[who, what])


def test_what_is_asked_in_one_part_is_in_no_other_in_any_wording():
    parts = [{meant(question) for question, _ in part} for part in asked(samples=576)]
    assert len(set().union(*parts)) == sum(map(len, parts)) == 4 * 48


def test_only_the_answer_is_to_be_said():
    for part in small_talk(kind="questions"):
        for tokens, after in zip(part["tokens"].tolist(), part["next"].tolist(), strict=True):
            assert read(after) == [*read(tokens)[5:], "."]
            assert next(place for place, token in enumerate(after) if token >= 0) == 4
