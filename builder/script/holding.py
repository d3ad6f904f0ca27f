"""What a stage of training does to a network: some parts stay as they are, and a Repeat uses its first copies alone.

Runs do it with these functions, and so do exported scripts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from operator import attrgetter
from typing import Any

from builder.script.freezing import frozen


def hold(net: Any, names: Iterable[str]) -> Callable[[], None]:
    """Let parts of a network stay as they are; what comes out lets them go again, as they were."""
    parts = [attrgetter(name)(net) for name in names]
    learns = [parameter for part in parts for parameter in part.parameters() if parameter.requires_grad]
    free = [part for part in parts if "train" not in vars(part)]
    for part in parts:
        frozen(part)

    def let_go() -> None:
        for parameter in learns:
            parameter.requires_grad_()
        for part in free:
            del vars(part)["train"]

    return let_go


def grow(net: Any, times: dict[str, int]) -> None:
    """Let each Repeat use as many of its copies as are named, all where it is not."""
    for part in net.children():
        if hasattr(part, "depth"):
            part.depth = len(getattr(part, "blocks", part))
    for name, many in times.items():
        getattr(net, name).depth = many
