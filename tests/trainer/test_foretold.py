"""What is foretold is watched beside what is right: graph by graph, and sample by sample."""

import pytest
import torch

from builder.kinds.starter import cell, drawing, grid
from tests.trainer.test_probes import seen, starter, untrained, values
from trainer.look.looking import looking
from trainer.look.looks import offers


def offered(state):
    return {offer.key for offer in offers(state.drawing)}


def test_each_graph_has_its_nodes_by_name_its_edges_and_what_is_said_of_it():
    state = untrained(starter("molecule-property"))
    picture = seen(state, "graphs")
    held, said = state.validation, answered(state)
    assert (picture.target, picture.kinds) == ("energy", ("C", "N", "O"))
    assert [graph.number for graph in picture.graphs] == [0, 1, 2, 3]
    for number, graph in enumerate(picture.graphs):
        there = held["mask"][number] > 0
        assert [picture.kinds[kind] for kind in graph.kinds] == [
            "CNO"[kind] for kind in held["atoms"][number, there].argmax(1)
        ]
        bonds = torch.zeros(len(graph.kinds), len(graph.kinds))
        for one, other in graph.edges:
            bonds[one, other] = bonds[other, one] = 1
        assert torch.equal(bonds, held["bonds"][number][there][:, there])
        assert values(graph.places).shape == (len(graph.kinds), 2)
        assert float(graph.says) == pytest.approx(said[number].item(), abs=6e-4)
        assert float(graph.right) == pytest.approx(held["energy"][number].item(), abs=6e-4)
        assert graph.is_right is None


def test_of_a_class_of_each_graph_it_is_said_whether_it_is_right():
    document = drawing(
        grid(
            [
                cell("data", "Molecules", samples=100),
                cell("messages", "MessagePassing", out_features=4, hidden_features=4),
                cell("sum", "Sum", dim=1),
                cell("scores", "Linear", out_features=3),
                cell("loss", "CrossEntropyLoss"),
                cell("objective", "Objective"),
            ],
            [cell("answer", "Output")],
            wires={
                "messages": "data.atoms",
                "messages.adjacency": "data.bonds",
                "sum": "messages",
                "scores": "sum",
                "loss": "scores",
                "loss.target": "data.rings",
                "answer": "scores",
                "objective.loss": "loss.loss",
            },
        ),
        epochs=1,
        batch_size=32,
    )
    state = untrained(document)
    names = ("none", "one", "two")
    for number, graph in enumerate(seen(state, "graphs").graphs):
        assert graph.says == names[int(answered(state)[number].argmax())]
        assert graph.right == names[int(state.validation["rings"][number])]
        assert graph.is_right == (graph.says == graph.right)
    assert "parity" not in offered(state)


def test_each_sample_is_a_point_of_what_is_right_and_what_is_foretold():
    state = untrained(starter("gmdh"))
    picture = seen(state, "parity")
    right, said = state.validation[picture.target][:256, 0], answered(state)[:256, 0]
    assert torch.allclose(values(picture.points), torch.stack([right, said], 1), atol=1e-6)
    assert picture.error == pytest.approx((right - said).abs().mean().item(), rel=1e-5)


@pytest.mark.parametrize(
    ("loss", "through", "is_held_against_it"),
    [("MSELoss", "Identity", True), ("MSELoss", "Sigmoid", False), ("BCEWithLogitsLoss", "Identity", False)],
)
def test_only_an_answer_in_the_measure_of_its_target_is_held_against_it(loss, through, is_held_against_it):
    document = drawing(
        grid(
            [
                cell("data", "HiddenFormula"),
                cell("line", "Linear", out_features=1),
                cell("through", through),
                cell("loss", loss),
                cell("objective", "Objective"),
            ],
            [cell("answer", "Output")],
            wires={
                "line": "data.numbers",
                "answer": "line",
                "through": "line",
                "loss": "through",
                "loss.target": "data.y",
                "objective.loss": "loss.loss",
            },
        ),
        epochs=1,
        batch_size=32,
    )
    assert ("parity" in offered(untrained(document))) == is_held_against_it


def test_a_curve_through_samples_needs_no_other_picture_of_them():
    assert "parity" not in offered(untrained(starter("curve-mlp")))


def answered(state):
    with looking(state.net):
        return state.net(*(state.validation[name] for name in state.drawing.asked))
