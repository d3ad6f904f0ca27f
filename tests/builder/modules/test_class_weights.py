import pytest
import torch

from builder.modules.class_weights import ClassWeights
from tests.builder.modules.example import Example

EXAMPLE = Example({"label": torch.tensor([0, 2, 1, 2])}, {"num_classes": 3}, {})


def counted(labels, classes):
    layer = ClassWeights(classes)
    layer.fit(torch.tensor(labels))
    return layer.weight.tolist()


def test_a_class_that_is_rarer_weighs_as_many_times_more():
    common, rare = counted([0, 0, 0, 0, 0, 0, 1, 1], 2)
    assert rare == pytest.approx(3 * common)


def test_over_all_samples_the_mean_weight_is_one():
    labels = [0, 1, 1, 2, 2, 2]
    weights = counted(labels, 3)
    assert sum(weights[label] for label in labels) / len(labels) == pytest.approx(1)


def test_what_belongs_to_no_class_is_not_counted():
    assert counted([0, 1, -100, -100], 2) == counted([0, 1], 2)


def test_a_class_that_never_comes_weighs_as_one_that_comes_once():
    assert counted([0, 0, 1], 3)[2] == counted([0, 0, 1], 3)[1]


def test_typed_weights_stay_whatever_is_counted():
    layer = ClassWeights(2, "1, 2.5")
    layer.fit(torch.tensor([0, 0, 1]))
    assert layer.weight.tolist() == [1, 2.5]
