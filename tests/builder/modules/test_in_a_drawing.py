"""Each of our modules and functions, drawn: the source that is written runs alone and gives the same numbers."""

import inspect

import pytest
import torch
from torch import nn

import builder
from builder.checker import analyzer
from builder.compiler.program import Program
from builder.drawing.document import Document
from builder.kinds.dataset import DataField, Dataset
from tests.builder.modules.example import Example, random
from tests.builder.modules.folder import NODES, code, example, layer
from tests.drawings import block, draw, with_blocks


def shown(batch: dict[str, torch.Tensor]) -> Dataset:
    """A data set whose fields are what a module's example takes."""
    fields = (
        DataField(name, tuple(value.shape[1:]), "label" if name == "label" else "tensor", value.dtype)
        for name, value in batch.items()
    )
    return Dataset(lambda: (batch, batch, batch), type_name="Shown", summary="", fields=tuple(fields))


def drawing(name: str, given: Example, learns: bool) -> Document:
    """The node between the data and Output nodes, or an Objective; what learns nothing has a Linear before it."""
    spec = layer(name).spec
    first = spec.inputs[0].name
    nodes = {"data": "Shown", "it": (spec.type, given.params), "objective": "Objective"}
    edges = {f"it.{port}": f"data.{port}" for port in (*given.inputs, *given.fits)}
    for port in spec.outputs:
        if port.kind == "loss":
            edges["objective.loss"] = f"it.{port.name}"
        elif port.kind != "metric":
            nodes[f"out_{port.name}"] = "Output"
            edges[f"out_{port.name}.input"] = f"it.{port.name}"
    if "objective.loss" not in edges:
        nodes |= {"side": ("Linear", {"out_features": 2}), "error": "CrossEntropyLoss"}
        edges |= {"side.input": "data.numbers", "error.input": "side.output", "error.target": "data.label"}
        edges["objective.loss"] = "error.loss"
    elif not learns and spec.role != "metric":
        nodes["before"] = ("Linear", {"out_features": given.inputs[first].shape[-1]})
        edges |= {"before.input": f"data.{first}", f"it.{first}": "before.output"}
    return draw(nodes, edges)


@pytest.mark.parametrize("name", NODES)
def test_its_source_runs_alone_and_gives_the_same_numbers(name, monkeypatch):
    given, target = example(name), code(name)
    samples = len(next(iter(given.inputs.values())))
    batch = {
        **given.inputs,
        **given.fits,
        "numbers": random(samples, 2),
        "label": torch.zeros(samples, dtype=torch.long),
    }
    monkeypatch.setattr(analyzer, "CATALOG", {**builder.CATALOG, "Shown": shown(batch)})
    module = target(**given.params, **given.inferred) if inspect.isclass(target) else None
    learns = module is not None and any(True for _ in module.parameters())
    program = builder.compile(drawing(name, given, learns))
    net, answers = run_alone(program, module, batch)
    inputs = dict(given.inputs)
    if hasattr(net, "before"):
        first = layer(name).spec.inputs[0].name
        inputs[first] = net.before(inputs[first])
    expected = module.eval()(**inputs) if module is not None else target(**inputs, **given.params)
    ports = [port.name for port in layer(name).spec.outputs]
    for port, value in zip(ports, as_tuple(expected), strict=True):
        assert torch.equal(answers[port], value), port


def run_alone(program: Program, module: nn.Module | None, batch: dict[str, torch.Tensor]):
    """The network of a source that sees nothing of ours, and what comes out of ``it``, with a module's weights."""
    assert "builder" not in program.source
    alone: dict = {"__name__": "alone"}
    exec(compile(program.source, "alone", "exec"), alone)
    net = alone["Network"]().eval()
    if module is not None:
        net.it.load_state_dict(module.state_dict())
    answers = as_tuple(net(*(batch[field] for field in program.asked))) if program.answers else ()
    found = {a.name.removeprefix("out_"): value for a, value in zip(program.answers, answers, strict=True)}
    if "it" in program.plan.measured:
        found["metric"] = alone["metrics"](net, batch)["it"]
    return net, {"loss": alone["objective"](net, batch), **found}


def as_tuple(outputs):
    return outputs if isinstance(outputs, tuple) else (outputs,)


REFUSED = {
    "8 x 8 pixels can't be cut into patches of 5.": (
        ("PatchEmbedding", {"patch_size": 5}),
        {"input": random(3, 1, 8, 8)},
    ),
    "A sequence of 5 is longer than max_len=4.": (("LearnedPositions", {"max_len": 4}), {"input": random(3, 5, 2)}),
    "A box is four numbers: x1, y1, x2, y2.": ("BoxIoU", {"input": random(3, 2, 3), "other": random(3, 2, 4)}),
    "2 nodes need an adjacency of 2 rows and columns.": (
        "GraphConvolution",
        {"input": random(3, 2, 4), "adjacency": random(3, 3, 3)},
    ),
}


@pytest.mark.parametrize("hint", REFUSED)
def test_what_a_module_refuses_is_told_in_its_own_words(hint, monkeypatch):
    node, inputs = REFUSED[hint]
    monkeypatch.setattr(analyzer, "CATALOG", {**builder.CATALOG, "Shown": shown(inputs)})
    report = builder.check(draw({"data": "Shown", "it": node}, {f"it.{port}": f"data.{port}" for port in inputs}))
    assert [problem.hint for problem in report.problems if problem.node == "it"] == [hint]


def test_in_a_block_that_is_repeated_its_code_is_printed_once(monkeypatch):
    data = shown({"steps": random(3, 5, 8), "label": torch.zeros(3, dtype=torch.long)})
    monkeypatch.setattr(analyzer, "CATALOG", {**builder.CATALOG, "Shown": data})
    residual = block(
        {"x": "Input", "mamba": ("MambaBlock", {"d_state": "=memory"}), "sum": "Add", "y": "Output"},
        {"mamba.input": "x.output", "sum.input": "mamba.output", "sum.other": "x.output", "y.input": "sum.output"},
        memory=4,
    )
    main = draw(
        {
            "data": "Shown",
            "stack": ("Repeat", {"block": "residual", "times": 3}),
            "flat": "Flatten",
            "end": ("Linear", {"out_features": 2}),
            "loss": "CrossEntropyLoss",
            "objective": "Objective",
        },
        {
            "stack.x": "data.steps",
            "flat.input": "stack.y",
            "end.input": "flat.output",
            "loss.input": "end.output",
            "loss.target": "data.label",
            "objective.loss": "loss.loss",
        },
    )
    program = builder.compile(with_blocks(main, residual=residual))
    for name in ("def linear_recurrence", "class SelectiveScan(", "class MambaBlock("):
        assert program.source.count(name) == 1
    one = code("mamba_block")(8, d_state=4)
    assert program.parameters == 3 * sum(p.numel() for p in one.parameters()) + 2 * 5 * 8 + 2
