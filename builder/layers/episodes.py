"""Episodes: what came of it when a network acted in an environment.

Reference: Williams, "Simple Statistical Gradient-Following Algorithms for Connectionist Reinforcement Learning", 1992.
"""

from dataclasses import replace

import torch

from builder.checker.playing import Player, Rules, of_sample, seen_in
from builder.checker.propagation import Flow
from builder.games.parts.episodes import Episodes
from builder.kinds.layer import Params
from builder.kinds.spec import Param, Port
from builder.registry.games import WORLDS


def _flows(world: Rules, params: Params, start: Flow) -> tuple[tuple[str, Flow], ...]:
    steps = int(str(params["steps"]))
    each = of_sample((steps,), start)
    seen = of_sample((steps, *seen_in(world)), start)
    return ("observation", seen), ("action", replace(each, dtype=torch.int64)), ("gain", each), ("going", each)


LAYER = Player(
    Episodes,
    category="Play",
    summary="Lets a network act in an environment, and gives what it saw, what it did and what that earned.",
    docs="An episode begins in each state that comes in. While it trains, actions are drawn as likely as the network's "
    "scores make them; measured, the likeliest is taken. After an episode is over, all of it is 0."
    "\n\nShape:\n    - start: (N, numbers)\n    - observation: (N, T, numbers)\n    - action: (N, T)\n"
    "    - gain: (N, T), what was earned from there on\n    - going: (N, T), 1 until it is over",
    offered=WORLDS,
    starts="cart-pole",
    choice="world",
    input=Port(name="start", accepts=("tensor", "image"), help="States in which episodes begin."),
    outputs=(
        Port(name="observation", help="What the network saw at each step."),
        Port(name="action", kind="label", help="What it did."),
        Port(name="gain", help="What was earned from there on, less the later it came."),
        Port(name="going", help="1 while the episode goes on, 0 when it is over."),
    ),
    flows=_flows,
    params=(
        Param(
            name="steps", kind="int", default=200, minimum=1, maximum=2000, help="How many actions there are at most."
        ),
        Param(
            name="discount",
            kind="float",
            default=0.99,
            minimum=0,
            maximum=1,
            help="How much of its worth a reward keeps with each step that it comes later.",
        ),
    ),
)
