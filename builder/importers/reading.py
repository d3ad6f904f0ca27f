"""Reads a traced graph as pieces: modules of torch that the catalogue knows, functions, and single operations."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from typing import Any

import torch
from torch import Tensor, fx, nn

from builder.drawing.document import Value
from builder.drawing.problems import Problem
from builder.importers.arguments import filled, is_tensor, written
from builder.importers.constants import constants
from builder.importers.deciding import rests_on
from builder.importers.filling import is_zero
from builder.importers.functions import LAST, cut_for, is_cut, node_for
from builder.importers.gradients import learns_from
from builder.importers.layers import layer_with
from builder.importers.locks import lock_of, partly_frozen
from builder.importers.loops import rolled
from builder.importers.marked import TYPES, drawn
from builder.importers.masks import axis_of_steps, masked_by, sequence_for
from builder.importers.meanings import meanings
from builder.importers.modules import layer_for, outputs_for, params_for
from builder.importers.piece import Piece, PieceWire, Scope, common
from builder.importers.refusals import KEEP_SHAPES, KEEP_TENSORS, refusal
from builder.importers.sizes import OpenSize, flow_of, is_symbolic
from builder.importers.starts import numbers_of, start_of
from builder.importers.tied import borrowed, borrows
from builder.importers.tracing import Traced
from builder.importers.whereabouts import line_of
from builder.importers.written import SAME, Drawn, Written
from builder.kinds.layer import Layer, Returns
from builder.kinds.torch_layer import TorchLayer
from builder.layers.parameter import DTYPES, MAX_VALUES
from builder.layers.parts.aten import BadOperation, gives_list, operation
from builder.layers.parts.packed import MOST
from builder.registry.nodes import CATALOG

ROOT = "module"
"""Where the imported module stands in the one that was traced."""


class Reader:
    """Reads one traced module. After ``read``: ``pieces`` in computing order, ``answers`` the wires it gives."""

    def __init__(self, traced: Traced, examples: Mapping[str, Tensor]) -> None:
        self._traced, self._examples = traced, examples
        self._nodes = list(traced.graph.graph.nodes)
        self._answers = traced.graph.answers
        self._live = _live(self._answers)
        self._modules = dict(traced.module.named_modules(remove_duplicate=False))
        self._held = traced.graph.held
        self._learning = {node for node, (_, _, learns) in self._held.items() if learns} | set(traced.graph.given)
        self._letters = 0
        self._whole: set[nn.Module] = set()
        self._constants = constants(self._nodes, self._fixed())
        self._meanings = meanings((node for node in self._live_calls() if node not in self._constants), self._live)
        self._wires: dict[fx.Node, PieceWire] = {}
        self._by_instance: dict[int, str] = {}
        self._by_tensor: dict[int, str] = {}
        self._lent: dict[int, str] = {}
        self._by_weights: dict[tuple[str | int, ...], str] = {}
        self._done: set[fx.Node] = set()
        self.pieces: dict[str, Piece] = {}
        self.sources: dict[str, str] = {}
        self.answers: list[PieceWire] = []
        self.shapes: dict[PieceWire, str] = {}
        self.is_fixed = False

    def read(self) -> None:
        """Make the pieces.

        Raises:
            InvalidDocument: an operation can't be imported (``not_importable``).
        """
        self._read_sources()
        for node in self._nodes:
            if node.op == "call_function" and node in self._live and node not in self._done:
                self._read_node(node)
        self.shapes = {
            wire: str(tuple(node.meta["val"].shape)) for node, wire in self._wires.items() if is_tensor(node)
        }
        self.answers = [self._wire(node) for node in self._answers]
        self._leave_out_what_nobody_reads()
        self.pieces, self.answers = rolled(self.pieces, self.answers, self._lengths())
        self._leave_out_what_nobody_reads()

    def _lengths(self) -> dict[PieceWire, int]:
        """The second axis of what is on a wire, where it is a fixed number."""
        shapes = {wire: node.meta["val"].shape for node, wire in self._wires.items() if is_tensor(node)}
        return {wire: int(shape[1]) for wire, shape in shapes.items() if len(shape) > 1 and not is_symbolic(shape[1])}

    def _leave_out_what_nobody_reads(self) -> None:
        """A mask that a node makes in another way is not needed as it was made."""
        needed: set[str] = set()
        ahead = [key for key, _ in self.answers]
        while ahead:
            piece = self.pieces[ahead.pop()]
            if piece.key not in needed:
                needed.add(piece.key)
                ahead += [key for key, _ in piece.inputs.values()] + ([piece.of] if piece.of else [])
        self.pieces = {key: piece for key, piece in self.pieces.items() if key in needed}
        self.sources = {wish: key for wish, key in self.sources.items() if key in needed}

    def _read_node(self, node: fx.Node) -> None:
        if not isinstance(node.meta.get("val"), Tensor | list | tuple):
            return  # sizes are written where they are used
        if node in self._constants:
            return  # drawn where they are used
        for scope in _scopes(node):
            if self._read_module(scope):
                return
        if getattr(node.target, "__name__", "") == "getitem":
            self._wires[node] = self._part(node)
            return
        if self._read_tied(node) or self._read_layer(node):
            return
        if node in self._meanings:
            self._read_meaning(node, self._meanings[node])
        else:
            self._read_operation(node)

    def given(self, key: str) -> PieceWire:
        """The wire of a source."""
        return key, CATALOG[self.pieces[key].type].spec.outputs[0].name

    def missed(self) -> frozenset[nn.Module]:
        """Parts that do something else while they train, and were not drawn as a node that does so too."""
        return self._traced.switched & self._traced.known - self._whole

    def partly_frozen(self) -> Iterator[Problem]:
        """A warning for each part some of whose weights learn, where its node can't say which."""
        for name, module in self._modules.items():
            if module in self._whole and not list(module.children()) and partly_frozen(module):
                still = ", ".join(key for key, weight in module.named_parameters() if not weight.requires_grad)
                yield Problem(
                    code="partly_frozen",
                    message=f"Of {name.removeprefix(f'{ROOT}.')} only {still} stays; the node learns as a whole.",
                    hint="Lock the node to have all of its weights stay.",
                    severity="warning",
                )

    # What comes in

    def _fixed(self) -> dict[fx.Node, Tensor]:
        """The tensors that neither training nor a call changes."""
        changed = self._traced.graph.changes
        return {
            node: value
            for node, (path, value, learns) in self._held.items()
            if not learns and not isinstance(value, nn.Parameter) and path not in changed
        }

    def _read_sources(self) -> None:
        for node, wish in zip(self._traced.graph.given, self._traced.inputs, strict=True):
            if node in self._live:
                self._read_source(node, wish)

    def _read_source(self, node: fx.Node, wish: str) -> None:
        value, example = node.meta["val"], self._examples[wish]
        self.is_fixed = self.is_fixed or value.dim() == 0 or not is_symbolic(value.shape[0])
        axes = tuple(int(size) for size in value.shape[1:])
        key = node.name
        if value.dtype.is_floating_point:
            piece = Piece(key, "Noise", wish, {"shape": axes or (1,)})
            wire = (key, "noise")
        else:
            high = int(example.max()) + 1 if example.numel() else 1
            piece = Piece(key, "RandomIntegers", wish, {"shape": axes or (1,), "high": max(high, 2)})
            wire = (key, "integers")
        self._add(piece)
        self.sources[wish] = key
        if not axes:
            wire = self._adapted(key, "Reshape", {"shape": (-1,)}, wire)
        if value.dtype == torch.bool:
            wire = self._adapted(key, *_aten("aten.ne.Scalar", {"self": {"input": 0}, "other": 0}), wire)
        self._wires[node] = wire

    def _adapted(self, key: str, type: str, params: dict[str, Value], wire: PieceWire) -> PieceWire:
        port = "input" if type == "Reshape" else "input0"
        piece = Piece(f"{key}_{type}", type, f"{key}_as_given", params, {port: wire})
        self._add(piece)
        return piece.key, "output"

    def _parameter(self, node: fx.Node, scopes: tuple[Scope, ...]) -> PieceWire:
        path, value, learns = self._held[node] if node in self._held else (node.name, self._constants[node], False)
        key = self._by_tensor.get(id(value))
        if key is None:
            key = self._by_tensor[id(value)] = f"tensor {path}"
            dtype = str(value.dtype).removeprefix("torch.")
            if dtype not in DTYPES:
                raise refusal(f"{path} holds numbers of the kind {dtype}, which can't be drawn.")
            params: dict[str, Value] = {"shape": tuple(value.shape) or None, "learns": learns, "numbers": dtype}
            is_weight = isinstance(value, nn.Parameter) and (learns or value.numel() > MAX_VALUES)
            params |= start_of(value) if is_weight else self._kept(path, value)
            defaults = {param.name: param.default for param in CATALOG["Parameter"].spec.params}
            params = {name: given for name, given in params.items() if given != defaults[name]}
            wish = path.removeprefix(f"{ROOT}.")
            self._add(Piece(key, "Parameter", wish, params, {}, scopes, {"value": value}))
        else:
            piece = self.pieces[key]
            piece.scopes = common(piece.scopes, scopes)
        return key, "output"

    def _kept(self, path: str, value: Tensor) -> dict[str, Value]:
        """The numbers of a constant, which a drawing holds itself.

        Raises:
            InvalidDocument: they and those before are too many.
        """
        kept = numbers_of(value)
        self._letters += len(str(kept.get("values", "")))
        if self._letters > MOST:
            name, many = path.removeprefix(f"{ROOT}."), f"{value.numel():,}"
            raise refusal(
                f"The module keeps more numbers that do not learn than a drawing can hold; {name} has {many}.",
                "Compute them in forward, or make them a weight that does not learn: "
                "nn.Parameter(..., requires_grad=False) is kept with the weights.",
            )
        return kept

    # Modules that the catalogue knows

    def _read_module(self, scope: Scope) -> bool:
        """Draw one call of a module as one node, if the catalogue has one that computes the same."""
        module = self._modules.get(scope.path)
        layer = layer_for(module) if module is not None else None
        if module is None or layer is None or module in self._traced.calls.with_switches:
            return False
        lock = lock_of(module, self._traced.still)
        if lock is None:
            return False
        group = [node for node in self._live_calls() if scope in _scopes(node)]
        taken = self._taken(scope, module, layer, group)
        if taken is None:
            return False
        given = [node for node in group if self._is_read(node, set(group)) and not _is_size(node)]
        try:
            flows = {port: flow_of(node.meta["val"]) for port, node in taken.items()}
            wanted = [flow_of(node.meta["val"]) for node in given if isinstance(node.meta["val"], Tensor)]
        except OpenSize:
            return False
        params = params_for(layer, module, flows)
        if params is None or len(wanted) != len(given):
            return False
        ports = outputs_for(layer, params, flows, wanted, self._answer_ports(scope, layer, given))
        if ports is None:
            return False
        wires = self._wired(module, taken)
        if not all(self._fits(layer, [port], wire) for port, wire in wires.items()):
            return False
        self._add_module(scope, module, layer.spec.type, params, wires, group)
        self.pieces[scope.key].frozen = lock
        self._wires |= {node: (scope.key, port) for node, port in zip(given, ports, strict=True)}
        return True

    def _taken(
        self, scope: Scope, module: nn.Module, layer: TorchLayer, group: list[fx.Node]
    ) -> dict[str, fx.Node] | None:
        """What comes into a call by port; None where something else has a say in it than what a node can be given."""
        outside = [node for node in _inputs_of(group) if node not in set(group)]
        if not self._owns(module, [node for node in outside if node in self._held and self._is_own(module, node)]):
            return None
        tensors = {
            node
            for node in outside
            if isinstance(node.meta.get("val"), Tensor) and not (node in self._held and self._is_own(module, node))
        }
        required = [port.name for port in layer.spec.inputs if not port.optional]
        marks = self._traced.graph.marks.get(scope.key)
        if not marks or not marks.inputs:
            return dict.fromkeys(required, tensors.pop()) if len(tensors) == 1 else None
        ports = {port.name for port in layer.spec.inputs}
        taken = {_PORTS.get(name, name): node for name, node in marks.inputs.items()}
        is_whole = set(required) <= taken.keys() <= ports and tensors <= set(taken.values())
        return _without_zeros(taken) if is_whole else None

    def _is_own(self, module: nn.Module, node: fx.Node) -> bool:
        """Whether a node is a weight or buffer of a module."""
        return any(self._held[node][1] is own for own in (*module.parameters(), *module.buffers()))

    def _answer_ports(self, scope: Scope, layer: TorchLayer, given: list[fx.Node]) -> list[str] | None:
        """The ports of what a call gives, where it is marked."""
        marks = self._traced.graph.marks.get(scope.key)
        places = [marks.outputs.get(node, "") for node in given] if marks else [""]
        return None if "" in places else [_port_at(layer.returns, place) for place in places]

    def _wired(self, module: nn.Module, taken: Mapping[str, fx.Node]) -> dict[str, PieceWire]:
        """The wires that come into a call; masks that hide what comes later are made for sequences of any length."""
        causal = self._traced.calls.causal.get(module, set())
        read = {port: taken[masked_by(port)] for port in sorted(causal & taken.keys())}
        wires = {port: self._causal_mask(taken[port], sequence, module) for port, sequence in read.items()}
        return {port: wires.get(port) or self._wire(node) for port, node in taken.items()}

    def _causal_mask(self, mask: fx.Node, sequence: fx.Node, module: nn.Module) -> PieceWire | None:
        """A mask that hides from each step those after it, as a node that makes it for any sequence.

        None where what comes in has a say in it, or no sequence is there where it is made.
        """
        key, scopes = f"causal {mask.name}", _scopes(mask)
        if key not in self.pieces:
            if rests_on(mask, set(self.sources.values())):
                return None
            steps = axis_of_steps(module)
            of = sequence_for(sequence, steps, scopes, self._wires, self.pieces)
            if of is None:
                return None
            params: dict[str, Value] = {} if steps == 1 else {"dim": steps}
            self._add(Piece(key, "CausalMask", "causal_mask", params, {"input": of}, scopes))
        return key, "output"

    def _is_read(self, node: fx.Node, inside: set[fx.Node]) -> bool:
        """Whether something outside a group reads a node of it, or it is an answer."""
        return node in self._answers or any(user not in inside and user in self._live for user in node.users)

    def _add_module(
        self,
        scope: Scope,
        module: nn.Module,
        type: str,
        params: dict[str, Value],
        inputs: dict[str, PieceWire],
        group: list[fx.Node],
    ) -> None:
        around = _scopes(group[0])
        scopes = around[: around.index(scope)]
        wish = scope.path.removeprefix(f"{ROOT}.")
        has_weights = bool(module.state_dict())
        first = self._by_instance.setdefault(id(module), scope.key) if has_weights else scope.key
        piece = Piece(scope.key, type, wish, params, inputs, scopes, module.state_dict())
        if first != scope.key:
            piece = Piece(scope.key, "Share", wish, {}, inputs, scopes, {}, first)
        self._add(piece)
        if isinstance(module, nn.Linear | nn.Embedding) and (weight := module._parameters.get("weight")) is not None:
            self._lent.setdefault(id(weight), first)  # one that is computed, as by spectral_norm, is nobody's to borrow
        self._done |= set(group)
        self._whole |= set(module.modules())

    def _owns(self, module: nn.Module, held: list[fx.Node]) -> bool:
        """Whether the weights are the module's own, and nothing else computes with them."""
        own = {id(tensor) for tensor in (*module.parameters(), *module.buffers())}
        for node in held:
            if id(self._held[node][1]) not in own:
                return False
            if not all(self._is_own_use(module, node, user) for user in node.users if user in self._live):
                return False
        return True

    def _is_own_use(self, module: nn.Module, weight: fx.Node, user: fx.Node) -> bool:
        """Whether a weight is used inside its module, or by what may borrow it and comes later."""
        if any(self._modules.get(scope.path) is module for scope in _scopes(user)):
            return True
        is_kind = isinstance(module, nn.Linear | nn.Embedding)
        is_lent = is_kind and self._held[weight][1] is module._parameters.get("weight")
        return is_lent and user not in self._done and borrows(user, weight, self._live)

    def _read_layer(self, node: fx.Node) -> bool:
        """Draw a function of torch with weights that nothing else uses as the layer that it is."""
        written = Written(node)
        name = written.name.split(".")[0]
        held = {key: each for key in _WEIGHTS if (each := written.tensor(key)) is not None}
        input = written.tensor("indices" if name == "embedding" else "input")
        if name not in _LAYERS or input is None or not all(self._is_only_for(node, key, held) for key in held):
            return False
        tensors = {key: self._held[each][1] for key, each in held.items()}
        settings = {key: value for key, value in written.given.items() if key not in ("input", "indices", *held)}
        try:
            module = layer_with(name, tensors, settings, input.meta["val"].dim())
            layer = layer_for(module) if module is not None else None
            params = params_for(layer, module, {"input": flow_of(input.meta["val"])}) if layer and module else None
        except (OpenSize, TypeError, KeyError):
            return False
        if layer is None or params is None or not self._fits(layer, ["input"], self._wire(input)):
            return False
        scopes, first = _scopes(node), self._by_weights.setdefault((name, *map(id, tensors.values())), node.name)
        path = self._held[held["weight"]][0].rpartition(".")[0] if held else ""
        wish = path.removeprefix(ROOT).removeprefix(".") or layer.spec.type
        if isinstance(module, nn.modules.batchnorm._BatchNorm):
            tensors["num_batches_tracked"] = torch.tensor(0)
        piece = Piece(node.name, layer.spec.type, wish, params, {"input": self._wire(input)}, scopes, tensors)
        if held and first != node.name:
            piece = Piece(node.name, "Share", wish, {}, piece.inputs, scopes, {}, first)
        self._add(piece)
        self._wires[node] = (node.name, "output")
        return True

    def _is_only_for(self, node: fx.Node, key: str, held: Mapping[str, fx.Node]) -> bool:
        """Whether a tensor learns or is kept, and only operations just like this one use it, in the same way."""
        tensor = held[key]
        if tensor not in self._held or (key in ("weight", "bias") and not self._held[tensor][2]):
            return False
        plain = _plain_arguments(node)
        return all(
            _plain_arguments(user) == plain and all(Written(user).tensor(name) is each for name, each in held.items())
            for user in tensor.users
            if user in self._live
        )

    def _read_tied(self, node: fx.Node) -> bool:
        """Draw a product with the weight of another layer as a TiedLinear, and its bias as a sum."""
        use = borrowed(node)
        lender = self._lent.get(id(self._held[use.weight][1])) if use and use.weight in self._held else None
        if use is None or lender is None:
            return False
        scopes = _scopes(node)
        params: dict[str, Value] = {"transposed": True} if use.is_turned else {}
        wish = scopes[-1].path.removeprefix(f"{ROOT}.") if len(scopes) > 1 else "tied"
        self._add(Piece(node.name, "TiedLinear", wish, params, {"input": self._wire(use.input)}, scopes, {}, lender))
        self._wires[node] = (node.name, "output")
        if use.bias is not None:
            inputs = {"input": self._wires[node], "other": self._wire(use.bias, scopes)}
            self._add(Piece(f"{node.name} bias", "Add", "bias_added", {}, inputs, scopes))
            self._wires[node] = (f"{node.name} bias", "output")
        return True

    def _fits(self, layer: Layer, ports: list[str], wire: PieceWire) -> bool:
        kind = "label" if self.pieces[wire[0]].type == "RandomIntegers" else "tensor"
        accepts = {port.name: port.accepts for port in layer.spec.inputs}
        return all(kind in accepts[port] for port in ports)

    # Operations

    def _read_meaning(self, node: fx.Node, drawn: Drawn) -> None:
        """Draw an operation as the node that it means."""
        scopes = _scopes(node)
        if not self._may_be_wired(drawn, scopes):
            self._read_operation(node)
            return
        self._done |= set(drawn.covers)
        self._wires[node] = self._draw(node.name, drawn, scopes)

    def _may_be_wired(self, drawn: Drawn, scopes: tuple[Scope, ...]) -> bool:
        if drawn.type == SAME:
            return True
        layer = _layer(drawn.type, drawn.params, drawn.inputs)
        for port, source in drawn.inputs.items():
            if isinstance(source, Drawn):
                if not self._may_be_wired(source, scopes):
                    return False
            elif not self._fits(layer, [port], self._wire(source, scopes)):
                return False
        return True

    def _draw(self, key: str, drawn: Drawn, scopes: tuple[Scope, ...]) -> PieceWire:
        """The pieces of a node to be, and of those before it; gives the wire that comes out."""
        wires = {
            port: self._draw(f"{key} {port}", source, scopes)
            if isinstance(source, Drawn)
            else self._wire(source, scopes)
            for port, source in drawn.inputs.items()
        }
        if drawn.type == SAME:
            return wires["input"]
        facts = {param.name: param for param in CATALOG[drawn.type].spec.params}
        params = {n: v for n, v in drawn.params.items() if facts[n].required or v != facts[n].default}
        piece = Piece(key, drawn.type, drawn.type, params, wires, scopes)
        self._add(piece)
        return key, _outputs_of(piece)[0]

    def _read_operation(self, node: fx.Node) -> None:
        op, scopes = node.target, _scopes(node)
        if op in TYPES:
            self._read_mark(node)
            return
        if getattr(op, "__name__", "") == "copy.default":
            self._read_copy(node)
            return
        if not isinstance(op, torch._ops.OpOverload) or op.namespace != "aten":
            raise self._refusal(node, "it is no operation of torch's own set")
        arguments, wired = self._arguments(node, op)
        if self._changes_nothing(node, op, arguments):
            self._wires[node] = self._wire(wired[0], scopes)
            return
        op, arguments = filled(op, arguments)
        try:
            operation(str(op))
        except BadOperation as error:
            raise self._refusal(node, str(error)) from None
        inputs = [self._wire(each, scopes) for each in wired]
        type, params, ports = self._best(node, op, arguments, wired, inputs)
        piece = Piece(node.name, type, _wish(node, type), params, {n: inputs[p] for n, p in ports.items()}, scopes)
        self._add(piece)
        value = node.meta["val"]
        if type == "Aten" and isinstance(value, list | tuple) and gives_list(op):
            piece.params["outputs"] = len(value)
        outputs = _outputs_of(piece)
        self._wires[node] = (node.name, outputs[0] if outputs else "output")

    def _read_mark(self, node: fx.Node) -> None:
        """Draw what differs while training, or takes its gradient elsewhere."""
        type, params, ports = drawn(node)
        inputs = {port: self._wire(each, _scopes(node)) for port, each in ports.items()}
        self._add(Piece(node.name, type, type, params, inputs, _scopes(node)))
        self._wires[node] = (node.name, _outputs_of(self.pieces[node.name])[0])

    def _read_copy(self, node: fx.Node) -> None:
        """Values that are written into a tensor: they take its kind and its shape, and nothing of what it was."""
        into, written = (each for each in node.args[:2])
        assert isinstance(into, fx.Node)
        assert isinstance(written, fx.Node)
        wire, own, given = self._wire(written, _scopes(node)), into.meta["val"], written.meta["val"]
        for op, is_needed in (("type_as", own.dtype != given.dtype), ("expand_as", own.shape != given.shape)):
            if is_needed:
                type, params = _aten(f"aten.{op}.default", {"self": {"input": 0}, "other": {"input": 1}})
                inputs = {"input0": wire, "input1": self._wire(into, _scopes(node))}
                self._add(Piece(f"{node.name}_{op}", type, op, params, inputs, _scopes(node)))
                wire = (f"{node.name}_{op}", "output")
        self._wires[node] = wire

    def _changes_nothing(self, node: fx.Node, op: Any, arguments: Mapping[str, Any]) -> bool:
        """Copies are left out, unless something looks at how values lie in memory; so are slices of everything."""
        if op.__name__ == "detach.default":
            return not learns_from(node.all_input_nodes[0], self._learning)
        if op.__name__ in _COPIES:
            return not any(getattr(node.target, "__name__", "") in _LOOK_AT_MEMORY for node in self._nodes)
        start, end, step = (arguments.get(name) for name in ("start", "end", "step"))
        return op.__name__ == "slice.Tensor" and not start and end in (None, LAST) and step in (None, 1)

    def _best(
        self, node: fx.Node, op: Any, arguments: dict[str, Any], wired: list[fx.Node], inputs: list[PieceWire]
    ) -> tuple[str, dict[str, Value], dict[str, int]]:
        """The catalogue's own node where one means the same, else the operation itself."""
        value = node.meta["val"]
        has_node = isinstance(value, Tensor) or is_cut(op)
        if has_node and all(isinstance(each.meta["val"], Tensor) for each in wired):
            try:
                flows = {place: flow_of(each.meta["val"]) for place, each in enumerate(wired)}
                if isinstance(value, Tensor):
                    found = node_for(op, arguments, flows, flow_of(value))
                else:
                    found = cut_for(op, arguments, flows, [flow_of(part) for part in value])
            except OpenSize as error:
                raise self._by_values(node) from error
            layer = _layer(found[0], found[1], found[2]) if found else None
            if found and layer and all(self._fits(layer, [port], inputs[at]) for port, at in found[2].items()):
                return found
        type, params = _aten(str(op), arguments)
        return type, params, {f"input{place}": place for place in range(len(wired))}

    def _arguments(self, node: fx.Node, op: Any) -> tuple[dict[str, Any], list[fx.Node]]:
        sources = [each for each in self._nodes if each.name in self.sources.values()]
        try:
            return written(node, op, sources)
        except OpenSize as error:
            raise self._by_values(node) from error

    # Bookkeeping

    def _wire(self, node: Any, scopes: tuple[Scope, ...] = ()) -> PieceWire:
        if node in self._held or node in self._constants:
            return self._parameter(node, scopes)
        if node not in self._wires:
            raise self._refusal(node, "what it needs could not be imported")
        return self._wires[node]

    def _part(self, node: fx.Node) -> PieceWire:
        """One of several tensors that a node gives."""
        whole, place = node.args
        key, _ = self._wire(whole)
        ports = _outputs_of(self.pieces[key])
        return key, ports[int(str(place))] if ports else f"output{place}"

    def _live_calls(self) -> Iterator[fx.Node]:
        return (node for node in self._nodes if node.op == "call_function" and node in self._live)

    def _add(self, piece: Piece) -> None:
        self.pieces[piece.key] = piece

    def _refusal(self, node: fx.Node, why: str, hint: str = "") -> Exception:
        return refusal(f"The operation {node.target}{self._place(node)} can't be imported: {why}.", hint)

    def _by_values(self, node: fx.Node) -> Exception:
        """The refusal of an operation whose size depends on values, with the place that they are taken out at."""
        taken = next((each for each in self._before(node) if _name(each) in ("item", "_local_scalar_dense")), None)
        if taken:
            return refusal(f"A value is taken out of a tensor{self._place(taken)}, which can't be drawn.", KEEP_TENSORS)
        first = next((each for each in [node, *self._before(node)] if _name(each) in _CHOOSES), node)
        chosen = {"index": "picks by yes and no (a boolean mask)", "masked_select": "picks by yes and no"}
        what = chosen.get(_name(first), "gives as many values as there happen to be")
        return self._refusal(first, f"it {what}, so its size depends on values", KEEP_SHAPES)

    def _place(self, node: fx.Node) -> str:
        scopes = _scopes(node)
        where = scopes[-1].path.removeprefix(ROOT).removeprefix(".") if scopes else ""
        kind = f" ({scopes[-1].kind})" if scopes else ""
        return (f" in {where}{kind}" if where else "") + line_of(node)

    def _before(self, node: fx.Node) -> Iterator[fx.Node]:
        """What an operation rests on, the nearest first."""
        seen, ahead = {node}, list(node.all_input_nodes)
        while ahead:
            each = ahead.pop(0)
            if each not in seen:
                seen.add(each)
                yield each
                ahead += each.all_input_nodes


def _name(node: fx.Node) -> str:
    return str(getattr(node.target, "__name__", "")).split(".", maxsplit=1)[0]


_CHOOSES = (
    "index",
    "nonzero",
    "masked_select",
    "unique",
    "_unique2",
    "unique_consecutive",
    "repeat_interleave",
    "bincount",
)
_LAYERS = ("linear", "conv1d", "conv2d", "conv3d", "layer_norm", "group_norm", "batch_norm", "embedding")
_WEIGHTS = ("weight", "bias", "running_mean", "running_var")
_STATES = ("h_0", "c_0", "hx")
_PORTS = {"hx.0": "h_0", "hx.1": "c_0"}
"""Ports by the names of arguments, where they are called otherwise."""
_COPIES = ("clone.default", "alias.default", "lift_fresh_copy.default", "contiguous.default")
_LOOK_AT_MEMORY = ("as_strided.default", "view_as_complex.default", "view.dtype")


def _aten(op: str, arguments: Mapping[str, Any]) -> tuple[str, dict[str, Value]]:
    return "Aten", {"op": op, "arguments": json.dumps(arguments)}


def _without_zeros(taken: dict[str, fx.Node]) -> dict[str, fx.Node]:
    """What is wired to a call, without first states of zeros: a recurrent layer begins with those anyway."""
    states = {port for port in taken if port in _STATES}
    if states and all(is_zero(taken[port]) for port in states):
        return {port: node for port, node in taken.items() if port not in states}
    return taken


def _plain_arguments(node: fx.Node) -> tuple[object, ...]:
    """An operation and what it is given beside tensors."""
    written = Written(node)
    plain = {key: value for key, value in written.given.items() if not isinstance(value, fx.Node)}
    return written.name, repr(sorted(plain.items()))


def _port_at(returns: Returns, place: str) -> str:
    """The port of one part of what a call returns: ``1.0`` in (a, (b, c)) is b."""
    for number in map(int, place.split(".")):
        returns = returns[number]
    assert isinstance(returns, str)
    return returns


def _outputs_of(piece: Piece) -> list[str]:
    """The output ports of a piece; none for an operation, which has them from its schema."""
    return [port.name for port in _layer(piece.type, piece.params, piece.inputs).spec.outputs]


def _layer(type: str, params: Mapping[str, Value], wired: Collection[str]) -> Layer:
    """The layer of a node, with the ports that it has."""
    layer = CATALOG[type]
    return layer.for_node({param.name: params.get(param.name, param.default) for param in layer.spec.params}, wired)


def _wish(node: fx.Node, type: str) -> str:
    return str(getattr(node.target, "__name__", node.name)).split(".")[0] if type == "Aten" else type


def _scopes(node: fx.Node) -> tuple[Scope, ...]:
    """The calls of modules that a node stands in, without that of the whole."""
    stack = node.meta.get("nn_module_stack") or {}
    scopes = [Scope(str(key), path, str(kind).rpartition(".")[2]) for key, (path, kind) in stack.items()]
    return tuple(scope for scope in scopes if scope.path.startswith(f"{ROOT}.") or scope.path == ROOT)


def _live(answers: list[fx.Node]) -> set[fx.Node]:
    """The nodes that the answers rest on, and themselves."""
    found: set[fx.Node] = set()
    ahead = list(answers)
    while ahead:
        node = ahead.pop()
        if node not in found:
            found.add(node)
            ahead += node.all_input_nodes
    return found


def _inputs_of(group: list[fx.Node]) -> list[fx.Node]:
    return list(dict.fromkeys(each for node in group for each in node.all_input_nodes))


def _is_size(node: fx.Node) -> bool:
    return not isinstance(node.meta.get("val"), Tensor | list | tuple)
