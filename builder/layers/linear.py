"""Linear layers: every output is a weighted sum of the inputs."""

from torch import nn

from builder.kinds.expected import ANY_TENSOR, ANYTHING, REAL
from builder.kinds.spec import Port
from builder.kinds.torch_layer import TorchLayer, features, last_of

LAYERS = (
    TorchLayer(
        nn.Linear,
        category="Linear",
        summary="Mixes every input feature into every output feature, each with a weight that is learned.",
        infer={"in_features": features},
        starts={"out_features": 64},
        limits={"out_features": (1, 1_000_000)},
    ),
    TorchLayer(
        nn.Bilinear,
        category="Linear",
        summary="Mixes every pair of features of two inputs, each pair with a weight that is learned.",
        inputs=(Port(name="input1", accepts=ANY_TENSOR), Port(name="input2", accepts=ANY_TENSOR)),
        infer={"in1_features": last_of("input1"), "in2_features": last_of("input2")},
        starts={"out_features": 64},
        limits={"out_features": (1, 1_000_000)},
        expects={"input1": REAL, "input2": REAL},
    ),
    TorchLayer(
        nn.Identity,
        category="Linear",
        summary="Passes its input on unchanged: a place to name a signal or to try something later.",
        expects=ANYTHING,
    ),
)
