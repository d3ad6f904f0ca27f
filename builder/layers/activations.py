"""Activations: what bends a signal between two layers that mix it."""

from functools import partial
from typing import Any, cast

import torch
from torch import nn
from torch.nn import functional as F

from builder.kinds.expected import IMAGES
from builder.kinds.layer import Params, Tensors
from builder.kinds.torch_layer import TorchLayer


class AlongAxis(TorchLayer):
    """A Softmax, whose axis torch doesn't look at when tensors have no storage."""

    def run(self, module: nn.Module | None, params: Params, inputs: Tensors) -> Any:
        inputs["input"].size(cast(int, params["dim"]))  # raises for an axis that is not there
        return super().run(module, params, inputs)


activation = partial(TorchLayer, category="Activation")
scores = partial(AlongAxis, category="Activation", starts={"dim": -1})

LAYERS = (
    activation(nn.ReLU, torch.relu, summary="Lets positive values through and turns negative ones into zero."),
    activation(
        nn.LeakyReLU, F.leaky_relu, summary="Lets positive values through and shrinks negative ones to a small share."
    ),
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
    activation(nn.ReLU6, F.relu6, summary="Lets values from 0 to 6 through and cuts off the rest."),
    activation(nn.ELU, F.elu, summary="Lets positive values through and bends negative ones smoothly towards -alpha."),
    activation(
        nn.CELU,
        F.celu,
        summary="Bends negative values smoothly towards -alpha, with no kink at zero for any alpha.",
        limits={"alpha": (0.001, None)},
    ),
    activation(
        nn.SELU, F.selu, summary="Keeps a deep stack of Linear layers near mean 0 and variance 1 all by itself."
    ),
    activation(
        nn.GELU,
        F.gelu,
        summary="Lets a value through by how likely a normal random value is below it; used in transformers.",
        choices={"approximate": ("none", "tanh")},
    ),
    activation(nn.SiLU, F.silu, summary="Multiplies each value by its own sigmoid: a smooth ReLU, also called swish."),
    activation(nn.Mish, F.mish, summary="Bends like a smooth ReLU that dips a little below zero first."),
    activation(
        nn.Softplus,
        F.softplus,
        summary="Turns every value into a positive one: a ReLU with a round corner.",
        limits={"beta": (0.001, None)},
    ),
    activation(
        nn.Softsign, F.softsign, summary="Squashes every value into the range from -1 to 1, more slowly than Tanh."
    ),
    activation(
        nn.Softshrink,
        F.softshrink,
        summary="Pulls every value towards zero by lambd and turns what is smaller into zero.",
        limits={"lambd": (0, None)},
    ),
    activation(
        nn.Hardshrink, F.hardshrink, summary="Turns values closer to zero than lambd into zero and keeps the others."
    ),
    activation(nn.Tanhshrink, F.tanhshrink, summary="Subtracts its Tanh from each value, which quiets small ones."),
    activation(nn.Sigmoid, torch.sigmoid, summary="Squashes every value smoothly into the range from 0 to 1."),
    activation(
        nn.LogSigmoid, F.logsigmoid, summary="Gives the logarithm of the sigmoid, exact even for very small values."
    ),
    activation(
        nn.Hardsigmoid, F.hardsigmoid, summary="Squashes values into 0 to 1 with three straight lines, which is cheap."
    ),
    activation(nn.Hardswish, F.hardswish, summary="A cheap SiLU made of straight lines, for small devices."),
    activation(nn.Tanh, torch.tanh, summary="Squashes every value smoothly into the range from -1 to 1."),
    activation(
        nn.Hardtanh,
        F.hardtanh,
        summary="Cuts every value off below min_val and above max_val.",
        hidden=frozenset({"min_value", "max_value"}),
    ),
    activation(
        nn.Threshold,
        F.threshold,
        summary="Keeps values above a threshold and puts a fixed value in place of the others.",
        starts={"threshold": 0.0, "value": 0.0},
    ),
    activation(
        nn.GLU, F.glu, summary="Halves an axis: one half decides, by its sigmoid, how much of the other passes."
    ),
    scores(nn.Softmax, F.softmax, summary="Turns scores along an axis into probabilities that sum to 1."),
    scores(nn.Softmin, F.softmin, summary="Turns scores into probabilities that sum to 1, the smallest score winning."),
    activation(
        nn.LogSoftmax,
        F.log_softmax,
        summary="Turns scores into the logarithms of probabilities, which NLLLoss reads.",
        starts={"dim": -1},
    ),
    activation(
        nn.Softmax2d, summary="Turns the channels of every pixel into probabilities that sum to 1.", expects=IMAGES
    ),
)
