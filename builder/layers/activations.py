"""Activations: what bends a signal between two layers that mix it."""

from functools import partial
from typing import Any, cast

from torch import nn

from builder.layer import IMAGES, Params, Tensors, TorchLayer


class AlongAxis(TorchLayer):
    """A Softmax, whose axis torch doesn't look at when tensors have no storage."""

    def run(self, module: nn.Module | None, params: Params, inputs: Tensors) -> Any:
        inputs["input"].size(cast(int, params["dim"]))  # raises for an axis that is not there
        return super().run(module, params, inputs)


activation = partial(TorchLayer, category="Activation")
scores = partial(AlongAxis, category="Activation", starts={"dim": -1})

LAYERS = (
    activation(nn.ReLU, summary="Lets positive values through and turns negative ones into zero."),
    activation(nn.LeakyReLU, summary="Lets positive values through and shrinks negative ones to a small share."),
    activation(
        nn.PReLU,
        summary="Lets positive values through and learns by how much to shrink negative ones.",
        limits={"num_parameters": (1, 1_000_000)},
    ),
    activation(
        nn.RReLU,
        summary="Shrinks negative values by a share drawn at random while training.",
        limits={"lower": (0, 1), "upper": (0, 1)},
    ),
    activation(nn.ReLU6, summary="Lets values from 0 to 6 through and cuts off the rest."),
    activation(nn.ELU, summary="Lets positive values through and bends negative ones smoothly towards -alpha."),
    activation(
        nn.CELU,
        summary="Bends negative values smoothly towards -alpha, with no kink at zero for any alpha.",
        limits={"alpha": (0.001, None)},
    ),
    activation(nn.SELU, summary="Keeps a deep stack of Linear layers near mean 0 and variance 1 all by itself."),
    activation(
        nn.GELU,
        summary="Lets a value through by how likely a normal random value is below it; used in transformers.",
        choices={"approximate": ("none", "tanh")},
    ),
    activation(nn.SiLU, summary="Multiplies each value by its own sigmoid: a smooth ReLU, also called swish."),
    activation(nn.Mish, summary="Bends like a smooth ReLU that dips a little below zero first."),
    activation(
        nn.Softplus,
        summary="Turns every value into a positive one: a ReLU with a round corner.",
        limits={"beta": (0.001, None)},
    ),
    activation(nn.Softsign, summary="Squashes every value into the range from -1 to 1, more slowly than Tanh."),
    activation(
        nn.Softshrink,
        summary="Pulls every value towards zero by lambd and turns what is smaller into zero.",
        limits={"lambd": (0, None)},
    ),
    activation(nn.Hardshrink, summary="Turns values closer to zero than lambd into zero and keeps the others."),
    activation(nn.Tanhshrink, summary="Subtracts its Tanh from each value, which quiets small ones."),
    activation(nn.Sigmoid, summary="Squashes every value smoothly into the range from 0 to 1."),
    activation(nn.LogSigmoid, summary="Gives the logarithm of the sigmoid, exact even for very small values."),
    activation(nn.Hardsigmoid, summary="Squashes values into 0 to 1 with three straight lines, which is cheap."),
    activation(nn.Hardswish, summary="A cheap SiLU made of straight lines, for small devices."),
    activation(nn.Tanh, summary="Squashes every value smoothly into the range from -1 to 1."),
    activation(
        nn.Hardtanh,
        summary="Cuts every value off below min_val and above max_val.",
        hidden=frozenset({"min_value", "max_value"}),
    ),
    activation(
        nn.Threshold,
        summary="Keeps values above a threshold and puts a fixed value in place of the others.",
        starts={"threshold": 0.0, "value": 0.0},
    ),
    activation(nn.GLU, summary="Halves an axis: one half decides, by its sigmoid, how much of the other passes."),
    scores(nn.Softmax, summary="Turns scores along an axis into probabilities that sum to 1."),
    scores(nn.Softmin, summary="Turns scores into probabilities that sum to 1, the smallest score winning."),
    activation(
        nn.LogSoftmax,
        summary="Turns scores into the logarithms of probabilities, which NLLLoss reads.",
        starts={"dim": -1},
    ),
    activation(
        nn.Softmax2d, summary="Turns the channels of every pixel into probabilities that sum to 1.", expects=IMAGES
    ),
)
