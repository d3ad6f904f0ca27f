import pytest
import torch

from builder.modules.energy_distance import of_one_shape
from builder.modules.high_quality_share import high_quality_share
from builder.modules.mode_count import mode_count
from tests.builder.modules.example import Example, random

EXAMPLE = Example(
    {"input": random(3, 2), "target": random(3, 2, seed=1), "labels": torch.tensor([0, 1, 0])}, {"sigmas": 4.0}
)


def clouds(many=400):
    """Four clouds, 0.1 wide, around the corners of a square of side 2."""
    labels = torch.arange(many) % 4
    corner = torch.stack([labels // 2, labels % 2], dim=1) * 2.0
    return corner + 0.1 * random(many, 2), labels


def test_a_cloud_counts_from_the_first_sample_within_three_of_its_deviations():
    data, labels = clouds()
    made = torch.tensor([[0.0, 0.2], [0.0, 0.1], [2.0, 2.4], [1.0, 1.0], [0.0, 1.8]])
    assert mode_count(made, data, labels) == 2
    assert mode_count(made, data, labels, sigmas=5) == 3
    assert high_quality_share(made, data, labels).item() == pytest.approx(3 / 5)


def test_data_from_the_same_clouds_are_in_all_of_them():
    data, labels = clouds()
    other = clouds(40)[0] + 0.01
    assert mode_count(other, data, labels) == 4
    assert high_quality_share(other, data, labels) > 0.9


def test_data_without_a_label_make_no_cloud():
    data, labels = clouds()
    assert mode_count(data, data, labels.masked_fill(labels == 2, -100)) == 3
    assert mode_count(data, data, labels.fill_(-100)) == 0
    assert high_quality_share(data, data, labels) == 0


def test_labels_of_other_samples_are_refused():
    with pytest.raises(ValueError, match="one label"):
        of_one_shape(random(3, 2), random(3, 2), torch.zeros(2).long())
