"""The graph of a program as a torch module: operations are looked up by their names, arguments are read as data."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from typing import Any

import torch
from torch import Tensor, fx, nn

from builder.drawing.document import free_id
from builder.importers.pt2.archive import DTYPES, Archive
from builder.importers.refusals import refusal
from builder.layers.parts.aten import UNFIT

_OPERATION = re.compile(r"torch\.ops\.aten\.(\w+)\.(\w+)")
_ON_SIZES: Mapping[str, Callable[..., Any]] = {
    f"_operator.{name}": getattr(operator, name)
    for name in (
        "add",
        "sub",
        "mul",
        "floordiv",
        "truediv",
        "mod",
        "neg",
        "getitem",
        "eq",
        "ne",
        "lt",
        "le",
        "gt",
        "ge",
    )
}
_MEMORY = {1: torch.contiguous_format, 2: torch.channels_last, 3: torch.channels_last_3d, 4: torch.preserve_format}
_PLAIN: Mapping[str, Callable[[Any], Any]] = {"int": int, "float": float, "bool": bool, "string": str}
_NAMED = ("as_tensor", "as_sym_int", "as_sym_bool", "as_sym_float")
_SKIPPED = ("aten._assert", "aten.sym_constrain", "aten._assert_async")
HELD = {"parameter": "parameter_name", "buffer": "buffer_name", "tensor_constant": "tensor_constant_name"}


class Program:
    """A program's graph, as ``module``, with ``examples`` of what it takes, for a batch of two where that is open.

    Raises:
        InvalidDocument: ``not_importable`` for what can't be followed.
    """

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._values = archive.graph["tensor_values"]
        self._root = _Holding(archive)
        self._graph = fx.Graph()
        self._nodes: dict[str, fx.Node] = {}
        self.examples: list[Tensor] = []
        for spec in archive.signature["input_specs"]:
            self._take_input(spec)
        for node in archive.graph["nodes"]:
            self._take(node)
        self._graph.output(tuple(self._answers()))
        self.module = fx.GraphModule(self._root, self._graph)

    @property
    def is_for_any_batch(self) -> bool:
        """Whether the program was written for batches of any size, or for that of its example alone."""
        inputs = [each["as_tensor"]["name"] for each in self._archive.graph["inputs"] if "as_tensor" in each]
        return any("as_expr" in size for name in inputs for size in self._values[name]["sizes"][:1])

    def _take_input(self, spec: Mapping[str, Any]) -> None:
        ((kind, told),) = spec.items()
        if kind in HELD:
            name = told["arg"]["name"]
            self._nodes[name] = self._graph.get_attr(self._root.paths[told[HELD[kind]]])
        elif kind == "user_input" and "as_tensor" in told["arg"]:
            name = told["arg"]["as_tensor"]["name"]
            self._nodes[name] = self._graph.placeholder(f"input{len(self.examples)}")
            self.examples.append(self._example(name))
        elif kind == "constant_input" or "as_none" in told.get("arg", {}):
            return
        else:
            raise refusal(f"The program takes something else than tensors ({kind}).")
        self._nodes[name].meta["val"] = self._shaped(name)

    def _take(self, told: Mapping[str, Any]) -> None:
        target = str(told["target"])
        if target.removeprefix("torch.ops.").startswith(_SKIPPED):
            return
        function = self._function(target, told)
        given = [(str(each["name"]), self._argument(each["arg"], target)) for each in told["inputs"]]
        if isinstance(function, torch._ops.OpOverload):
            args, kwargs = _by_schema(function, dict(given))
        else:
            args, kwargs = tuple(value for _, value in given), {}
        made = self._graph.call_function(function, args, kwargs)
        self._name(made, told["outputs"])

    def _function(self, target: str, told: Mapping[str, Any]) -> Callable[..., Any]:
        match = _OPERATION.fullmatch(target)
        if match and match[1] not in UNFIT:
            found = getattr(getattr(torch.ops.aten, match[1], None), match[2], None)
            if isinstance(found, torch._ops.OpOverload):
                return found
        if target in _ON_SIZES:
            return _ON_SIZES[target]
        where = _place(told)
        raise refusal(f"The operation {target}{where} can't be imported: it is none of torch's own set.")

    def _argument(self, told: Mapping[str, Any], target: str) -> Any:
        ((kind, value),) = told.items()
        if plain := _PLAIN.get(kind.removeprefix("as_").removesuffix("s")):
            return [plain(each) for each in value] if kind.endswith("s") else plain(value)
        if kind == "as_none":
            return None
        if kind in _NAMED:
            return self._named(value)
        if kind in ("as_tensors", "as_sym_ints", "as_sym_bools", "as_sym_floats"):
            return [self._named(each) for each in value]
        if kind == "as_optional_tensors":
            return [self._named(each["as_tensor"]) if "as_tensor" in each else None for each in value]
        if kind == "as_optional_tensor":
            return self._named(value["as_tensor"]) if "as_tensor" in value else None
        if kind == "as_scalar_type":
            return DTYPES[int(value)]
        if kind == "as_memory_format":
            return _MEMORY[int(value)]
        if kind == "as_device":
            return torch.device("cpu")
        if kind == "as_layout":
            return torch.strided
        raise refusal(f"The operation {target} can't be imported: it takes {kind.removeprefix('as_')}.")

    def _named(self, told: Mapping[str, Any]) -> Any:
        name = told.get("name", told.get("as_name"))
        return self._nodes[name] if name is not None else next(iter(told.values()))

    def _name(self, made: fx.Node, outputs: list[Mapping[str, Any]]) -> None:
        """The names of what a call gives: one, or several as parts of it."""
        if len(outputs) == 1 and "as_tensors" in outputs[0]:
            names = [each["name"] for each in outputs[0]["as_tensors"]]
        else:
            names = [name for each in outputs for value in each.values() if (name := _name_in(value))]
            if len(outputs) == 1:
                self._nodes.update(dict.fromkeys(names, made))
                made.meta["val"] = self._shaped(names[0]) if names else None
                return
        for place, name in enumerate(names):
            self._nodes[name] = self._graph.call_function(operator.getitem, (made, place))
            self._nodes[name].meta["val"] = self._shaped(name)

    def _answers(self) -> list[fx.Node]:
        specs = [
            spec["user_output"]["arg"] for spec in self._archive.signature["output_specs"] if "user_output" in spec
        ]
        return [self._nodes[arg["as_tensor"]["name"]] for arg in specs if "as_tensor" in arg]

    def _shaped(self, name: str) -> Tensor | None:
        """A tensor without storage of a value's shape."""
        told = self._values.get(name)
        if told is None or int(told["dtype"]) not in DTYPES:
            return None
        sizes = [_size(size) for size in told["sizes"]]
        return torch.empty(sizes, dtype=DTYPES[int(told["dtype"])], device="meta")

    def _example(self, name: str) -> Tensor:
        shaped = self._shaped(name)
        if shaped is None:
            raise refusal(f"The input {name} holds numbers that can't be drawn.")
        example = torch.zeros(shaped.shape, dtype=shaped.dtype)
        if not shaped.dtype.is_floating_point and shaped.dtype != torch.bool and example.numel():
            example.view(-1)[-1] = self._rows(name) - 1
        return example

    def _rows(self, name: str) -> int:
        """How many different numbers an input may hold: the rows of the table that it looks up in, or two."""
        for node in self._archive.graph["nodes"]:
            given = {each["name"]: each["arg"].get("as_tensor", {}).get("name") for each in node["inputs"]}
            if "aten.embedding." in node["target"] and given.get("indices") == name:
                table = self._shaped(given["weight"])
                return 2 if table is None else int(table.shape[0])
        return 2


class _Holding(nn.Module):
    """The tensors of a program where their names say; ``paths`` finds each.

    Names become code that calls the operations, so each word of them is a plain one.
    """

    def __init__(self, archive: Archive) -> None:
        super().__init__()
        self.paths: dict[str, str] = {}
        shared: dict[int, nn.Parameter] = {}
        for name, tensor in archive.tensors.items():
            *around, own = (re.sub(r"\W", "_", word, flags=re.ASCII) or "part" for word in name.split("."))
            parent: nn.Module = self
            for word in around:
                if word not in parent._modules:
                    parent.add_module(word, nn.Module())
                parent = parent.get_submodule(word)
            own = free_id(own, parent.__dict__ | parent._parameters | parent._buffers | parent._modules)
            if name in archive.learned:
                parent.register_parameter(own, shared.setdefault(id(tensor), nn.Parameter(tensor)))
            else:
                parent.register_buffer(own, tensor)
            self.paths[name] = ".".join((*around, own))


def _by_schema(function: torch._ops.OpOverload, given: dict[str, Any]) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """Arguments by place as far as the schema has them so, the others by the schema's own names."""
    args = []
    for argument in function._schema.arguments:
        if argument.kwarg_only or argument.name not in given:
            break
        args.append(given.pop(argument.name))
    names = [argument.name for argument in function._schema.arguments]
    if strange := given.keys() - set(names):
        raise ValueError(f"{function} takes nothing that is called {min(strange)[:50]}")
    return tuple(args), {name: given[name] for name in names if name in given}


def _size(told: Mapping[str, Any]) -> int:
    if "as_int" in told:
        return int(told["as_int"])
    hint = told["as_expr"].get("hint") or {}
    return max(2, int(hint.get("as_int", 2)))


def _name_in(value: Any) -> str | None:
    name = value.get("name", value.get("as_name")) if isinstance(value, Mapping) else None
    return str(name) if name is not None else None


def _place(told: Mapping[str, Any]) -> str:
    """Where in the module an operation stood, in words."""
    stack = str(told.get("metadata", {}).get("nn_module_stack", "")).rpartition(";")[2].split(",")
    return f" in {stack[1]}" if len(stack) > 1 and stack[1] else ""
