"""Parts: in their shares, groups whole, nothing moves when others come."""

import numpy as np
import pytest

from builder.folder.refused import Refused
from builder.intake.division import TEST, TRAINING, VALIDATION, as_told, by_group, by_time, in_order
from builder.intake.identity import number_of

SHARES = (1 / 7, 1 / 7)


def hashed(count, start=0):
    return np.array([number_of(str(place).encode()) for place in range(start, start + count)], np.uint64)


@pytest.mark.parametrize("count", [3, 4, 7, 20, 70, 1_000])
def test_each_part_has_its_share_of_every_class_and_one_at_least(count):
    classes = np.arange(2 * count) % 2
    part = by_group(hashed(2 * count), classes, SHARES)
    for each in (0, 1):
        counts = np.bincount(part[classes == each], minlength=3)
        assert counts.sum() == count
        assert abs(counts[VALIDATION] - count / 7) <= 1
        assert abs(counts[TEST] - count / 7) <= 1
        assert counts.min() >= 1


def test_a_group_stays_whole():
    groups = hashed(30)[np.arange(300) // 10]
    part = by_group(groups, np.zeros(300, np.int64), SHARES)
    for group in np.unique(groups):
        assert len(set(part[groups == group])) == 1
    assert set(part) == {TRAINING, VALIDATION, TEST}


def test_of_few_groups_the_largest_is_learned_from():
    groups = np.repeat(hashed(3), [12, 3, 6])
    part = by_group(groups, np.zeros(21, np.int64), SHARES)
    assert np.bincount(part).tolist() == [12, 3, 6]


def test_what_comes_later_moves_nothing_and_fills_up_what_is_missing():
    ids, classes = hashed(100), np.zeros(100, np.int64)
    first = by_group(ids, classes, SHARES)
    before = dict(zip(ids.tolist(), first.tolist(), strict=True))
    more = np.concatenate([ids, hashed(40, 1_000)])
    second = by_group(more, np.zeros(140, np.int64), SHARES, before)
    assert (second[:100] == first).all()
    assert np.bincount(second).tolist() == [100, 20, 20]


def test_the_order_of_rows_does_not_matter():
    ids, classes = hashed(50), np.arange(50) % 3
    mixed = np.random.default_rng(0).permutation(50)
    assert (by_group(ids, classes, SHARES)[mixed] == by_group(ids[mixed], classes[mixed], SHARES)).all()


def test_same_samples_are_one_group():
    ids = np.repeat(hashed(20), 5)
    part = by_group(ids, np.zeros(100, np.int64), SHARES)
    assert all(len(set(part[ids == each])) == 1 for each in np.unique(ids))


def test_the_last_in_time_are_for_the_test():
    times = np.random.default_rng(0).permutation(70).astype(np.float64)
    part = by_time(times, SHARES)
    assert times[part == TRAINING].max() < times[part == VALIDATION].min()
    assert times[part == VALIDATION].max() < times[part == TEST].min()
    assert in_order(70, SHARES).tolist() == [0] * 50 + [1] * 10 + [2] * 10


def test_a_column_may_name_parts_and_what_names_none_is_refused():
    assert as_told(["Train", "dev", " TEST "], "fold").tolist() == [0, 1, 2]
    with pytest.raises(Refused, match="fold, row 2: 'maybe' names no part"):
        as_told(["train", "maybe"], "fold")
