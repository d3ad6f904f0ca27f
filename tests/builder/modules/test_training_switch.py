from builder.modules.training_switch import TrainingSwitch
from tests.builder.modules.example import Example, random

EXAMPLE = Example({"training": random(3, 4), "answering": random(3, 4, seed=1)})


def test_it_passes_on_the_one_while_training_and_the_other_afterwards():
    switch, learns, answers = TrainingSwitch(), random(2, 3), random(2, 3, seed=1)
    assert switch(learns, answers) is learns
    assert switch.eval()(learns, answers) is answers
