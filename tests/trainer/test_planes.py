"""What is seen of flows, equations, graphs and memories is what these compute."""

import math

import pytest
import torch

from builder.starters.realnvp import COUPLINGS
from tests.trainer.test_probes import seen, starter, untrained, values
from trainer.look.looking import looking


def test_the_density_of_a_flow_is_the_latents_times_how_much_the_plane_is_stretched():
    state = untrained(starter("realnvp"))
    picture = seen(state, "density")
    with looking(state.net):
        point = state.validation["point"][:1]
        stretch = torch.autograd.functional.jacobian(through(state), point[0])
        latent = through(state)(point[0])
    log = -latent.square().sum() / 2 - math.log(2 * math.pi) + stretch.det().abs().log()
    logs = density_at(state, state.validation["point"][:256])
    assert logs[0].item() == pytest.approx(log.item(), abs=1e-4)
    assert picture.mean == pytest.approx(logs.mean().item(), abs=1e-3)
    assert picture.mean == pytest.approx(-loss_of(state), abs=0.05)


def couplings(state):
    """The layers of the flow, in their order."""
    return [getattr(state.net, id) for id in COUPLINGS]


def through(state):
    """The flow of one point."""

    def flow(point: torch.Tensor) -> torch.Tensor:
        given = point[None]
        for bend in couplings(state):
            given, _ = bend(given)
        return given[0]

    return flow


def density_at(state, points: torch.Tensor) -> torch.Tensor:
    """By the flow's own word on how much it stretches."""
    with looking(state.net):
        given, logs = points, 0
        for bend in couplings(state):
            given, log = bend(given)
            logs = logs + log
        return logs - given.square().sum(1) / 2 - math.log(2 * math.pi)


def loss_of(state) -> float:
    """The mean surprise of the same points, as the drawing computes it."""
    return -density_at(state, state.validation["point"][:256]).mean().item()


def test_the_bent_grid_is_even_for_the_latent():
    state = untrained(starter("realnvp"))
    grid = values(seen(state, "density").grid)
    assert grid.shape == (22, 61, 2)
    with looking(state.net):
        even = torch.stack([through(state)(point) for point in grid[3]])
    assert torch.allclose(even[:, 1], torch.full((61,), -1.0), atol=1e-4)
    assert torch.allclose(even[:, 0], torch.linspace(-2.5, 2.5, 61), atol=1e-4)


def test_the_ways_of_an_equation_end_where_its_solver_does():
    state = untrained(starter("neural-ode"))
    picture = seen(state, "vector-field")
    ways, (left, right, _, top) = values(picture.ways), picture.box
    now = state.validation["now"][:24]
    with looking(state.net):
        later = state.net.flow(now)
        corner = torch.tensor([[left, top]]) + (right - left) / 30 * torch.tensor([[1.0, -1.0]])
        slope = state.net.flow.f(corner)[0]
    assert torch.allclose(ways[:, 0], now)
    assert torch.allclose(ways[:, -1], later, atol=1e-6)
    assert torch.allclose(values(picture.slopes)[0], slope, atol=1e-5)
    assert (picture.node, picture.steps, picture.time) == ("flow", 2, 0.5)


def test_a_graph_is_told_with_its_answers_and_laid_out_always_the_same():
    state = untrained(starter("gcn"))
    picture = seen(state, "graph")
    with looking(state.net):
        said = state.net(state.validation["features"], state.validation["adjacency"])[0].argmax(1)
    assert list(picture.said) == said.tolist()
    assert len(picture.edges) == 78
    known = [label for label in picture.right if label != 255]
    assert len(known) == (state.validation["label"] >= 0).sum()
    places = values(picture.places)
    assert places.shape == (34, 2)
    assert places.abs().max() == 1
    assert picture.places == seen(untrained(starter("gcn")), "graph").places
    joined = torch.tensor([(places[a] - places[b]).norm() for a, b in picture.edges]).mean()
    assert joined < torch.cdist(places, places).mean()


def test_a_memory_settles_at_what_it_stored_and_its_energy_falls_there():
    state = untrained(starter("hopfield"))
    patterns = state.learn["pattern"].unique(dim=0)
    with torch.no_grad():
        state.net.memory.weight.copy_(patterns.T @ patterns / len(patterns[0]))
    picture = seen(state, "energy:recall")
    falls = values(picture.falls)
    assert falls.shape == (64, 6)
    assert (falls[:, -1] <= falls[:, 0] + 1e-4).all()
    stored = {tuple(pattern.tolist()) for pattern in patterns}
    end = (values(picture.memories[0].picture).reshape(-1) * 2 - 1).sign()
    assert tuple(end.tolist()) in stored
    assert picture.memories[0].samples >= picture.memories[-1].samples
    others = state.net.memory.weight - state.net.memory.weight.diag().diag()
    assert picture.memories[0].energy == pytest.approx((-(end @ others * end).sum() / 2).item(), rel=1e-4)
