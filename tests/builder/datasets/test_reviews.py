"""Reviews: what counts is the label, and plain verdicts have no words beside that tell it."""

import pytest

from builder.datasets.reviews import opinion_words, review_words, reviews, words_beside

BLAME, PRAISE = (set(some) for some in opinion_words())


def read_review(tokens):
    words = review_words()
    return [words[token] for token in tokens if token]


@pytest.mark.parametrize("kind", ["told", "plain"])
def test_the_last_opinion_is_the_label_and_but_joins_opposites(kind):
    for part in reviews(kind=kind):
        for tokens, label in zip(part["tokens"].tolist(), part["label"].tolist(), strict=True):
            review = read_review(tokens)
            found = [
                (word in PRAISE) != ("not" in review[:at][-1:])
                for at, word in enumerate(review)
                if word in PRAISE | BLAME
            ]
            assert found[-1] == bool(label), " ".join(review)
            assert len(found) == 1 + ("but" in review or "and" in review)
            assert (found[0] != found[-1]) == ("but" in review)


def test_no_review_is_in_two_parts_and_all_words_are_used():
    told, plain = (
        [{tuple(each) for each in part["tokens"].tolist()} for part in reviews(7_000, kind)]
        for kind in ("told", "plain")
    )
    for parts in (told, plain):
        assert len(set().union(*parts)) == sum(map(len, parts))
    used = {word for part in (*told, *plain) for tokens in part for word in read_review(tokens)}
    assert used == set(review_words()[1:])


def test_what_goes_with_praise_alone_is_in_no_plain_verdict():
    beside = {word for some in words_beside() for each in some for word in each}
    told, plain = (
        {word for each in reviews(kind=kind)[0]["tokens"].tolist() for word in read_review(each)}
        for kind in ("told", "plain")
    )
    assert beside <= told
    assert not beside & plain
