"""A drawing, looked at from all sides: what `check` reports and `compile` builds on."""

from __future__ import annotations

from dataclasses import dataclass, field

from builder.document import Document, Value
from builder.flow import Flow
from builder.layer import Layer
from builder.problems import Problem
from builder.report import NodeReport, Report
from builder.wiring import Wire, Wiring


@dataclass
class Examined:
    """Everything known of a drawing, by node or by wire."""

    document: Document
    layers: dict[str, Layer] = field(default_factory=dict)
    params: dict[str, dict[str, Value]] = field(default_factory=dict)
    wiring: Wiring = field(default_factory=lambda: Wiring({}, ()))
    flows: dict[Wire, Flow] = field(default_factory=dict)
    inferred: dict[str, dict[str, int]] = field(default_factory=dict)
    learned: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def with_role(self, *roles: str) -> list[str]:
        """Nodes of these roles, in computing order."""
        return [id for id in self.wiring.order if self.layers[id].spec.role in roles]

    def inputs(self, id: str) -> dict[str, Flow]:
        """The known flows into a node, by port."""
        wires = self.wiring.sources[id]
        return {port: self.flows[wire] for port, wire in wires.items() if wire in self.flows}

    @property
    def needed(self) -> set[str]:
        """The nodes that training, measuring or answering rests on."""
        return self.wiring.ancestors(self.with_role("objective", "metric", "output"))

    def report(self) -> Report:
        problems = tuple(p for i, p in enumerate(self.problems) if p not in self.problems[:i])
        return Report(
            problems=problems,
            nodes={id: self._node_report(id) for id in self.layers},
            parameters=sum(self.learned[id] for id in self.learned if id in self.needed),
            is_trainable=not any(problem.severity == "error" for problem in problems),
        )

    def _node_report(self, id: str) -> NodeReport:
        outputs = {port.name: self.flows.get((id, port.name)) for port in self.layers[id].spec.outputs}
        return NodeReport(
            inputs={port: flow.signal() for port, flow in self.inputs(id).items()},
            outputs={port: flow.signal() for port, flow in outputs.items() if flow},
            parameters=self.learned.get(id, 0),
            inferred=self.inferred.get(id, {}),
        )
