"""CrossEntropyLoss: torch.nn.CrossEntropyLoss, as torch.nn.functional.cross_entropy."""

from torch import nn
from torch.nn import functional as F

from builder.layer import FEATURES, loss

LAYER = loss(
    nn.CrossEntropyLoss,
    F.cross_entropy,
    summary="How surprised the network is by the right class: 0 when it was sure and right.",
    target=("label",),
    hidden=frozenset({"weight", "ignore_index", "reduction"}),
    expects={"input": FEATURES},
)
