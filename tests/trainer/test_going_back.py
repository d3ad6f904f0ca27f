"""To which step a run goes back that blew up."""

import math
from array import array

import pytest

from builder.drawing.problems import Problem
from trainer.run.events import StepsEnded
from trainer.run.going_back import Lately, good_step

BLOWN_UP = Problem(code="not_finite", message="")
COURSES = {
    "it only blew up at the last step": ([1.0, 0.9, 0.8], 2),
    "up to four times the smallest is calm": ([0.3, 0.1, 0.39, 0.41, 7.0], 2),
    "beyond what it was at first, and four times the smallest": ([0.5, 0.4, 1.5, 1.7, 90.0], 2),
    "what it was at first is calm, however small it got": ([2.0, 0.01, 1.9, 5.0], 2),
    "from the first step on": ([1.0, 40.0, 1e30], 0),
    "what is not finite is never calm": ([1.0, 0.9, math.inf], 1),
}


@pytest.mark.parametrize(("losses", "good"), COURSES.values(), ids=COURSES)
def test_a_run_that_blew_up_goes_back_to_where_its_loss_was_as_it_had_been(losses, good):
    lately = Lately()
    column = array("f", losses).tobytes()
    lately.note(StepsEnded(first_step=101, count=len(losses), epoch=1, rate=1.0, losses={"loss": column}))
    assert good_step(BLOWN_UP, 100 + len(losses), lately) == 100 + good
