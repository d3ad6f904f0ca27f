"""Small drawings, written as one would write the network in Python."""

from __future__ import annotations

import ast

from builder.drawing.document import Block, Document, Node, Training, Value
from builder.drawing.parsing import parsed
from builder.registry.nodes import CATALOG

STEP = 230


def sketch(text: str, **training: int) -> Document:
    """A drawing of one line a node: ``fc = Linear(out_features=2)(data.point)``.

    Wires that are not named go into the node's inputs in order; a node alone means its first output.
    """
    nodes: dict[str, Node] = {}
    edges: dict[str, str] = {}
    for line in parsed(text.replace("\n    ", "\n")).body:
        assert isinstance(line, ast.Assign)
        assert isinstance(line.targets[0], ast.Name)
        name, call = line.targets[0].id, line.value
        assert isinstance(call, ast.Call)
        made, wires = (call.func, call) if isinstance(call.func, ast.Call) else (call, None)
        assert isinstance(made.func, ast.Name)
        params: dict[str, Value] = {str(each.arg): ast.literal_eval(each.value) for each in made.keywords}
        nodes[name] = Node(type=made.func.id, params=params, position=(STEP * len(nodes), 0))
        if wires:
            ports = [port.name for port in CATALOG[made.func.id].spec.inputs]
            given = [*zip(ports, wires.args, strict=False), *((str(each.arg), each.value) for each in wires.keywords)]
            edges |= {f"{name}.{port}": _source(value, nodes) for port, value in given}
    return Document(blocks={"main": Block(nodes=nodes, edges=edges)}, training=Training(**training))


def _source(value: ast.expr, nodes: dict[str, Node]) -> str:
    if isinstance(value, ast.Attribute):
        return ast.unparse(value)
    name = ast.unparse(value)
    return f"{name}.{CATALOG[nodes[name].type].spec.outputs[0].name}"
