import itertools

import numpy as np
import pytest
import torch

from builder.modules.box_iou import box_iou
from builder.modules.mean_average_precision import are_detections, mean_average_precision
from tests.builder.modules.example import Example, uniform
from tests.builder.modules.test_box_iou import boxes


def labels(*shape, most=3, seed=0):
    return torch.randint(1, 1 + most, shape, generator=torch.Generator().manual_seed(seed))


EXAMPLE = Example(
    {
        "input": boxes(3, 5),
        "scores": uniform(3, 5),
        "target": boxes(3, 2),
        "labels": labels(3, 5),
        "target_labels": labels(3, 2),
    },
    {"iou": "0.75"},
)


def scenes(chance):
    """Detections near, and not so near, the right boxes of pictures; some twice, some missed, some made up."""
    right = boxes(12, 4)
    right[3, 2:] = 0
    kinds = labels(12, 4)
    near = right.repeat(1, 2, 1) + 0.06 * torch.randn(12, 8, 4, generator=chance)
    near = torch.cat([torch.minimum(near[..., :2], near[..., 2:]), torch.maximum(near[..., :2], near[..., 2:])], -1)
    named = torch.where(torch.rand(12, 8, generator=chance) < 0.8, kinds.repeat(1, 2), labels(12, 8, seed=4))
    scores = torch.rand(12, 8, generator=chance).round(decimals=2)
    scores[0, :3] = 0
    return near, scores, right, named, kinds


def as_coco_counts(found, scores, right, named, kinds, bar):
    """Average precision as the COCO evaluation goes about it, detection by detection."""
    figures = []
    for kind in sorted(set(kinds.flatten().tolist())):
        told, wanted = [], 0
        for n in range(len(found)):
            there = [m for m in range(right.shape[1]) if kinds[n, m] == kind and right[n, m].any()]
            wanted += len(there)
            said = [r for r in range(found.shape[1]) if named[n, r] == kind and scores[n, r] > 0]
            matched = set()
            for r in sorted(said, key=lambda r: -scores[n, r].item()):
                best, hit = bar, None
                for m in there:
                    overlap = box_iou(found[n : n + 1, [r]], right[n : n + 1, [m]]).item()
                    if m not in matched and overlap >= best:
                        best, hit = overlap, m
                matched.add(hit)
                told.append((scores[n, r].item(), hit is not None))
        told.sort(key=lambda each: -each[0])
        right_so_far = np.cumsum([hit for _, hit in told])
        recall, precision = right_so_far / wanted, right_so_far / np.arange(1, len(told) + 1)
        points = [max(precision[recall >= point], default=0) for point in np.linspace(0, 1, 101)]
        figures.append(np.mean(points))
    return np.mean(figures)


def test_it_is_what_coco_counts():
    found, scores, right, named, kinds = scenes(torch.Generator().manual_seed(0))
    bars = [0.5 + 0.05 * step for step in range(10)]
    each = [as_coco_counts(found, scores, right, named, kinds, bar) for bar in bars]
    assert 0.02 < each[5] < each[0] < 0.98
    for iou, wanted in {"0.5": each[0], "0.75": each[5], "0.5:0.95": np.mean(each)}.items():
        assert mean_average_precision(found, scores, right, named, kinds, iou).item() == pytest.approx(wanted)


def test_scores_may_be_of_any_sign():
    found, scores, right, named, kinds = scenes(torch.Generator().manual_seed(2))
    shifted = (scores - 0.505) * (scores != 0)  # in the same order
    told = [mean_average_precision(found, each, right, named, kinds).item() for each in (scores, shifted)]
    assert told[0] == pytest.approx(told[1])


def test_without_labels_all_boxes_are_of_one_class():
    found, scores, right, _, _ = scenes(torch.Generator().manual_seed(1))
    one, other = torch.ones_like(scores).long(), torch.ones_like(right[..., 0]).long()
    assert mean_average_precision(found, scores, right) == mean_average_precision(found, scores, right, one, other)


def test_all_right_is_1_a_second_box_on_the_same_thing_is_a_mistake_and_nothing_said_is_0():
    right = boxes(5, 2)
    sure = torch.ones(5, 2)
    assert mean_average_precision(right, sure, right, iou="0.5:0.95").item() == pytest.approx(1)
    twice = torch.cat([right, right], dim=1)
    order = torch.tensor([[0.9, 0.5, 0.8, 0.4]]).expand(5, -1)
    assert mean_average_precision(twice, order, right) < 0.9
    assert mean_average_precision(right, 0 * sure, right) == 0
    assert mean_average_precision(right, sure, 0 * right) == 0


def test_what_does_not_belong_together_is_refused_in_words():
    found, scores, right, named, kinds = scenes(torch.Generator().manual_seed(0))
    cases = itertools.chain(
        [(found[..., :3], scores, right, named, kinds), (found, scores[:, 1:], right, named, kinds)],
        [(found, scores, right, named, None), (found, scores, right, named, kinds[:, 1:])],
        [(found, scores, right[1:], named, kinds)],
    )
    for case in cases:
        with pytest.raises(ValueError, match=r"\w+ \w+ \w+"):
            are_detections(*case)
