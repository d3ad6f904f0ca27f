"""Parameters that several data sets have."""

from __future__ import annotations

from builder.kinds.spec import Param


def noise_param(default: float, help: str = "How far points stray from their place.") -> Param:
    """How noisy the samples are, as a field of the node's form."""
    return Param(name="noise", kind="float", default=default, minimum=0, maximum=2, help=help)


def samples_param(default: int, most: int = 20_000) -> Param:
    """How many samples there are in all, as a field of the node's form."""
    return Param(
        name="samples",
        kind="int",
        default=default,
        minimum=70,
        maximum=most,
        help="How many there are in all: of every seven, five are for training, one for validation, one for the test.",
    )


SEED = Param(
    name="seed",
    kind="int",
    default=0,
    minimum=0,
    maximum=2**31 - 1,
    help="Another seed makes other samples of the same kind.",
)
