"""Scan: a cell over time."""

from __future__ import annotations

import ast
from collections.abc import Mapping

import torch
from torch import Tensor, nn

from builder.checker.block_use import BlockUser, BoundUse, DoesNotFit, Inside, Looked, Ports
from builder.checker.cost import Cost
from builder.checker.propagation import Flow, batch_of, derived
from builder.kinds.layer import Params
from builder.kinds.spec import Param
from builder.kinds.syntax import literal


class Scan(nn.Module):
    """Runs a cell over time: at each step it gets the step's input and the states that it gave before.

    What comes beside the states goes to every step alike.

    Shape: sequence (N, T, ...), states (N, state_size) -> outputs (N, T, ...), last states.
    """

    def __init__(self, cell: nn.Module, states: int, state_size: int, beside: int = 0) -> None:
        super().__init__()
        self.cell, self.states, self.state_size, self.beside = cell, states, state_size, beside

    def forward(self, sequence: Tensor, *states: Tensor) -> tuple[Tensor, ...]:
        states, beside = states[: len(states) - self.beside], states[len(states) - self.beside :]
        if not states:
            numbers = sequence if sequence.is_floating_point() else sequence.float()
            states = tuple(numbers.new_zeros(len(sequence), self.state_size) for _ in range(self.states))
        outputs = []
        for step in sequence.unbind(dim=1):
            output, *states = self.cell(step, *states, *beside)
            outputs.append(output)
        return torch.stack(outputs, dim=1), *states


def _ports(inputs: Ports, outputs: Ports) -> tuple[Ports, Ports]:
    many = len(outputs)
    states = tuple(port.model_copy(update={"optional": True}) for port in inputs[1:many])
    return (*inputs[:1], *states, *inputs[many:]), outputs


def _flows(use: BoundUse, inside: Inside, params: Params, inputs: Mapping[str, Flow]) -> dict[str, Flow]:
    taken, given = use.block_inputs, use.block_outputs
    if len(given) > len(taken) or len(given) < 2:
        raise DoesNotFit("a cell takes a step and its states, and gives an output and the new states, in that order")
    beside = {port.name: inputs[port.name] for port in taken[len(given) :]}
    sequence = inputs[taken[0].name]
    if len(sequence.small) < 2:
        raise DoesNotFit(f"a sequence has the shape (N, T, ...); {sequence.label} came in")
    state = batch_of((int(str(params["state_size"])),))
    states = {port.name: inputs.get(port.name, state) for port in taken[1 : len(given)]}
    outputs = inside({taken[0].name: _step(sequence), **states, **beside}).outputs
    for before, after in zip(taken[1:], given[1:], strict=False):
        if outputs[after.name].small != states[before.name].small:
            went, came = states[before.name].label, outputs[after.name].label
            raise DoesNotFit(f"the state {before.name} goes in as {went} and comes out as {came}: make them the same")
    return {**outputs, given[0].name: _over_time(outputs[given[0].name], sequence)}


def _step(sequence: Flow) -> Flow:
    return derived(lambda shape: (*shape[:1], *shape[2:]), sequence)


def _over_time(output: Flow, sequence: Flow) -> Flow:
    return derived(lambda step, whole: (step[0], whole[1], *step[1:]), output, sequence)


def _cost(use: BoundUse, params: Params, inputs: Mapping[str, Flow], cell: Looked) -> Cost:
    """A cell for each step, and the outputs once more, as they are put together."""
    steps = inputs[use.block_inputs[0].name].small[1]
    output = cell.outputs[use.block_outputs[0].name]
    return cell.cost * steps + Cost(memory=output.per_sample * output.dtype.itemsize * steps)


def _wrap(use: BoundUse, block: ast.expr, params: Params) -> ast.expr:
    states = ast.Constant(len(use.block_outputs) - 1)
    size = ast.keyword(arg="state_size", value=literal(params["state_size"]))
    many = len(use.block_inputs) - len(use.block_outputs)
    beside = [ast.keyword(arg="beside", value=ast.Constant(many))] if many else []
    keywords = [ast.keyword(arg="states", value=states), size, *beside]
    return ast.Call(func=ast.Name("Scan"), args=[block], keywords=keywords)


LAYER = BlockUser(
    type_name="Scan",
    summary="Runs a cell over a sequence, step by step; what the cell remembers goes from step to step.",
    docs="The cell is a block: its first input is the step, the others are states; its first output is the step's "
    "output, the others are the new states. States begin at zero unless they are wired. Inputs for which no new "
    "state comes out go to every step alike.\n\n"
    "Shape:\n    - sequence: (N, T, ...)\n    - outputs: (N, T, ...) and the last states",
    ports=_ports,
    wrap=_wrap,
    flows=_flows,
    params=(Param(name="state_size", kind="int", default=32, minimum=1, help="How many values each state has."),),
    own_code=lambda use, params: Scan,
    cost=_cost,
)
