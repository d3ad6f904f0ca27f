"""weight_norm as torch used to make it, by hooks, in the form in which it makes it today.

spectral_norm is not renewed: today's iterates in another order, so it gives other numbers while it trains.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from torch import Tensor, nn
from torch.nn.utils import parametrizations
from torch.nn.utils.weight_norm import WeightNorm


def with_new_norms(module: nn.Module) -> nn.Module:
    """A copy of a module in which weight_norm is a parametrization; the module itself, where there is none.

    It computes the same, from the same tensors.
    """
    if not any(any(_hooks(part)) for part in module.modules()):
        return module
    computed = [(part, *each) for part in module.modules() for each in vars(part).items() if _is_computed(each[1])]
    for part, name, _ in computed:  # torch can't copy it
        del vars(part)[name]
    try:
        made = copy.deepcopy(module, {id(each): each for each in (*module.parameters(), *module.buffers())})
    finally:
        for part, name, weight in computed:
            vars(part)[name] = weight
    for part in made.modules():
        for hook in list(_hooks(part)):
            _renew(part, hook)
    return made


def _is_computed(value: object) -> bool:
    return isinstance(value, Tensor) and not value.is_leaf


def _hooks(part: nn.Module) -> Iterator[Any]:
    return (hook for hook in part._forward_pre_hooks.values() if isinstance(hook, WeightNorm))


def _renew(part: nn.Module, hook: Any) -> None:
    name = hook.name
    for number, each in list(part._forward_pre_hooks.items()):
        if each is hook:
            del part._forward_pre_hooks[number]
    for number, each in list(part._state_dict_hooks.items()):
        if type(each).__module__.startswith("torch.nn.utils"):
            del part._state_dict_hooks[number]
    vars(part).pop(name, None)
    length, direction = part._parameters.pop(f"{name}_g"), part._parameters.pop(f"{name}_v")
    assert direction is not None
    part.register_parameter(name, nn.Parameter(direction.detach().clone()))
    parametrizations.weight_norm(part, name, hook.dim)
    chain: Any = part.parametrizations[name]  # type: ignore[index]
    chain.original0, chain.original1 = length, direction
