"""What an answer rests on is told as the papers say, of the trained network and of the untrained one."""

import pytest
import torch

from tests.drawings import classifier
from tests.trainer.test_probes import seen, starter, untrained, values
from trainer.look.attribution import Asking, grad_cam, places_of
from trainer.look.looking import looking
from trainer.look.scene import Scene

READS = classifier(
    {
        "words": ("Embedding", {"embedding_dim": 6}),
        "mean": ("Mean", {"dim": 1}),
        "scores": ("Linear", {"out_features": 2}),
    },
    "Sentiments",
    "tokens",
)


@pytest.fixture
def mlp():
    state = untrained(starter("digits-mlp"))
    with looking(state.net):
        yield state, Asking(Scene(state), places_of(state.drawing), state.validation["image"][:4])


def test_the_slope_is_that_of_the_score_of_the_class_that_the_network_chose(mlp):
    state, asked = mlp
    image = state.validation["image"][:1].clone().requires_grad_()
    with torch.enable_grad():
        scores = state.net(image)[0]
        (slope,) = torch.autograd.grad(scores.max(), image)
    picture = seen(state, "saliency").samples[0]
    assert torch.allclose(asked.gradient()[:1], slope, atol=1e-6)
    assert torch.allclose(values(picture.trained.slope), slope[0, 0].abs(), atol=picture.trained.slope.high / 200)
    assert picture.answer == str(scores.argmax().item())
    assert picture.trained.chance == pytest.approx(scores.softmax(0).max().item(), abs=1e-5)


def test_what_each_pixel_adds_comes_to_the_change_from_an_empty_picture(mlp):
    _, asked = mlp
    shares = asked.integrated(torch.zeros_like(asked.read))
    change = asked.score(asked.read) - asked.score(torch.zeros_like(asked.read))
    assert torch.allclose(shares.flatten(1).sum(1), change, rtol=0.05, atol=0.01)


def test_maps_that_speak_for_the_class_show_where_and_those_against_it_do_not():
    maps = torch.zeros(1, 2, 2, 2)
    maps[0, 0, 0, 0], maps[0, 1, 1, 1] = 1, 1
    slopes = torch.stack([torch.full((2, 2), 0.5), torch.full((2, 2), -1.0)])[None]
    assert torch.allclose(grad_cam(maps, slopes, (2, 2)), torch.tensor([[[0.5, 0], [0, 0]]]))


def test_a_series_is_shown_as_one_with_a_value_for_each_step():
    state = untrained(starter("mnist-1d"))
    sample = seen(state, "saliency").samples[0]
    assert sample.given.is_series
    assert torch.allclose(values(sample.given.picture), state.validation["line"][0], atol=0.02)
    assert values(sample.trained.slope).shape == (1, 40)
    past = seen(untrained(starter("forecasting")), "worst").samples[0]
    assert past.given[0].is_series
    assert values(past.given[0].picture).shape == (1, 24)


def test_the_last_convolution_is_shown_over_the_picture_and_the_untrained_network_beside():
    state = untrained(starter("digits-cnn"))
    with torch.no_grad():
        state.net.conv2.weight.add_(0.1)
    picture = seen(state, "saliency")
    first = picture.samples[0]
    assert (picture.maps, picture.baseline) == ("conv2", "an empty picture: zeros")
    assert first.trained.cam.shape == first.trained.slope.shape == (8, 8)
    assert first.trained.slope.data != first.untrained.slope.data
    fresh = seen(untrained(starter("digits-cnn")), "saliency").samples[0]
    assert fresh.trained == fresh.untrained


def test_of_a_text_each_word_is_told_by_itself():
    picture = seen(untrained(READS), "saliency")
    first = picture.samples[0]
    assert len(first.letters) == 16
    assert first.trained.share.shape == first.trained.slope.shape == (16,)
    assert first.trained.cam is None
    assert first.trained.explained == pytest.approx(1, abs=1e-3)  # all is linear in the embeddings
    assert first.answer in ("complains", "praises")


def test_of_a_table_each_number_is_told_with_its_name():
    state = untrained(starter("classical-baselines"))
    first = seen(state, "saliency").samples[0]
    age, *_, distance = first.letters
    assert (age.startswith("age (years) "), distance.startswith("distance (km) ")) == (True, True)
    assert first.trained.share.shape == first.trained.slope.shape == (len(first.letters),) == (8,)
    assert "children 2, cards " in " ".join(each.given[0].words for each in seen(state, "worst").samples)


def test_where_no_class_is_chosen_or_the_way_back_is_cut_nothing_is_said():
    layers = {"flat": "Flatten", "hard": "Sign", "fc": ("Linear", {"out_features": 10})}
    cut = classifier(layers, "MNIST1D", "line")
    assert places_of(untrained(starter("curve-mlp")).drawing) is None
    assert places_of(untrained(starter("gan")).drawing) is None
    state = untrained(cut)
    assert seen(state, "saliency").samples[0].trained.slope.high == 0
    state.net.fc.requires_grad_(False)
    assert seen(state, "saliency").samples[0].trained.slope.high == 0
