"""Whatever torch raises while a drawing trains names the node and says what to do; the steps before it are kept."""

import json
from pathlib import Path

import pytest
import torch

from builder.checker.checker import analyze
from builder.drawing.document import read_document
from builder.drawing.problems import SetParam
from tests.drawings import block, classifier, draw, moons, with_blocks
from tests.trainer.test_distributed import tabled
from trainer.__main__ import main
from trainer.faults.fault import Fault, Moment
from trainer.faults.kinds import said_of
from trainer.faults.place import Place, in_main
from trainer.problems import TrainingProblem
from trainer.run.beginning import begin
from trainer.run.events import Evaluated, Failed, StepsEnded
from trainer.run.experiment import Experiment
from trainer.run.loop import train_slice
from trainer.run.prepared import program_of
from trainer.step import steps


def ended(document):
    """The steps that were told, and the problem that ended the run, if one did."""
    try:
        state = begin(Experiment(document=document))
    except TrainingProblem as error:
        return 0, error.problem
    events = list(train_slice(state, 60))
    told = sum(event.count for event in events if isinstance(event, StepsEnded))
    return told, events[-1].problem if isinstance(events[-1], Failed) else None


def after(type_name, params=None, **training):
    """A classifier of moons that computes its answer through one more node."""
    layers = {"odd": (type_name, params or {}), "fc": ("Linear", {"out_features": 2})}
    return classifier(layers, **{"epochs": 1, **training})


NORM = {"fc1": "Linear", "bn": "BatchNorm1d", "relu": "ReLU", "fc": ("Linear", {"out_features": 2})}
LAST_OF_ONE = classifier(NORM, epochs=2, batch_size=31)


def test_a_last_batch_of_one_fails_at_the_normalization_and_keeps_the_steps_before_it():
    told, problem = ended(LAST_OF_ONE)
    assert (told, problem.code, problem.node) == (33, "batch_of_one", "bn")
    assert "32" in problem.hint
    assert ended(classifier(NORM, epochs=1, batch_size=32))[1] is None, "the advice helps"


def bce(data="TwoMoons"):
    """Scores into a loss of probabilities, by a way on which the checker can't say for certain what they are."""
    nodes = {"data": data, "fc": ("Linear", {"out_features": 1}), "up": ("Cumsum", {"dim": 1}), "float": "ToFloat",
             "one": ("Unsqueeze", {"dim": 1}), "loss": "BCELoss", "objective": "Objective"}  # fmt: skip
    edges = {"fc.input": "data.point", "float.input": "data.label", "one.input": "float.output",
             "up.input": "fc.output", "loss.input": "up.output", "loss.target": "one.output",
             "objective.loss": "loss.loss"}  # fmt: skip
    return draw(nodes, edges, epochs=1)


def test_scores_into_a_loss_of_probabilities_are_mended_by_the_button():
    """Checking refuses such a drawing before; what it can't foresee is said by the same words while it trains."""
    scores, targets = torch.tensor([[-0.5]]), torch.tensor([[1.0]])
    with pytest.raises(RuntimeError) as raised:
        torch.nn.functional.binary_cross_entropy(scores, targets)
    place = Place(analyze(bce()), "loss", {"input": scores, "target": targets})
    said = said_of(Fault(place, raised.value, Moment(step=1), {}))
    assert said.code == "not_between_0_and_1"
    assert "-0.5" in said.message
    assert ended(bce().with_edits(said.fix.edits))[1] is None


def test_a_fault_inside_a_block_names_the_node_there():
    inner = block(
        {"input": "Input", "norm": "BatchNorm1d", "output": "Output"},
        {"norm.input": "input.output", "output.input": "norm.output"},
    )
    document = classifier(
        {"part": ("Block", {"block": "part"}), "fc": ("Linear", {"out_features": 2})}, epochs=1, batch_size=31
    )
    told, problem = ended(with_blocks(document, part=inner))
    assert (told, problem.code, problem.block, problem.node) == (33, "batch_of_one", "part", "norm")


def test_what_no_line_of_the_drawing_raises_is_an_error_of_ours(monkeypatch):
    calls = []

    class Breaking(steps.Step):
        def __call__(self, batch, rows):
            calls.append(rows)
            if len(calls) == 5:
                raise IndexError("Target 8 is out of bounds.")
            return super().__call__(batch, rows)

    monkeypatch.setattr("trainer.run.stages.Step", Breaking)
    with pytest.raises(IndexError):
        ended(moons(epochs=2))
    assert len(calls) == 5


def test_what_torch_says_that_nobody_foresaw_is_quoted_with_the_node():
    program = program_of(moons())
    error = RuntimeError("the flux capacitor is empty")
    said = said_of(Fault(in_main(program, "fc1"), error, Moment(step=3), program.plan.fields))
    assert said.code == "torch_refused"
    assert "fc1" in said.message
    assert "the flux capacitor is empty" in said.message


OPERATIONS = {
    "Log": ("logarithm of", "odd"),
    "Sqrt": ("square root of", "odd"),
}


@pytest.mark.parametrize("type_name", OPERATIONS)
def test_not_finite_at_step_1_names_the_operation_and_its_cause_and_the_button_mends_it(type_name):
    document = after(type_name)
    told, problem = ended(document)
    words, node = OPERATIONS[type_name]
    assert (told, problem.code, problem.node) == (0, "not_finite", node)
    assert words in problem.message
    assert "learning rate" not in problem.hint
    assert ended(document.with_edits(problem.fix.edits))[1] is None


def test_a_slope_that_is_infinite_is_found_in_the_step_that_spoilt_the_weights():
    layers = {"zero": ("Scale", {"factor": 0.0}), "root": "Sqrt", "fc": ("Linear", {"out_features": 2})}
    told, problem = ended(classifier({"fc1": "Linear", **layers}, epochs=1))
    assert (problem.code, problem.node) == ("not_finite", "root")
    assert "slope" in problem.message
    assert told == 1


def test_a_later_blow_up_says_what_grew():
    told, problem = ended(wild())
    assert told >= 1
    assert problem.code == "not_finite"
    assert problem.node in {"fc1", "relu", "fc2", "loss"}
    assert "fc" in problem.message


def wild():
    params = {"optimizer": "SGD", "lr": 100.0, "weight_decay": 10.0}
    edits = [SetParam(id="objective", name=name, value=value) for name, value in params.items()]
    return moons(epochs=5).with_edits(edits)


def by_chance(layers):
    """What only chance in the network breaks, some steps on."""
    return classifier({**layers, "fc": ("Linear", {"out_features": 2})}, epochs=3, batch_size=16)


RARELY = {"drop": ("Dropout", {"p": 0.0005})}
TABLE = {
    "abs": "Abs",
    "minus": ("Scale", {"factor": -1.0}),
    "exp": "Exp",
    "scale": ("Scale", {"factor": 12.0}),
    "whole": "ToLong",
}
"""What gives 12, one more than the table has, for what was dropped and for nothing else."""
NODES = {
    "a loss that grew": (wild(), "fc2"),
    "a slope": (
        classifier(
            {
                "fc1": "Linear",
                "zero": ("Scale", {"factor": 0.0}),
                "root": "Sqrt",
                "fc": ("Linear", {"out_features": 2}),
            },
            epochs=1,
        ),
        "root",
    ),
    "what a kernel refuses": (tabled(seed=0), "table"),
    "a kernel by chance": (
        by_chance({**RARELY, **TABLE, "table": ("Embedding", {"num_embeddings": 12}), "flat": "Flatten"}),
        "table",
    ),
    "a loss by chance": (
        by_chance({"fc1": ("Linear", {"out_features": 4}), "abs": "Abs", **RARELY, "log": "Log"}),
        "log",
    ),
}
WAYS = {"replayed": {}, "deferred": {"deferred": True}}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("document", "node"), NODES.values(), ids=NODES)
def test_the_place_of_a_fault_is_the_same_whether_steps_are_computed_by_autograd_or_replayed(document, node, way):
    def ended_by(**ways):
        state = begin(Experiment(document=document), **ways)
        *_, last = train_slice(state, 60)
        return state, (state.step, last.problem)

    _, expected = ended_by(replays=False)
    state, found = ended_by(**WAYS[way])
    assert expected[1].node == node
    assert found == expected
    assert state.steps[0].is_replayed == (way == "replayed" and state.step > 2)


def test_a_step_too_far_back_is_not_taken_once_more(monkeypatch):
    monkeypatch.setattr("trainer.run.blow_up.SOON", -1)
    document, node = NODES["a slope"]
    _, problem = ended(document)
    assert problem.code == "not_finite"
    assert problem.node != node
    assert problem.message.startswith("At step 2 the loss was not a finite number. The weights of fc1 are")


def test_an_evaluation_that_fails_keeps_the_steps_and_leaves_the_state_whole(monkeypatch):
    state = begin(Experiment(document=moons(epochs=1)))
    wrong = {**state.validation, "label": state.validation["label"] + 9}
    state.validation = wrong
    events = list(train_slice(state, 60))
    assert not any(isinstance(event, Evaluated) for event in events)
    assert (events[-1].problem.code, events[-1].problem.node) == ("class_out_of_range", "loss")
    assert events[-1].problem.message.startswith("Measuring after step 16: ")
    assert (state.step, state.is_torn) == (16, False)


def test_the_command_line_says_the_same_without_a_traceback(tmp_path, capsys):
    file = tmp_path / "document.json"
    file.write_text(classifier(NORM, epochs=2, batch_size=31).model_dump_json())
    assert main([str(file)]) == 1
    told = capsys.readouterr()
    assert told.out.count("step ") == 33
    assert told.err.startswith("batch_of_one: Step 34: bn takes")
    assert "Traceback" not in told.err


def test_what_is_ours_is_reported_by_a_number_with_its_traceback_in_a_file(tmp_path, capsys, monkeypatch):
    def broken(*_):
        raise RuntimeError("secret inside")

    monkeypatch.setattr("trainer.__main__.train_slice", broken)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    (tmp_path / "document.json").write_text(json.dumps(moons().model_dump(mode="json")))
    assert main([str(tmp_path / "document.json")]) == 1
    told = capsys.readouterr().err
    assert told.startswith("training_failed: ")
    assert "secret" not in told
    [report] = tmp_path.glob("layerloom-report-*.txt")
    assert report.stem.rpartition("-")[2] in told
    assert "secret inside" in report.read_text()
    assert read_document(Path(tmp_path / "document.json").read_text())
