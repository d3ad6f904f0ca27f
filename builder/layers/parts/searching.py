"""The field of nodes that may search before they move."""

from builder.kinds.layer import Params
from builder.kinds.spec import Param

SIMULATIONS = Param(
    name="simulations",
    kind="int",
    default=0,
    minimum=0,
    maximum=400,
    help="How often it looks ahead before each move, by tree search; 0 takes what the network itself says.",
)


def searches(params: Params) -> bool:
    """Whether a node looks ahead."""
    return bool(params["simulations"])
