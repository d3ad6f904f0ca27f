"""What every test shares: one torch thread, as workers have, and figures that are worth a line at the end."""

import gc
import os
from collections.abc import Callable

import hypothesis
import pytest
import torch

torch.set_num_threads(1)
os.environ.setdefault("OMP_NUM_THREADS", "1")  # for what tests start: threads that wait for cores take them from others
hypothesis.settings.register_profile("ours", deadline=None)  # benchmarks measure seconds
hypothesis.settings.load_profile("ours")


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Garbage is not looked for in what was imported: an eighth of the time of tests that follow networks."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)


@pytest.fixture
def figure(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Note a measured figure; all of them are printed when the tests are done, whichever process measured them."""
    return lambda line: request.node.user_properties.append(("figure", line))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reports = [each for kept in terminalreporter.stats.values() for each in kept if isinstance(each, pytest.TestReport)]
    figures = [
        line for each in reports if each.when == "call" for name, line in each.user_properties if name == "figure"
    ]
    if figures:
        terminalreporter.section("figures")
        for line in figures:
            terminalreporter.write_line(str(line))
