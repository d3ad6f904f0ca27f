"""An axis is told as a formula of the batch and of the length of sequences, or not at all."""

import pytest

from builder.checker.axis import axis, other_lengths

LENGTHS = range(4, 400)
LAWS = {
    "T": lambda n, t: t,
    "2T": lambda n, t: 2 * t,
    "T-2": lambda n, t: t - 2,
    "3T+1": lambda n, t: 3 * t + 1,
    "T*T": lambda n, t: t * t,
    "4*T*T": lambda n, t: 4 * t * t,
    "N": lambda n, t: n,
    "2N+1": lambda n, t: 2 * n + 1,
    "N*T": lambda n, t: n * t,
    "N*(T-2)": lambda n, t: n * (t - 2),
    "N*2T": lambda n, t: n * 2 * t,
    "7": lambda n, t: 7,
}


def told(law, length):
    """What is told of an axis that follows a law."""
    others = tuple(law(2, other) for other in other_lengths(length))
    return axis(law(2, length), law(3, length), length, others)


@pytest.mark.parametrize("formula", LAWS)
def test_what_follows_a_law_is_told_by_it_at_every_length(formula):
    assert {str(told(LAWS[formula], length)) for length in LENGTHS} == {formula}


def test_half_of_a_sequence_is_told_as_half():
    assert told(lambda n, t: t // 2, 32) == "T/2"
    assert told(lambda n, t: t // 2 - 1, 32) == "T/2-1"
    assert told(lambda n, t: (t + 1) // 2, 33) == "(T+1)/2"
    assert told(lambda n, t: n * (t // 4), 64) == "N*T/4"


@pytest.mark.parametrize(
    "law",
    [
        lambda n, t: min(t, 20),
        lambda n, t: t * t - t,
        lambda n, t: 40 - t,
        lambda n, t: n * t + t,
        lambda n, t: n + t,
        lambda n, t: t.bit_length(),
    ],
)
def test_what_follows_no_law_that_could_be_told_is_not_told(law):
    assert told(law, 32) is None


@pytest.mark.parametrize("length", [0, 1, 2, 3])
def test_a_sequence_of_three_steps_or_less_is_too_short_to_be_shortened(length):
    assert other_lengths(length) is None


def test_other_lengths_are_shorter_and_leave_the_same_rest():
    for length in LENGTHS:
        first, second = other_lengths(length)
        step = length - first
        assert max(2, length // 3) <= second < first < length
        assert first - second == step
        assert step & (step - 1) == 0
