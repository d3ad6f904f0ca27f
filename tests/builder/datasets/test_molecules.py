"""Molecules: graphs that chemistry allows, and what is asked about them follows from the graph."""

import random

import networkx
import pytest
import torch

from builder.datasets.molecules import checksum, molecule, molecules

ENERGIES = {"CC": 346, "CN": 305, "CO": 358, "NN": 167, "NO": 201, "OO": 142}


@pytest.fixture(scope="module")
def parts():
    return molecules(samples=2_100)


def graphs(part):
    for atoms, bonds, mask in zip(part["atoms"], part["bonds"], part["mask"], strict=True):
        graph = networkx.from_numpy_array(bonds.numpy())
        graph.remove_nodes_from((mask == 0).nonzero()[:, 0].tolist())
        for atom in graph:
            graph.nodes[atom]["kind"] = "CNO"[int(atoms[atom].argmax())]
        yield graph


def test_a_molecule_is_in_one_piece_and_no_atom_has_too_many_bonds(parts):
    for part in parts:
        for graph in graphs(part):
            assert networkx.is_connected(graph)
            assert 4 <= len(graph) <= 9
            assert all(graph.degree[atom] <= {"C": 4, "N": 3, "O": 2}[graph.nodes[atom]["kind"]] for atom in graph)


def test_energy_and_rings_follow_from_the_graph(parts):
    for part in parts:
        for graph, energy, rings in zip(graphs(part), part["energy"][:, 0].tolist(), part["rings"], strict=True):
            pairs = ("".join(sorted(graph.nodes[atom]["kind"] for atom in bond)) for bond in graph.edges)
            assert energy == pytest.approx(sum(ENERGIES[pair] for pair in pairs) / 1_000, rel=1e-4)
            circles = networkx.minimum_cycle_basis(graph)
            assert len(circles) == rings
            assert all(len(circle) >= 5 for circle in circles)


def test_there_are_molecules_of_each_number_of_rings(parts):
    for part in parts:
        assert (part["rings"].bincount(minlength=3) > 10).all()


def test_the_same_molecule_is_never_in_two_parts(parts):
    found = [
        {networkx.weisfeiler_lehman_graph_hash(graph, node_attr="kind") for graph in graphs(part)} for part in parts
    ]
    assert not found[0] & found[1]
    assert not found[0] & found[2]
    assert not found[1] & found[2]


def test_the_checksum_does_not_mind_the_order_of_atoms():
    chance = random.Random(0)
    for _ in range(50):
        kinds, joined = molecule(chance)
        order = torch.randperm(len(kinds)).tolist()
        turned = [kinds[order.index(place)] for place in range(len(kinds))]
        assert checksum(turned, [(order[other], order[one]) for one, other in joined]) == checksum(kinds, joined)
    assert checksum([0, 0, 1, 2], [(0, 1), (1, 2), (2, 3)]) != checksum([0, 0, 1, 2], [(0, 1), (1, 3), (2, 3)])
