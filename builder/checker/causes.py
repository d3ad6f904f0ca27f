"""Where the batch got lost: a node is told of it that mixed samples, not the one after it that could not go on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from builder.checker.advice import Advice, Trouble, bypass, insert, set_params
from builder.checker.analysis import Analysis
from builder.checker.propagation import Flow
from builder.checker.wiring import Wire
from builder.drawing.document import Value
from builder.drawing.problems import Fix, Problem


@dataclass(frozen=True)
class Cause:
    """The output that lost the batch, in the drawing or in a block of it, and what to say of its node."""

    found: Analysis
    wire: Wire
    advice: Advice

    def say(self) -> None:
        problem = Problem(code="shape_mismatch", message=self.advice.message, hint=self.advice.hint, node=self.wire[0])
        self.found.say(problem, self.advice.fixes)


def lost_batch(found: Analysis, wires: Iterable[Wire]) -> Cause | None:
    """The output upstream of ``wires`` whose first axis is no longer the batch, though it came in as that."""
    seen: set[Wire] = set()
    ahead = [wire for wire in wires if _has_lost_it(found, wire)]
    while ahead:
        wire = ahead.pop(0)
        if wire in seen:
            continue
        seen.add(wire)
        if any(_leads(flow) for flow in found.inputs(wire[0]).values()):
            return _inside(found, wire) or Cause(found, wire, _advice(found, wire))
        ahead += [other for other in found.wiring.sources[wire[0]].values() if _has_lost_it(found, other)]
    return None


def _inside(found: Analysis, wire: Wire) -> Cause | None:
    """The cause inside of the block that a node uses, if it uses one."""
    looked = getattr(found.layers[wire[0]], "looked", None)
    if looked is None:
        return None
    inside: Analysis = looked.inside
    return lost_batch(inside, inside.wiring.sources.get(wire[1], {}).values())


def _leads(flow: Flow) -> bool:
    """Whether the first axis is the batch."""
    return bool(flow.small) and flow.dims[0] == "N"


def _has_lost_it(found: Analysis, wire: Wire) -> bool:
    flow = found.flows.get(wire)
    return flow is not None and not _leads(flow)


def _advice(found: Analysis, wire: Wire) -> Advice:
    id, port = wire
    layer, params, inputs = found.layers[id], found.params[id], found.inputs(id)
    trouble = Trouble(found, id, layer, params, inputs)
    if port in ("h_n", "c_n"):
        return _of_state(trouble, wire)
    came, goes = next(iter(inputs.values())), found.flows[wire]
    where = f"{id}.{port}" if len(layer.spec.outputs) > 1 else id
    if "N" in goes.dims:
        message = f"{where} moves the batch to another axis: {came.label} became {goes.label}."
    elif any("N" in str(dim) for dim in goes.dims):
        message = f"{where} lays the samples of the batch out among each other: {came.label} became {goes.label}."
    else:
        message = f"{where} makes one out of all samples of the batch: {came.label} became {goes.label}."
    hint = "The first axis, N, holds the samples. Each must be answered for by itself, so leave axis 0 as it is."
    return Advice(hint=hint, fixes=_fixes(trouble, wire, came), message=message)


def _fixes(trouble: Trouble, wire: Wire, came: Flow) -> tuple[Fix, ...]:
    params, rank = trouble.params, len(came.small)
    fixes = [set_params(trouble.id, **setting) for setting in _kept(trouble.type, params, came, rank)]
    return (*fixes, bypass(trouble.found, trouble.id)) if len(trouble.inputs) == 1 else tuple(fixes)


def _of_state(trouble: Trouble, wire: Wire) -> Advice:
    """The state after the last step has the layers first: the last of them is a row for each sample."""
    found, label = trouble.found, trouble.found.flows[wire].label
    sources = found.wiring.sources.items()
    readers = [(id, port) for id, ports in sources for port, source in ports.items() if source == wire]
    step = ("last", "Select", {"dim": 0, "index": -1})
    return Advice(
        message=f"{trouble.id}.{wire[1]} is {label}: a state for each layer, with the batch on the second axis.",
        hint="What reads it wants the batch first. A Select of the last layer gives a row for each sample.",
        fixes=tuple(insert(found, id, port, step) for id, port in readers),
    )


def _kept(type_name: str, params: Mapping[str, Value], came: Flow, rank: int) -> list[dict[str, Value]]:
    """Settings that leave the batch where it is."""
    first = {0, -rank}
    match type_name:
        case "Flatten" if params["start_dim"] in first:
            return [{"start_dim": 1}] if params["end_dim"] not in first else [{"start_dim": 1, "end_dim": -1}]
        case "Transpose":
            return [{"dim0": rank - 2, "dim1": rank - 1}] if rank >= 3 else []
        case "Permute":
            dims = params["dims"]
            return [{"dims": (0, *(dim for dim in dims if dim not in first))}] if isinstance(dims, tuple) else []
        case "Reshape":
            return _laid_out(params["shape"], came)
    if params.get("dim") in first and not isinstance(params.get("dim"), bool):
        return [{"dim": 1}, {"dim": -1}]
    dims = params.get("dim")
    if isinstance(dims, tuple) and first & set(dims):
        return [{"dim": tuple(dim for dim in dims if dim not in first)}] if len(dims) > 1 else [{"dim": (1,)}]
    return []


def _laid_out(shape: Value, came: Flow) -> list[dict[str, Value]]:
    """New shapes for the values of each sample, the batch first."""
    values = came.per_sample
    if not isinstance(shape, tuple) or not values:
        return []
    rest = [size for size in shape[1:] if size != -1]
    known = 1
    for size in rest:
        known *= size
    found: list[dict[str, Value]] = []
    if known == values:
        found.append({"shape": (-1, *rest)})
    found.append({"shape": (-1, values)})
    if known and values % known == 0 and known != values:
        found.append({"shape": (-1, values // known, *rest)})
    return found
