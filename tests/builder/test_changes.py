"""What may be set anew on the way."""

import pytest

from builder.checker.changes import next_batch_size
from builder.kinds.objective import CHANGEABLE, OBJECTIVE


@pytest.mark.parametrize(
    ("size", "samples", "better"), [(31, 1024, 32), (1, 1024, 2), (3, 61, 7), (64, None, 65), (4, 1, 5), (1, 2, 2)]
)
def test_the_next_batch_size_leaves_no_sample_alone(size, samples, better):
    assert next_batch_size(size, samples) == better
    assert samples in (None, 1) or samples % better != 1


def test_the_form_of_an_objective_says_what_a_stage_may_set():
    assert {param.name for param in OBJECTIVE.spec.params if param.is_steered} == CHANGEABLE
