"""NumberWords: words and digits are of the same number."""

import pytest
import torch

from builder.datasets.number_words import digit_list, in_words, number_word_list, number_words


def meant(words):
    """The number that words say, read by other code than that which wrote them."""
    known = number_word_list()[4:]
    total = part = 0
    for word in words:
        if word in {"hundred", "thousand"}:
            total, part = total + part * (100 if word == "hundred" else 1_000), 0
        elif word != "and":
            place = known.index(word)
            part += place if place < 20 else 10 * (place - 18)
    return total + part


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "zero"),
        (19, "nineteen"),
        (40, "forty"),
        (702, "seven hundred and two"),
        (3_000, "three thousand"),
        (3_012, "three thousand and twelve"),
        (9_999, "nine thousand nine hundred and ninety nine"),
    ],
)
def test_numbers_are_said_as_in_english(number, words):
    assert in_words(number) == words


def test_the_digits_are_the_number_that_the_words_say():
    words, letters = number_word_list(), digit_list()
    for part in number_words():
        for said, digits in zip(part["words"].tolist(), part["digits"].tolist(), strict=True):
            text = "".join(letters[digit] for digit in digits if digit >= 0)
            assert text == f"{meant([words[word] for word in said if word])}$"


def test_what_is_given_is_what_was_said_before():
    for part in number_words():
        assert (part["given"][:, 0] == digit_list().index("^")).all()
        following, digits = part["given"][:, 1:], part["digits"][:, :-1]
        is_digit = digits > digit_list().index("$")
        assert torch.equal(following, torch.where(is_digit, digits, 0))


def test_no_number_comes_twice():
    parts = number_words(samples=10_000)
    rows = torch.cat([part["words"] for part in parts])
    assert len(rows.unique(dim=0)) == 10_000
    assert [len(part["words"]) for part in parts] == pytest.approx([7_143, 1_429, 1_428], abs=2)
