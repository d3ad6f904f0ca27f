"""What a network hears is shown over time, with the text that is read from it."""

import pytest
import torch

import builder
from tests.drawings import classifier, draw
from tests.trainer.test_probes import seen, untrained, values
from trainer.look.looking import looking
from trainer.look.spectrum import spectrum

READS = draw(
    {
        "data": "PhoneNumbers",
        "hear": ("Conv1d", {"out_channels": 8, "kernel_size": 160, "stride": 80}),
        "first": ("Permute", {"dims": [2, 0, 1]}),
        "scores": ("Linear", {"out_features": 13}),
        "logs": ("LogSoftmax", {"dim": -1}),
        "ones": "Exp",
        "each": ("Sum", {"dim": -1}),
        "times": ("Sum", {"dim": 0}),
        "whole": "Round",
        "long": "ToLong",
        "loss": ("CTCLoss", {}),
        "objective": "Objective",
        "answer": "Output",
    },
    {
        "hear.input": "data.wave",
        "first.input": "hear.output",
        "scores.input": "first.output",
        "logs.input": "scores.output",
        "ones.input": "logs.output",
        "each.input": "ones.output",
        "times.input": "each.output",
        "whole.input": "times.output",
        "long.input": "whole.output",
        "loss.input_lengths": "long.output",
        "loss.log_probs": "logs.output",
        "loss.targets": "data.keys",
        "loss.target_lengths": "data.count",
        "objective.loss": "loss.loss",
        "answer.input": "logs.output",
    },
)


def test_a_tone_is_a_line_at_its_frequency():
    second = torch.arange(4_000) / 4_000
    loud = spectrum((2 * torch.pi * 500 * second).sin())
    row = loud.mean(1).argmax().item()
    assert (len(loud) - 1 - row) / (len(loud) - 1) * 2_000 == pytest.approx(500, abs=20)
    assert loud.max() == 0


def test_a_text_is_read_moment_by_moment_and_told_beside_the_right_one():
    state = untrained(READS)
    with torch.no_grad():
        state.net.scores.weight.mul_(0)
        state.net.scores.bias.copy_(torch.eye(13)[7] * 9)
    picture = seen(state, "hearing")
    first = picture.samples[0]
    assert first.says == picture.classes[7]
    keys = state.validation["keys"][0].tolist()
    assert first.right == "".join(picture.classes[key] for key in keys if key)
    assert (picture.blank, picture.highest_hz, first.seconds) == (0, 2_000, 1)
    moments = values(first.moments)
    assert moments.shape[0] == 13
    assert torch.allclose(moments.sum(0), torch.ones(moments.shape[1]), atol=13 / 255)


def test_a_sound_of_one_class_is_told_with_it():
    keys = classifier({"flat": "Flatten", "fc": ("Linear", {"out_features": 12})}, "PhoneTones", "wave")
    picture = seen(untrained(keys), "hearing")
    assert picture.samples[0].moments is None
    assert picture.samples[0].says in "123456789*0#"
    assert picture.samples[0].spectrogram.shape[0] == 65


MAKES = draw(
    {
        "data": "PhoneTones",
        "flat": "Flatten",
        "code": ("Linear", {"out_features": 3}),
        "wave": ("Linear", {"out_features": 512}),
        "loss": "MSELoss",
        "objective": "Objective",
        "made": "SampleLatent",
    },
    {
        "flat.input": "data.wave",
        "code.input": "flat.output",
        "wave.input": "code.output",
        "loss.input": "wave.output",
        "loss.target": "flat.output",
        "objective.loss": "loss.loss",
        "made.decoded": "wave.output",
        "made.code": "code.output",
    },
)


def test_what_a_sampler_makes_of_sounds_can_be_heard_and_seen():
    state = untrained(MAKES)
    (maker,) = seen(state, "generated").made
    assert (len(maker.sounds), maker.samples, maker.points) == (3, (), None)
    codes = torch.randn(3, 3, generator=torch.Generator().manual_seed(0))
    with looking(state.net):
        waves = state.net.wave(codes)
    assert torch.allclose(values(maker.sounds[0].wave), waves[0], atol=1e-6)
    assert (maker.sounds[0].rate, maker.sounds[0].spectrogram.low) == (4_000, -40)


def test_what_comes_out_of_a_sound_is_heard_at_its_rate():
    melody, heard = seen(untrained(builder.STARTERS["music"].document), "generated").made
    assert (melody.name, len(melody.samples), melody.sounds) == ("melody", 4, ())
    assert [sound.rate for sound in heard.sounds] == [3_000] * 3
    assert heard.samples == ()
    assert values(heard.sounds[0].wave).abs().max() <= 1
