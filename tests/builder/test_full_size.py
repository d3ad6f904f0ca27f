"""The published networks check on shapes alone, with exactly as many parameters as their papers' models have."""

import pytest

import builder
from tests.builder.full_size import DOCUMENTS


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_published_network_has_as_many_parameters_as_published(name):
    make, parameters = DOCUMENTS[name]
    report = builder.check(make())
    assert {problem.code for problem in report.problems} <= {"no_data", "no_objective"}
    assert report.parameters == parameters
