"""LogicGate: two inputs and what a gate makes of them, made on the spot from a fixed seed.

Reference: McCulloch and Pitts, "A Logical Calculus of the Ideas Immanent in Nervous Activity", 1943.
"""

import torch

from builder.datasets.parts.division import by_number, divided
from builder.datasets.parts.params import SEED, noise_param, samples_param
from builder.kinds.dataset import DataField, Dataset, Parts
from builder.kinds.spec import Param


def logic_gate(samples: int = 280, gate: str = "and", noise: float = 0.05, seed: int = 0) -> Parts:
    """Two inputs, each about 0 or about 1, and whether the gate says yes: to both, to one at least, and so on.

    A perceptron learns "and", "or" and "nand". No straight line tells "xor": at most three of four cases are right.

    Shape: inputs (N, 2), label (N,) in 0..1. Units: ``noise`` is a standard deviation.
    """
    random = torch.Generator().manual_seed(seed)
    bits = torch.randint(0, 2, (samples, 2), generator=random)
    ones = bits.sum(dim=1)
    answers = {"and": ones == 2, "or": ones > 0, "nand": ones < 2, "xor": ones == 1}
    inputs = bits + noise * torch.randn(samples, 2, generator=random)
    return divided({"inputs": inputs, "label": answers[gate].long()}, by_number(samples))


DATASET = Dataset(
    logic_gate,
    type_name="LogicGate",
    summary="Two inputs and what a gate makes of them: and, or, nand, or xor, which one neuron can't learn.",
    fields=(
        DataField("inputs", (2,), help="Two values, each about 0 or about 1."),
        DataField("label", (), kind="label", dtype=torch.int64, classes=("no", "yes"), help="What the gate says."),
    ),
    params=(
        Param(
            name="gate",
            kind="choice",
            default="and",
            choices=("and", "or", "nand", "xor"),
            help="What says yes; and: both are 1, or: at least one is, nand: not both are, xor: exactly one is.",
        ),
        samples_param(280),
        noise_param(0.05, "How far the inputs stray from 0 and 1."),
        SEED,
    ),
)
