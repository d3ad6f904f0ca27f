"""The source is plain PyTorch, the same for the same drawing, and holds nothing but what was drawn."""

import ast
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor

import pytest
import torch

import builder
from builder.drawing.problems import AddNode, Connect, InvalidDocument
from builder.kinds.dataset import Dataset
from builder.kinds.layer import ComputedLayer
from builder.kinds.own_code import is_ours, with_helpers
from builder.script import staged_loop, steered_loop
from tests.drawings import classifier, draw, moons

LENET_FORWARD = """\
    def forward(self, image: Tensor) -> Tensor:
        conv1 = self.conv1(image)  # (N, 12, 8, 8)
        relu1 = torch.relu(conv1)  # (N, 12, 8, 8)
        pool1 = self.pool1(relu1)  # (N, 12, 4, 4)
"""


def test_a_network_reads_like_hand_written_pytorch():
    source = builder.source(builder.STARTERS["digits-cnn"].document)
    assert LENET_FORWARD in source
    assert "self.conv1 = nn.Conv2d(1, 12, 5, padding=2)" in source
    assert "return torch.optim.Adam(net.parameters(), lr=0.002, fused=True)" in source


@pytest.mark.parametrize("key", builder.STARTERS)
def test_a_starter_compiles_to_as_many_parameters_as_it_reports(key):
    document = builder.STARTERS[key].document
    report = builder.check(document)
    program = builder.compile(document)
    assert report.problems == ()
    assert sum(p.numel() for p in program.network().parameters()) == report.parameters == program.parameters


@pytest.mark.parametrize("loop", [steered_loop, staged_loop])
def test_no_two_functions_of_ours_that_may_stand_in_one_script_are_called_alike(loop):
    """The second would take the place of the first, in silence."""
    layers = builder.CATALOG.values()
    used = [code for layer in layers if isinstance(layer, ComputedLayer) for code in layer.own_code]
    used += [layer.load for layer in layers if isinstance(layer, Dataset) and is_ours(layer.load)]
    places = defaultdict(set)
    for part in with_helpers([*used, loop.train]):
        places[part.__name__].add(part.__module__)
    assert {name: files for name, files in places.items() if len(files) > 1} == {}


def test_the_order_in_which_nodes_were_drawn_does_not_matter():
    document = moons()
    graph = document.graph
    turned = graph.model_copy(
        update={"nodes": dict(reversed(graph.nodes.items())), "edges": dict(reversed(graph.edges.items()))}
    )
    assert builder.source(document.model_copy(update={"blocks": {"main": turned}})) == builder.source(document)


def test_names_that_mean_something_in_python_still_work():
    layers = {
        "F": "Linear",
        "self": "ReLU",
        "torch": "Linear",
        "train": "ReLU",
        "match": "Linear",
        "accuracy_": "Linear",
    }
    program = builder.compile(classifier(layers))
    batch = {"point": torch.randn(4, 2), "label": torch.tensor([0, 1, 0, 1])}
    values = program.metrics(program.network(), batch)
    assert set(values) == {"loss", "accuracy"}


def test_a_drawing_with_problems_is_not_compiled():
    with pytest.raises(InvalidDocument) as caught:
        builder.source(draw({"relu": "ReLU"}, {}))
    assert "no_data" in {problem.code for problem in caught.value.problems}


@pytest.mark.parametrize("name", ["x = 1", "a;b", "a\nb", "__import__", "os.system"])
def test_a_name_can_not_become_code(name):
    document = moons().with_edits((AddNode(id=name, type="ReLU"), Connect(target=f"{name}.input", source="fc1.output")))
    with pytest.raises(InvalidDocument):
        builder.source(document)


def test_a_text_value_can_not_become_code():
    document = classifier({"conv": ("Conv2d", {"padding_mode": "zeros'); import os; ('"})}, "Digits", "image")
    with pytest.raises(InvalidDocument):
        builder.source(document)


def test_a_skip_connection_computes_the_sum():
    document = draw(
        {
            "data": "TwoMoons",
            "a": ("Linear", {"out_features": 2}),
            "add": "Add",
            "loss": "CrossEntropyLoss",
            "o": "Objective",
        },
        {
            "a.input": "data.point",
            "add.input": "a.output",
            "add.other": "data.point",
            "loss.input": "add.output",
            "loss.target": "data.label",
            "o.loss": "loss.loss",
        },
    )
    net = builder.compile(document).network()
    point = torch.randn(5, 2)
    assert torch.equal(net(point), net.a(point) + point)


def test_several_outputs_come_as_a_tuple_in_computing_order():
    document = moons().with_edits(
        (
            AddNode(id="out1", type="Output"),
            AddNode(id="out2", type="Output"),
            Connect(target="out1.input", source="fc2.output"),
            Connect(target="out2.input", source="relu.output"),
        )
    )
    program = builder.compile(document)
    first, second = program.network()(torch.randn(3, 2))
    assert (first.shape, second.shape) == ((3, 8), (3, 2))
    assert [(answer.name, answer.classes) for answer in program.answers] == [
        ("out2", ()),
        ("out1", ("first", "second")),
    ]


def test_a_loss_on_what_is_no_answer_is_computed_from_the_nodes():
    document = moons().with_edits((AddNode(id="out", type="Output"), Connect(target="out.input", source="relu.output")))
    assert "fc2 = net.fc2(relu)" in builder.source(document)
    program = builder.compile(document)
    batch = {"point": torch.randn(4, 2), "label": torch.tensor([0, 1, 0, 1])}
    assert program.goals[0].objective(program.network(), batch).shape == ()


def test_the_source_runs_as_it_stands():
    source = builder.source(moons())
    namespace = {"__name__": "shown"}
    exec(compile(ast.parse(source), "shown", "exec"), namespace)
    assert namespace["Network"]()(torch.zeros(1, 2)).shape == (1, 2)


def test_several_threads_compile_drawings_at_once():
    keys = ["tiny-gpt", "vae", "gan", "latent-diffusion"] * 3
    with ThreadPoolExecutor(len(keys)) as pool:
        sources = list(pool.map(lambda key: builder.compile(builder.STARTERS[key].document).source, keys))
    assert sources == [builder.compile(builder.STARTERS[key].document).source for key in keys]
