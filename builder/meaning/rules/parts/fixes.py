"""Edits that mend, which several rules offer: those of rules of shapes, for a node in a look."""

from __future__ import annotations

from builder.checker import advice
from builder.drawing.document import Value
from builder.drawing.problems import Connect, Fix
from builder.meaning.look import Look
from builder.meaning.rules.parts.ways import between


def remove(look: Look, node: str) -> Fix:
    """Take a node out, and lead what came into it on to those that read it."""
    return Fix(label=f"Remove {node}", edits=advice.bypass(look.found, node).edits)


def bypass(look: Look, node: str, judge: str, port: str) -> Fix | None:
    """Take a node out of the way of a loss; what else it leads to, such as the answer, keeps it."""
    way = between(look, node, judge, port)
    source = look.found.wiring.sources[node].get("input")
    if not way or source is None:
        return None
    readers = [target for wire, targets in look.consumers.items() if wire[0] == node for target in targets]
    if len(readers) == 1:
        return remove(look, node)
    lead = Connect(target=".".join(way[0]), source=".".join(source))
    return Fix(label=f"Lead past {node} into {way[0][0]}", edits=(lead,))


def out_of_the_way(look: Look, cause: tuple[Look, str], judge: str, port: str) -> Fix | None:
    """Take a node, here or inside a block, out of the way of a loss."""
    inside, node = cause
    if inside is look:
        return bypass(look, node, judge, port)
    if "input" not in inside.found.wiring.sources[node]:
        return None
    return remove(inside, node).model_copy(update={"label": f"Remove {node} from {inside.found.name}"})


def insert(look: Look, type_name: str, node: str, port: str, **params: Value) -> Fix | None:
    """Put a new node into the wire that goes into an input."""
    if port not in look.found.wiring.sources[node]:
        return None
    return advice.insert(look.found, node, port, (type_name.lower(), type_name, params))


def replace(look: Look, id: str, type_name: str, **params: Value) -> Fix:
    """Make another type of a node, whose wires stay."""
    return Fix(label=f"Make {id} a {type_name}", edits=(advice.retyped(look.found, id, type_name, params),))


def set_to(node: str, name: str, value: Value) -> Fix:
    """Set one setting."""
    return advice.set_params(node, **{name: value})
