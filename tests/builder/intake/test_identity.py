"""What samples are known by."""

import numpy as np

from builder.intake.identity import are_among


def test_which_ids_are_among_others_is_what_numpy_says():
    chance = np.random.default_rng(1)
    for many in (0, 1, 2, 300):
        ids, others = (chance.integers(0, 400, size, dtype=np.uint64) for size in (200, many))
        assert (are_among(ids, others) == np.isin(ids, others)).all()
    top = np.array([2**64 - 1, 0], np.uint64)
    assert are_among(top, top).all()
