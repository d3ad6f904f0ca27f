"""DialledNumbers: the words say what was dialled, in the language that stands first, and no number is in two parts."""

import re

import torch

from builder.datasets.dialled_numbers import dialled_numbers, dialled_word_list, in_german
from tests.builder.datasets.test_phone_numbers import heard

ENGLISH = ["", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
GERMAN = ["", "eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf"]
VALUES = {
    **{word: number for ones in (ENGLISH, GERMAN) for number, word in enumerate(ones)},
    **{"thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19},
    **{"dreizehn": 13, "vierzehn": 14, "fünfzehn": 15, "sechzehn": 16, "siebzehn": 17, "achtzehn": 18, "neunzehn": 19},
    **{"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90},
    **{"zwanzig": 20, "dreißig": 30, "vierzig": 40, "fünfzig": 50, "sechzig": 60, "siebzig": 70, "achtzig": 80},
    **{"neunzig": 90, "and": 0, "und": 0, "ein": 1},
}


def meant(words):
    """The number that words of either language say, read by other code than that which wrote them."""
    said = " ".join(words)
    hundreds, rest = re.fullmatch(r"(?:(\S+) hund\S+)? ?(.*)", said).groups()
    return 100 * VALUES.get(hundreds, 0) + sum(VALUES[word] for word in rest.split())


def read(tokens):
    listed = dialled_word_list()
    return [listed[token] for token in tokens if token > 0]


def test_the_words_say_what_was_dialled():
    for part in dialled_numbers(samples=210, noise=0):
        for wave, given, words in zip(part["wave"][:, 0], part["given"].tolist(), part["words"].tolist(), strict=True):
            language, *text = read(given)
            assert language in ("<en>", "<de>")
            assert text == read(words)
            dialled = "".join("_123456789*0#"[key] for key in heard(wave))
            assert str(meant(text)) == dialled


def test_words_end_and_are_not_asked_after_that():
    for part in dialled_numbers(samples=210):
        for given, words in zip(part["given"].tolist(), part["words"].tolist(), strict=True):
            many = len(read(words))
            assert words[many:] == [0] + [-100] * (5 - many)
            assert given[1 + many :] == [0] * (5 - many)


def test_german_says_ones_before_tens_and_a_one_before_others_in_its_short_form():
    assert in_german(342) == ["drei", "hundert", "zwei", "und", "vierzig"]
    assert in_german(121) == ["ein", "hundert", "ein", "und", "zwanzig"]
    assert in_german(101) == ["ein", "hundert", "eins"]
    assert in_german(16) == ["sechzehn"]


def test_no_number_is_in_two_parts():
    parts = [{meant(read(given)[1:]) for given in part["given"].tolist()} for part in dialled_numbers()]
    assert not parts[0] & parts[1]
    assert not parts[0] & parts[2]
    assert not parts[1] & parts[2]


def test_each_word_is_listed_once():
    listed = dialled_word_list()
    assert len(set(listed)) == len(listed) == 62


def test_noise_has_the_loudness_asked_for():
    quiet, loud = dialled_numbers(samples=70, noise=0)[0], dialled_numbers(samples=70, noise=2)[0]
    assert (loud["wave"] - quiet["wave"]).std().allclose(torch.tensor(2.0), rtol=0.05)
