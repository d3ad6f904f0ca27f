"""A critic with a gradient penalty learns the same in its run and its script."""

import builder
from tests.drawings import draw
from tests.trainer.test_steering import printed_by_run, printed_by_script
from trainer.run.beginning import begin
from trainer.run.experiment import Experiment
from trainer.run.loop import train_slice

NODES = {
    "data": "TwoMoons",
    "asked": "AskGradient",
    "hidden": ("Linear", {"out_features": 8}),
    "tanh": "Tanh",
    "critic": ("Linear", {"out_features": 2}),
    "right": "CrossEntropyLoss",
    "steep": ("GradientPenalty", {"target": 0.0}),
    "objective": ("Objective", {"lr": 0.05}),
    "calm": ("Objective", {"lr": 0.02, "over": "hidden, critic"}),
}
EDGES = {
    "asked.input": "data.point",
    "hidden.input": "asked.output",
    "tanh.input": "hidden.output",
    "critic.input": "tanh.output",
    "right.input": "critic.output",
    "right.target": "data.label",
    "steep.score": "critic.output",
    "steep.input": "asked.output",
    "calm.loss": "steep.loss",
    "objective.loss": "right.loss",
}
NODES["objective"] = ("Objective", {"lr": 0.05, "over": "hidden, critic"})


def test_script_and_run_give_the_same_numbers():
    document = draw(NODES, EDGES, epochs=2, batch_size=200)
    assert builder.check(document).is_trainable, builder.check(document).problems
    assert printed_by_script(document) == printed_by_run(document)


def test_the_critic_does_not_grow_steep():
    state = begin(Experiment(document=draw(NODES, EDGES, epochs=2, batch_size=200)))
    list(train_slice(state, 1e9))
    assert state.step == 2 * state.steps_per_epoch
    assert state.losses[1] < 1


def test_without_ask_gradient_it_is_a_problem_in_words():
    edges = {**EDGES, "hidden.input": "data.point"}
    document = draw(NODES, edges, epochs=1, batch_size=200)
    if builder.check(document).is_trainable:
        *_, last = train_slice(begin(Experiment(document=document)), 1e9)
        assert "AskGradient" in last.problem.message + last.problem.hint
