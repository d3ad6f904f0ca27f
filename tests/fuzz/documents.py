"""Drawings with something wrong in them: those that we ship, disturbed at a few places."""

from __future__ import annotations

import copy
import json
from functools import cache
from random import Random
from typing import Any

import builder
from builder.drawing.document import Block, Document, Node
from builder.kinds.spec import NodeType, Param
from tests.fuzz.values import disturb, odd

Tree = dict[str, Any]


@cache
def whole() -> tuple[Tree, ...]:
    """Drawings that are as they should be: every starter, and one that uses each block of the library."""
    starters = [each.document.model_dump(mode="json") for each in builder.STARTERS.values()]
    return (*starters, *(_with_shipped(name) for name in builder.BLOCKS))


def document(random: Random) -> Tree | str | bytes:
    """A drawing with one to six things wrong, as a mapping or as the text that somebody sends."""
    tree = copy.deepcopy(random.choice(whole()))
    for _ in range(random.choice((1, 1, 1, 2, 3, 6))):
        random.choice(_WAYS)(tree, random)
    if random.random() < 0.75:
        return tree
    text = json.dumps(tree)
    return text if random.random() < 0.5 else torn(text.encode(), random)


def _with_shipped(name: str) -> Tree:
    shipped = builder.BLOCKS[name]
    base = next(iter(builder.STARTERS.values())).document
    node = Node(type="Block", params={"block": name})
    main = base.graph.model_copy(update={"nodes": {**base.graph.nodes, "shipped": node}})
    blocks: dict[str, Block] = {**base.blocks, **shipped.blocks, base.main: main}
    return Document(main=base.main, blocks=blocks, training=base.training).model_dump(mode="json")


def _anything(tree: Tree, random: Random) -> None:
    disturb(tree, random)


def _a_param(tree: Tree, random: Random) -> None:
    """A setting of some node, by a name that its type has, with an odd value."""
    if node := _some_node(tree, random):
        params = node.setdefault("params", {})
        spec = _spec(node)
        if spec and spec.params and isinstance(params, dict):
            param = random.choice(spec.params)
            params[param.name] = _tempting(param, random)


def _tempting(param: Param, random: Random) -> Any:
    """A value that the form takes, at the end of its range, or an odd one."""
    ends = [*(each for each in (param.minimum, param.maximum, param.default) if each is not None), *param.choices]
    return random.choice(ends) if ends and random.random() < 0.3 else odd(random)


def _another_type(tree: Tree, random: Random) -> None:
    if node := _some_node(tree, random):
        node["type"] = random.choice([*builder.CATALOG])
        if random.random() < 0.5:
            node["params"] = {}


def _a_new_node(tree: Tree, random: Random) -> None:
    """A node of any type, wired to what there is."""
    block = _some_block(tree, random)
    if block is None or not block["nodes"]:
        return
    type_name = random.choice([*builder.CATALOG])
    id = f"new{random.randrange(99)}"
    block["nodes"][id] = {"type": type_name, "params": {}}
    _a_param({"blocks": {"b": {"nodes": {id: block["nodes"][id]}}}}, random)
    sources = [*block["edges"].values()]
    for port in builder.CATALOG[type_name].spec.inputs:
        if sources and random.random() < 0.9:
            block["edges"][f"{id}.{port.name}"] = random.choice(sources)
    outputs = builder.CATALOG[type_name].spec.outputs
    if outputs and block["edges"]:
        block["edges"][random.choice([*block["edges"]])] = f"{id}.{random.choice(outputs).name}"


def _another_wire(tree: Tree, random: Random) -> None:
    block = _some_block(tree, random)
    if block and block["edges"]:
        target = random.choice([*block["edges"]])
        sources = [*block["edges"].values(), *(f"{id}.output" for id in block["nodes"]), str(odd(random))[:40]]
        block["edges"][target] = random.choice(sources)


def _another_use(tree: Tree, random: Random) -> None:
    """A node that uses a block, perhaps the one that it stands in, or shares the weights of any node."""
    if node := _some_node(tree, random):
        names = [*tree["blocks"]] if isinstance(tree.get("blocks"), dict) else []
        kind = random.choice(("Block", "Repeat", "Scan", "ODESolve", "Inverse", "Share", "TiedLinear"))
        of = random.choice([*(_some_block(tree, random) or {"nodes": {"x": 1}})["nodes"], "x"])
        params = {"of": of} if kind in ("Share", "TiedLinear") else {"block": random.choice([*names, "x"])}
        node |= {"type": kind, "params": params}
        if random.random() < 0.5:
            _a_param({"blocks": {"b": {"nodes": {"n": node}}}}, random)


def _a_foreign_part(tree: Tree, random: Random) -> None:
    """Nodes and wires of another drawing."""
    block, other = _some_block(tree, random), _some_block(random.choice(whole()), random)
    if block and other:
        ids = random.sample([*other["nodes"]], min(len(other["nodes"]), 4))
        block["nodes"] |= {id: copy.deepcopy(other["nodes"][id]) for id in ids}
        wires = [(target, source) for target, source in other["edges"].items() if target.split(".")[0] in ids]
        block["edges"] |= dict(wires)


def _a_setting(tree: Tree, random: Random) -> None:
    """How it is trained, and what is changed on the way."""
    training = tree.setdefault("training", {})
    if isinstance(training, dict):
        names = ("epochs", "batch_size", "seed", "monitor", "patience", "min_delta", "threads", "precision", "changes")
        training[random.choice(names)] = odd(random)
        if random.random() < 0.5:
            goals = {random.choice(("objective", "x")): {random.choice(("lr", "betas", "momentum", "")): odd(random)}}
            training["changes"] = [{"step": random.choice((1, 5, odd(random))), "goals": goals}]


def _a_block_param(tree: Tree, random: Random) -> None:
    """A parameter of a block, which its nodes name in expressions."""
    block = _some_block(tree, random)
    if block is not None and isinstance(block.get("params"), dict):
        name = random.choice([*block["params"], "width"])
        block["params"][name] = odd(random)
        if node := _some_node(tree, random):
            params = node.setdefault("params", {})
            if isinstance(params, dict) and params:
                params[random.choice([*params])] = f"={name}"


_WAYS = (
    *(_anything, _anything, _anything),
    *(_a_param, _a_param, _a_param, _another_type, _a_new_node, _a_new_node, _another_wire, _another_wire),
    *(_another_use, _a_foreign_part, _a_setting, _a_block_param),
)


def _some_block(tree: Tree, random: Random) -> Tree | None:
    """A block that has nodes and wires, if earlier disturbances left one."""
    blocks = tree.get("blocks")
    known = [each for each in blocks.values() if _is_block(each)] if isinstance(blocks, dict) else []
    return random.choice(known) if known else None


def _is_block(block: Any) -> bool:
    return isinstance(block, dict) and all(isinstance(block.get(part), dict) for part in ("nodes", "edges"))


def _some_node(tree: Tree, random: Random) -> Tree | None:
    blocks = tree.get("blocks")
    found = [
        node
        for block in (blocks.values() if isinstance(blocks, dict) else ())
        if isinstance(block, dict) and isinstance(block.get("nodes"), dict)
        for node in block["nodes"].values()
        if isinstance(node, dict)
    ]
    return random.choice(found) if found else None


def _spec(node: Tree) -> NodeType | None:
    type_name = node.get("type")
    layer = builder.CATALOG.get(type_name) if isinstance(type_name, str) else None
    return layer.spec if layer else None


def torn(text: bytes, random: Random) -> bytes:
    """Bytes with some of them changed, doubled or missing."""
    at = random.randrange(len(text))
    match random.randrange(4):
        case 0:
            return text[:at]
        case 1:
            return text[:at] + random.randbytes(random.choice((1, 4))) + text[at + 1 :]
        case 2:
            return text[:at] + text[at : at + 40] + text[at:]
    return b"\xef\xbb\xbf" + text
