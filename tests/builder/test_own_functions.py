"""Our own tensor functions and metrics mean what their names say, by independent reckoning."""

import pytest
import sklearn.metrics
import torch

from builder.layers.choosing import causal_mask
from builder.layers.metrics_of_classes import (
    accuracy,
    f1_score,
    intersection_over_union,
    top_k_accuracy,
)
from builder.layers.metrics_of_values import mean_absolute_error, mean_squared_error, r2_score
from builder.layers.metrics_of_yes_and_no import (
    area_under_curve,
    binary_accuracy,
    binary_f1,
    binary_precision,
    binary_recall,
    exact_match,
)
from builder.layers.shape import slice_axis
from builder.layers.signals import irfft, rfft
from builder.layers.splitting import split_at


@pytest.fixture
def chance():
    return torch.Generator().manual_seed(0)


@pytest.fixture
def judged(chance):
    """Scores, right classes, and chosen classes of 200 samples; class 4 is there and never right."""
    scores = torch.randn(200, 5, generator=chance)
    right = torch.randint(0, 4, (200,), generator=chance)
    return scores, right, scores.argmax(dim=1)


def test_metrics_of_classes_are_those_of_scikit_learn(judged):
    scores, right, chosen = judged
    assert accuracy(scores, right).item() == pytest.approx(sklearn.metrics.accuracy_score(right, chosen))
    f1 = sklearn.metrics.f1_score(right, chosen, average="macro")
    assert f1_score(scores, right).item() == pytest.approx(f1)
    iou = sklearn.metrics.jaccard_score(right, chosen, average="macro")
    assert intersection_over_union(scores, right).item() == pytest.approx(iou)
    top = sklearn.metrics.top_k_accuracy_score(right, scores, k=2, labels=range(5))
    assert top_k_accuracy(scores, right, k=2).item() == pytest.approx(top)


def test_a_metric_of_classes_takes_one_answer_per_step_or_pixel(judged):
    scores, right, _ = judged
    folded = scores.reshape(20, 10, 5).transpose(1, 2), right.reshape(20, 10)
    for metric in (accuracy, f1_score, intersection_over_union, top_k_accuracy):
        assert metric(*folded).item() == pytest.approx(metric(scores, right).item())


def test_metrics_of_values_are_those_of_scikit_learn(chance):
    said, measured = torch.randn(2, 50, generator=chance)
    pairs = {
        mean_absolute_error: sklearn.metrics.mean_absolute_error,
        mean_squared_error: sklearn.metrics.mean_squared_error,
        r2_score: sklearn.metrics.r2_score,
    }
    for ours, theirs in pairs.items():
        assert ours(said, measured).item() == pytest.approx(theirs(measured, said), rel=1e-5)


def test_a_yes_is_a_score_above_the_threshold():
    scores, right = torch.tensor([-1.0, 0.2, 0.7, 3.0]), torch.tensor([0, 0, 1, 1])
    assert binary_accuracy(scores, right) == 0.75
    assert binary_accuracy(scores, right, threshold=0.5) == 1


@pytest.mark.parametrize("dim", [1, -2])
def test_a_slice_is_that_of_python(dim):
    values = torch.arange(24).reshape(2, 4, 3)
    assert torch.equal(slice_axis(values, dim, 1, -1), values[:, 1:-1])
    assert torch.equal(slice_axis(values, dim, step=2), values[:, ::2])


def test_what_is_split_joins_again():
    values = torch.arange(10)
    first, second = split_at(values, 3, 0)
    assert first.tolist() == [0, 1, 2]
    assert torch.equal(torch.cat((first, second)), values)


@pytest.mark.parametrize("length", [8, 9])
def test_frequencies_give_their_signal_back(length, chance):
    signal = torch.randn(3, length, generator=chance)
    assert torch.allclose(irfft(*rfft(signal), n=length), signal, atol=1e-6)


def test_a_wave_is_one_frequency():
    real, imag = rfft(torch.cos(torch.arange(16) * 2 * torch.pi * 3 / 16))
    assert torch.hypot(real, imag).argmax() == 3


def test_a_causal_mask_hides_the_future():
    assert causal_mask(torch.zeros(2, 3, 5)).tolist() == [
        [False, True, True],
        [False, False, True],
        [False, False, False],
    ]


def test_targets_that_are_ignored_do_not_count(judged):
    scores, right, _ = judged
    hidden = torch.arange(200) % 3 == 0
    for metric in (accuracy, f1_score, intersection_over_union, top_k_accuracy):
        rest = metric(scores[~hidden], right[~hidden])
        assert metric(scores, right.masked_fill(hidden, -100)).item() == pytest.approx(rest.item())
        assert metric(scores, right.masked_fill(hidden, 7), ignore_index=7).item() == pytest.approx(rest.item())


@pytest.fixture
def answered(chance):
    """Scores with many ties, right answers, and chosen answers, of 100 samples with 3 questions each."""
    scores = torch.randn(100, 3, generator=chance).round(decimals=1)
    right = (scores + torch.randn(100, 3, generator=chance) > torch.tensor([0.0, 0.5, 1.5])).float()
    return scores, right, scores > 0.2


def test_metrics_of_yes_and_no_are_those_of_scikit_learn(answered):
    scores, right, chosen = answered
    pairs = {
        binary_f1: sklearn.metrics.f1_score,
        binary_precision: sklearn.metrics.precision_score,
        binary_recall: sklearn.metrics.recall_score,
    }
    for ours, theirs in pairs.items():
        for average in ("micro", "macro"):
            expected = theirs(right, chosen, average=average)
            assert ours(scores, right, 0.2, average).item() == pytest.approx(expected)
        assert ours(scores[:, 0], right[:, 0], 0.2).item() == pytest.approx(theirs(right[:, 0], chosen[:, 0]))
    assert binary_accuracy(scores, right, 0.2).item() == pytest.approx((right == chosen).float().mean().item())
    assert exact_match(scores, right, 0.2).item() == pytest.approx(sklearn.metrics.accuracy_score(right, chosen))


def test_the_area_under_the_curve_is_that_of_scikit_learn_with_ties(answered):
    scores, right, _ = answered
    assert area_under_curve(scores, right).item() == pytest.approx(sklearn.metrics.roc_auc_score(right, scores))
    one = sklearn.metrics.roc_auc_score(right[:, 1], scores[:, 1])
    assert area_under_curve(scores[:, 1], right[:, 1]).item() == pytest.approx(one)


def test_nothing_said_and_nothing_right_is_no_division_by_zero():
    nothing = torch.zeros(4)
    for metric in (binary_f1, binary_precision, binary_recall):
        assert metric(nothing, nothing, 0.5).item() == 0
