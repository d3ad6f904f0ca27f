"""Shipped blocks in a document of their own, for tests."""

import torch

import builder
from builder.checker.block_use import block_ports
from builder.compiler.plan import plan
from builder.drawing.document import Block, Document, Node


def placed(name, use=None, **params):
    """A document in which noise of the example's shapes comes into the block, and all that it gives goes out."""
    shipped = builder.BLOCKS[name]
    user = Node(type=use or shipped.use, params={"block": name, **params})
    nodes = {f"{port}_": Node(type="Noise", params={"shape": shape}) for port, shape in shipped.example.items()}
    edges = {f"block.{port}": f"{port}_.noise" for port in shipped.example}
    for port in block_ports(shipped.block, "Output"):
        nodes[f"{port.name}_given"] = Node(type="Output")
        edges[f"{port.name}_given.input"] = f"block.{port.name}"
    main = Block(nodes={**nodes, "block": user}, edges=edges)
    return Document(blocks={"main": main, **shipped.blocks})


def compiled(name, use=None, **params):
    """The network of such a document, and a function that gives its answers by the block's outputs."""
    document = placed(name, use, **params)
    network = builder.network(document)
    planned = plan(document, to_train=False)
    outputs = [output.removesuffix("_given") for output in planned.answers.values()]

    def ask(**tensors):
        answer = network(*(tensors[node.removesuffix("_")] for node, _ in planned.answer_fields))
        return dict(zip(outputs, answer if isinstance(answer, tuple) else (answer,), strict=True))

    return network, ask


def some_inputs(name, rows=3):
    torch.manual_seed(0)
    return {port: torch.randn(rows, *shape) for port, shape in builder.BLOCKS[name].example.items()}
