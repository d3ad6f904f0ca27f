"""Linear: torch.nn.Linear."""

from torch import nn

from builder.layer import TorchLayer, features

LAYER = TorchLayer(
    nn.Linear,
    category="Linear",
    summary="Mixes every input feature into every output feature, each with a weight that is learned.",
    infer={"in_features": features},
    starts={"out_features": 64},
    limits={"out_features": (1, 1_000_000)},
)
