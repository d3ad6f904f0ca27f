"""Entities: words are tagged by what they name in their sentence."""

import torch

from builder.datasets.entities import entities, entity_tags, entity_words


def test_a_sentence_ends_where_its_tags_do():
    for part in entities():
        assert torch.equal(part["tokens"] == 0, part["tags"] == -100)


def test_what_is_inside_of_a_name_follows_its_beginning():
    for part in entities():
        before, tag = part["tags"][:, :-1], part["tags"][:, 1:]
        inside = (tag > 0) & (tag % 2 == 0)
        assert torch.equal(before[inside], tag[inside] - 1)


def test_the_words_around_a_name_say_what_it_is():
    words, tags = entity_words(), entity_tags()
    after = {"met": "PER", "hired": "PER", "joined": "ORG", "to": "LOC", "near": "LOC", "from": "LOC", "bought": "ORG"}
    for part in entities():
        for tokens, tagged in zip(part["tokens"].tolist(), part["tags"].tolist(), strict=True):
            for word, place, tag in zip(tokens, tokens[1:], tagged[1:], strict=False):
                if words[word] in after:
                    assert tags[tag] == f"B-{after[words[word]]}", words[place]


def test_most_names_may_be_anybodys():
    training, *_ = entities(samples=7_000)
    for name in range(1, 11):
        assert set(training["tags"][training["tokens"] == name].unique().tolist()) == {1, 2, 3, 4, 5}


def test_no_sentence_is_in_two_parts_and_all_words_are_used():
    parts = [{tuple(tokens) for tokens in part["tokens"].tolist()} for part in entities(samples=7_000)]
    assert len(set().union(*parts)) == sum(map(len, parts))
    assert {token for part in parts for tokens in part for token in tokens} == set(range(len(entity_words())))
