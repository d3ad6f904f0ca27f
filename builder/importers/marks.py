"""Marks what goes into a module and comes out of it, so that its call is found again in the traced graph.

A mask, a second sequence, a first state: which tensor of the graph is which argument of a module, the graph does not
say. So each tensor that is given goes through an operation of ours that does nothing and bears the argument's name;
when the module was followed, the marks are taken out again.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor, fx, nn
from torch.export import ExportedProgram

INTO, OUT_OF = "into ", "out of ."


@torch.library.custom_op("layerloom::marked", mutates_args=())
def marked(x: Tensor, name: str) -> Tensor:
    """The same tensor, with a name."""
    return x.clone()


@marked.register_fake
def _(x: Tensor, name: str) -> Tensor:
    return torch.empty_like(x)


@dataclass
class Marks:
    """What one call of a module was given, by the names of its arguments, and gave, by places.

    The place ``1.0`` in (a, (b, c)) is that of b.
    """

    inputs: dict[str, fx.Node] = field(default_factory=dict)
    outputs: dict[fx.Node, str] = field(default_factory=dict)


@contextmanager
def marking(module: nn.Module) -> Iterator[None]:
    """While a module is followed, mark the calls of torch's modules inside it that take or give several tensors."""
    hooks: list[Any] = []
    for part in module.modules():
        if (type(part).forward.__module__ or "").startswith("torch.nn."):
            names = tuple(inspect.signature(type(part).forward).parameters)[1:]
            hooks.append(part.register_forward_pre_hook(_marking_inputs(names), with_kwargs=True))
            hooks.append(part.register_forward_hook(_mark_outputs))
    try:
        yield
    finally:
        for hook in hooks:
            hook.remove()


def _marking_inputs(names: tuple[str, ...]) -> Any:
    def mark(_: nn.Module, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        if len(args) + len(kwargs) < 2:
            return args, kwargs
        return (
            tuple(_marked(value, INTO + name) for name, value in zip(names, args, strict=False)),
            {name: _marked(value, INTO + name) for name, value in kwargs.items()},
        )

    return mark


def _mark_outputs(_: nn.Module, args: tuple[Any, ...], answer: Any) -> Any:
    return _marked(answer, OUT_OF[:-1]) if isinstance(answer, tuple) else answer


def _marked(value: Any, name: str) -> Any:
    """A value whose tensors are marked; those of a tuple with their places behind the name."""
    if isinstance(value, Tensor):
        return marked(value, name)
    if type(value) is tuple:
        return tuple(_marked(part, f"{name}.{place}") for place, part in enumerate(value))
    return value


def taken_out(program: ExportedProgram) -> dict[str, Marks]:
    """The marks of each call, by the key of its place among the modules; the graph is then without them."""
    found: dict[str, Marks] = {}
    for node in list(program.graph.nodes):
        if node.target is not torch.ops.layerloom.marked.default:
            continue
        source, name = node.args
        stack = node.meta.get("nn_module_stack") or {"": None}
        marks = found.setdefault(str(next(reversed(stack))), Marks())
        if name.startswith(INTO):
            marks.inputs[name.removeprefix(INTO)] = source
        else:
            marks.outputs[source] = name.removeprefix(OUT_OF)
        node.replace_all_uses_with(source)
        program.graph.erase_node(node)
    return found
