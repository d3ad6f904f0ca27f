"""A network can be looked into and tried out, with clear words for bad input."""

import base64

import pytest
import torch

import builder
from tests.drawings import moons
from trainer.asking.ask import ask, question
from trainer.look.looks import look
from trainer.problems import TrainingProblem
from trainer.run.beginning import begin
from trainer.run.experiment import Experiment
from trainer.run.loop import train_slice


@pytest.fixture(scope="module")
def digits():
    document = builder.STARTERS["digits-cnn"].document
    state = begin(
        Experiment(
            document=document.model_copy(update={"training": document.training.model_copy(update={"epochs": 4})})
        )
    )
    list(train_slice(state, 60))
    return state


def drawing(width, height, pixels):
    return {"image": {"drawing": base64.b64encode(pixels).decode(), "width": width, "height": height}}


def drawn(state, number):
    """The scans of one digit that it learned from, enlarged as a visitor would draw them."""
    rows = (state.learn["label"] == number).nonzero().flatten()[:10]
    for scan in state.learn["image"][rows]:
        large = torch.nn.functional.interpolate(scan[None], size=(160, 160), mode="bilinear")[0, 0]
        padded = torch.nn.functional.pad(large, (30, 30, 30, 30))
        yield drawing(220, 220, bytes((padded * 255).to(torch.uint8).flatten().tolist()))


def test_large_drawings_of_digits_are_read_as_those_digits(digits):
    right = total = 0
    for number in range(10):
        for given in drawn(digits, number):
            probabilities = ask(digits, given).told["answer"].probabilities
            right += probabilities.index(max(probabilities)) == number
            total += 1
    assert right / total >= 0.85


def test_probabilities_add_up_and_carry_their_classes(digits):
    answer = ask(digits, next(drawn(digits, 3))).told["answer"]
    assert sum(answer.probabilities) == pytest.approx(1, abs=1e-5)
    assert answer.classes == tuple("0123456789")


def test_an_empty_drawing_is_answered_too(digits):
    asked = question(digits.program, drawing(20, 20, bytes(400)))
    assert not asked.batch["image"].any()
    assert base64.b64decode(asked.given["image"]["pixels"]) == bytes(64)


@pytest.mark.parametrize(
    "given",
    [
        drawing(10, 10, bytes(99)),
        drawing(0, 10, b""),
        drawing(100_000, 1, bytes(100_000)),
        {"image": [1.0]},
        {"image": [float("nan")] * 64},
        {"image": "a digit"},
        {},
    ],
)
def test_input_of_the_wrong_form_is_refused_in_words(digits, given):
    with pytest.raises(TrainingProblem) as caught:
        ask(digits, given)
    assert caught.value.problem.code == "bad_input"


def test_a_network_of_points_takes_numbers_and_no_pictures():
    state = begin(Experiment(document=moons()))
    assert len(ask(state, {"point": [0.5, -0.5]}).told["fc2"].probabilities) == 2
    with pytest.raises(TrainingProblem, match="point takes"):
        ask(state, {"point": {"drawing": "AA==", "width": 1, "height": 1}})


def test_activations_are_those_of_the_real_layers(digits):
    asked = [f"activation:{node}" for node in ("digits", "conv1", "fc3", "loss", "nobody")]
    seen = {each.view.removeprefix("activation:"): each.picture for each in look(digits, asked)}
    assert set(seen) == {"digits", "conv1", "fc3"}
    sample = digits.validation["image"][:1]
    digits.net.eval()
    real = digits.net.conv1(sample)[0].detach()
    frame = seen["conv1"].values
    values = torch.frombuffer(bytearray(frame.data), dtype=torch.uint8).reshape(frame.shape).float()
    assert frame.shape == (12, 8, 8)
    assert torch.allclose(
        frame.low + values / 255 * (frame.high - frame.low), real, atol=(frame.high - frame.low) / 255
    )


def test_a_network_that_fills_in_letters_reads_them_and_refuses_what_is_none():
    state = begin(Experiment(document=builder.STARTERS["tiny-bert"].document))
    assert ask(state, {"tokens": "the dog s?es"}).told == ask(state, {"tokens": "the dog s?es   "}).told
    for wrong in (29.0, 0.5, -1.0):
        with pytest.raises(TrainingProblem, match="whole numbers from 0 to 28"):
            ask(state, {"tokens": [wrong] * 32})


def test_a_memory_mends_what_it_is_given():
    document = builder.STARTERS["hopfield"].document
    state = begin(Experiment(document=document))
    list(train_slice(state, 60))
    damaged, whole = state.validation["damaged"][0], state.validation["pattern"][0]
    assert not torch.equal(damaged, whole)
    mended = ask(state, {"damaged": damaged.tolist()}).told["answer"].values
    assert (mended.shape, mended.low, mended.high) == ((1, 8, 8), -1, 1)
    assert base64.b64decode(mended.data) == bytes(255 if value > 0 else 0 for value in whole.tolist())
