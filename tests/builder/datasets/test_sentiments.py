"""Sentiments: what a sentence comes to can be told from its words, and needs their order."""

import torch

from builder.datasets.sentiments import sentiment_words, sentiments

GOOD = {"good", "lovely", "nice", "pleasant", "charming", "pretty", "warm", "fresh", "like", "love", "enjoy", "praise"}
BAD = {"bad", "dull", "ugly", "poor", "boring", "sad", "cold", "stale", "hate", "dislike", "detest", "regret"}


def read(tokens):
    words = sentiment_words()
    return [words[token] for token in tokens if token]


def opinions(sentence):
    """Whether each opinion in it is a good one, in their order."""
    is_turned, found = False, []
    for word in sentence:
        is_turned = is_turned or word == "not"
        if word in GOOD | BAD:
            found.append((word in GOOD) != is_turned)
            is_turned = False
    return found


def test_the_opinion_that_counts_is_the_label():
    for part in sentiments():
        for tokens, label in zip(part["tokens"].tolist(), part["label"].tolist(), strict=True):
            sentence = read(tokens)
            first, *others = opinions(sentence)
            counts = others[0] if "but" in sentence or sentence[0] == "although" else first
            assert counts == bool(label), " ".join(sentence)


def test_no_sentence_is_in_two_parts_and_all_words_are_used():
    parts = [{tuple(tokens) for tokens in part["tokens"].tolist()} for part in sentiments(samples=7_000)]
    assert len(set().union(*parts)) == sum(map(len, parts))
    assert {word for part in parts for tokens in part for word in read(tokens)} == set(sentiment_words()[1:])


def test_counting_words_is_not_enough():
    training, validation, _ = sentiments(samples=7_000)
    counts = [torch.nn.functional.one_hot(part["tokens"], 47).sum(dim=1).float() for part in (training, validation)]
    weights = torch.linalg.lstsq(counts[0], 2.0 * training["label"][:, None] - 1).solution
    right = ((counts[1] @ weights)[:, 0] > 0) == (validation["label"] == 1)
    assert right.float().mean() < 0.75
