"""The published networks check on shapes alone, with exactly as many parameters as their papers' models have."""

import resource
import time

import pytest

import builder
from tests.builder.full_size import DOCUMENTS, gpt


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_published_network_has_as_many_parameters_as_published(name):
    make, parameters = DOCUMENTS[name]
    report = builder.check(make())
    assert {problem.code for problem in report.problems} <= {"no_data", "no_objective"}
    assert report.parameters == parameters


def test_a_network_of_175_billion_weights_is_checked_without_their_memory(figure):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    document = gpt(12288, 96, 96, context=2047)  # one token less: no answer is remembered from another test
    begun = time.perf_counter()
    report = builder.check(document)
    took = time.perf_counter() - begun
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    assert report.parameters > 170_000_000_000
    assert grown < 500
    figure(f"GPT-3 checks in {took:.2f} s with {grown:.0f} MB more memory (aim: under 2 s and 500 MB)")
