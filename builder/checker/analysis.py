"""A drawing, looked at from all sides: what `check` reports and `compile` builds on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from builder.checker.cost import FREE, Cost
from builder.checker.propagation import Flow
from builder.checker.report import NodeReport, Report
from builder.checker.trace import Trace
from builder.checker.wiring import Wire, Wiring
from builder.drawing.document import Block, Document, Value
from builder.drawing.problems import Fix, Problem
from builder.kinds.layer import Layer
from builder.registry.nodes import CATALOG

ROOTS = ("objective", "metric", "output", "sampler")


@dataclass
class Analysis:
    """Everything known of one block, by node or by wire, for what comes into it in one place.

    ``scope`` are the block's parameters there, ``given`` what comes in. ``learned`` counts the values that training
    changes, ``kept`` those that are frozen. The main block also knows every
    look at every other one, in ``blocks``. ``choices`` are the fixes of a problem, by its code, node and port; what
    signals mean is kept in ``meaning`` by whoever works it out.
    """

    document: Document
    name: str
    scope: dict[str, Value] = field(default_factory=dict)
    given: dict[str, Flow] = field(default_factory=dict)
    is_used: bool = True
    layers: dict[str, Layer] = field(default_factory=dict)
    params: dict[str, dict[str, Value]] = field(default_factory=dict)
    wiring: Wiring = field(default_factory=lambda: Wiring({}, ()))
    flows: dict[Wire, Flow] = field(default_factory=dict)
    inferred: dict[str, dict[str, int | float | str]] = field(default_factory=dict)
    learned: dict[str, int] = field(default_factory=dict)
    kept: dict[str, int] = field(default_factory=dict)
    costs: dict[str, Cost] = field(default_factory=dict)
    traces: dict[str, Trace] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    choices: dict[tuple[str, str | None, str | None], tuple[Fix, ...]] = field(default_factory=dict)
    blocks: dict[str, list[Analysis]] = field(default_factory=dict)
    meaning: object = field(default=None, repr=False, compare=False)

    @property
    def is_main(self) -> bool:
        return self.name == self.document.main

    @property
    def graph(self) -> Block:
        return self.document.blocks[self.name]

    def say(self, problem: Problem, fixes: Iterable[Fix] = ()) -> None:
        """Note a problem, and the fixes to choose from, unless one of its kind is noted at its place."""
        place = (problem.code, problem.node, problem.port)
        if place in self.choices:
            return
        self.choices[place] = choices = tuple(fixes)
        self.problems.append(problem.model_copy(update={"fix": choices[0]}) if choices else problem)

    def with_role(self, *roles: str) -> list[str]:
        """Nodes of these roles, in computing order."""
        return [id for id in self.wiring.order if self.layers[id].spec.role in roles]

    def inputs(self, id: str) -> dict[str, Flow]:
        """The known flows into a node, by port."""
        return self._flows(self.wiring.sources[id])

    def all_inputs(self, id: str) -> dict[str, Flow]:
        """The same, with those that only a fit sees."""
        return self._flows(self.wiring.into(id))

    def _flows(self, wires: Mapping[str, Wire]) -> dict[str, Flow]:
        return {port: self.flows[wire] for port, wire in wires.items() if wire in self.flows}

    def outputs(self) -> dict[str, Flow]:
        """What comes out of the block, by its Output nodes, as far as it is known."""
        return {id: flow for id in self.with_role("output") for flow in self.inputs(id).values()}

    @property
    def needed(self) -> set[str]:
        """The nodes that training, measuring or answering rests on; a shared node is needed where it is shared."""
        return self.behind(self.with_role(*(ROOTS if self.is_main else ("output",))))

    def behind(self, nodes: Iterable[str]) -> set[str]:
        """Nodes and all that they rest on: what flows into them, what they are fitted on, what they share or ask."""
        found = self.wiring.ancestors(nodes)
        while more := {of for id in found for of in self._beside(id)} - found:
            found |= self.wiring.ancestors(more)
        return found

    def _beside(self, id: str) -> set[str]:
        """What a node rests on beside what flows into it."""
        fitted_on = {node for node, _ in self.wiring.fits.get(id, {}).values()}
        of = self.shares(id) or self.asks(id)
        return fitted_on if of is None else fitted_on | {of}

    @property
    def sampled(self) -> set[str]:
        """The samplers, and what rests on what they make: nothing of it is computed while training."""
        found: set[str] = set()
        for id in self.wiring.order:
            wires = self.wiring.sources[id].values()
            if self.layers[id].spec.role == "sampler" or any(node in found for node, _ in wires):
                found.add(id)
        return found

    def learning(self, nodes: Iterable[str]) -> set[str]:
        """The nodes whose weights have a part in what flows into some nodes."""
        return {self.shares(id) or id for id in self.wiring.ancestors(nodes)}

    def shares(self, id: str) -> str | None:
        """The node whose weights this one computes with, if they are another's."""
        return getattr(self.layers[id], "of", None)

    def asks(self, id: str) -> str | None:
        """The node whose network this one plays with, if it plays."""
        return getattr(self.layers[id], "asks", None)

    def weights(self, id: str) -> int:
        """How many values a node has that can be learned, frozen ones too."""
        return self.learned.get(id, 0) + self.kept.get(id, 0)

    @property
    def parameters(self) -> int:
        """How many values are learned in what is needed."""
        needed = self.needed
        return sum(many for id, many in self.learned.items() if id in needed)

    @property
    def frozen(self) -> int:
        """How many values could be learned in what is needed, and are frozen."""
        needed = self.needed
        return sum(many for id, many in self.kept.items() if id in needed)

    @property
    def cost(self) -> Cost:
        """What one sample costs in training: all that is needed but the metrics, and what rests on samplers."""
        needed, free = self.needed, {*self.with_role("metric"), *self.sampled}
        return sum((cost for id, cost in self.costs.items() if id in needed - free), FREE)

    def report(self) -> Report:
        """What `check` says of the whole drawing, from the main block."""
        problems, cost = _once(self._placed_problems()), self.cost
        return Report(
            problems=problems,
            nodes=self._node_reports(),
            blocks={name: looks[0]._node_reports() for name, looks in self.blocks.items()},
            parameters=self.parameters,
            frozen=self.frozen,
            flops=cost.flops,
            activation_bytes=cost.memory,
            is_trainable=not any(problem.severity == "error" for problem in problems),
        )

    @property
    def errors(self) -> list[Problem]:
        """What stands in the way of training, anywhere in the drawing."""
        return [problem for problem in _once(self._placed_problems()) if problem.severity == "error"]

    @property
    def own_errors(self) -> list[Problem]:
        """What stands in the way in this block itself."""
        return [problem for problem in self._own_problems() if problem.severity == "error"]

    def _placed_problems(self) -> Iterable[Problem]:
        yield from self._own_problems()
        for looks in self.blocks.values():
            for look in looks:
                yield from look._placed_problems()

    def _own_problems(self) -> Iterable[Problem]:
        needed = self.needed
        for problem in self.problems:
            is_idle = problem.node in self.layers and problem.node not in needed and problem.code != "cycle"
            is_soft = is_idle or not self.is_used
            yield problem.model_copy(
                update={
                    "severity": "warning" if is_soft else problem.severity,
                    "block": None if self.is_main else self.name,
                }
            )

    @property
    def is_begun(self) -> bool:
        """Whether a hand is still drawing: nothing leads anywhere yet, or what does has a port to be filled."""
        is_rooted = bool(self.with_role("objective" if self.is_main else "output"))
        return not is_rooted or any(problem.code == "missing_input" for problem in self.own_errors)

    def _node_reports(self) -> dict[str, NodeReport]:
        needed = self.layers.keys() if self.is_begun else self.needed
        return {id: self._node_report(id, is_needed=id in needed) for id in self.layers}

    def _node_report(self, id: str, *, is_needed: bool) -> NodeReport:
        layer, cost = self.layers[id], self.costs.get(id, FREE)
        outputs = {port.name: self.flows.get((id, port.name)) for port in layer.spec.outputs}
        return NodeReport(
            inputs={port: flow.signal for port, flow in self.all_inputs(id).items()},
            outputs={port: flow.signal for port, flow in outputs.items() if flow},
            parameters=self.learned.get(id, 0),
            frozen=self.kept.get(id, 0),
            flops=cost.flops,
            activation_bytes=cost.memory,
            inferred=self.inferred.get(id, {}),
            spec=None if layer is CATALOG.get(self.graph.nodes[id].type) else layer.spec,
            is_needed=is_needed,
        )


def _once(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple({problem.model_dump_json(): problem for problem in problems}.values())
