"""One contract for every data set, present and future: what is declared is what is loaded, the same each time."""

import networkx
import pytest
import torch

import builder
from builder.checker.params import read_params
from builder.datasets.parts.corpus import corpus
from builder.drawing.document import Node
from builder.kinds.dataset import Dataset

DATASETS = [name for name, layer in builder.CATALOG.items() if isinstance(layer, Dataset) and layer.is_bound]
NOT_COUNTED = -100  # what losses leave out


def load(name):
    dataset = builder.CATALOG[name]
    return dataset, dataset.read(read_params("data", Node(type=name), dataset)[0])


@pytest.mark.parametrize("name", DATASETS)
def test_a_data_set_holds_what_its_fields_say(name):
    dataset, splits = load(name)
    for split in splits:
        assert list(split) == [field.name for field in dataset.fields]
        assert len({len(values) for values in split.values()}) == 1
        for field in dataset.fields:
            values = split[field.name]
            assert tuple(values.shape[1:]) == field.shape
            assert values.dtype == field.dtype
            assert len(values) > 0
            assert values.isfinite().all()
            low, high = field.bounds
            assert low <= values.min() <= values.max() <= high


@pytest.mark.parametrize("name", DATASETS)
def test_a_data_set_is_the_same_each_time(name):
    _, splits = load(name)
    _, again = load(name)
    for split, other in zip(splits, again, strict=True):
        assert all(torch.equal(split[field], other[field]) for field in split)


@pytest.mark.parametrize("name", DATASETS)
def test_no_sample_is_in_two_parts(name):
    _, parts = load(name)
    samples = [set(_rows(part)) for part in parts]
    assert not samples[0] & samples[1]
    assert not samples[0] & samples[2]
    assert not samples[1] & samples[2]


def _rows(part):
    """Each sample as bytes."""
    columns = [values.reshape(len(values), -1).numpy() for values in part.values()]
    return [b"".join(column[row].tobytes() for column in columns) for row in range(len(columns[0]))]


@pytest.mark.parametrize("name", DATASETS)
def test_labels_are_places_in_the_list_of_classes_and_each_is_there(name):
    dataset, parts = load(name)
    for field in dataset.fields:
        if field.classes:
            every = torch.cat([part[field.name].flatten() for part in parts])
            known = every[every != NOT_COUNTED]
            assert known.min() >= 0
            assert known.max() < len(field.classes)


def test_the_karate_club_is_the_one_of_the_paper():
    graph = networkx.karate_club_graph()
    _, parts = load("KarateClub")
    friends = torch.tensor(networkx.to_numpy_array(graph, weight=None), dtype=torch.float32)
    assert torch.equal(parts[0]["adjacency"][0], friends)
    officers = torch.tensor([int(graph.nodes[member]["club"] == "Officer") for member in graph])
    known = torch.stack([part["label"][0] for part in parts])
    assert torch.equal(known.amax(0), officers)
    assert ((known >= 0).sum(0) == 1).all()  # each is known in one part


def test_each_letter_of_the_text_is_followed_by_the_next_one():
    dataset, (learn, *_) = load("Characters")
    alphabet = dataset.field("tokens").classes
    assert torch.equal(learn["tokens"][:, 1:], learn["next"][:, :-1])
    assert "".join(alphabet[token] for token in learn["tokens"][1].tolist()) == corpus(40)[8:40]


def test_hidden_letters_are_asked_for_and_the_others_not():
    dataset, (learn, *_) = load("MaskedCharacters")
    is_hidden = learn["tokens"] == dataset.field("tokens").classes.index("?")
    assert torch.equal(is_hidden, learn["target"] != NOT_COUNTED)
    assert 0.1 < is_hidden.float().mean() < 0.2
    _, (whole, *_) = load("Characters")
    assert torch.equal(torch.where(is_hidden, learn["target"], learn["tokens"]), whole["tokens"])


def test_half_of_the_pairs_show_the_same_digit():
    _, parts = load("DigitPairs")
    assert [part["same"].float().mean() for part in parts] == [0.5, 0.5, 0.5]


def test_a_moving_point_follows_its_law():
    _, (learn, *_) = load("SpiralDynamics")
    shrunk = learn["later"].norm(dim=1) / learn["now"].norm(dim=1)
    assert shrunk.allclose(torch.tensor(-0.3 * 0.5).exp().expand(len(shrunk)), rtol=1e-4)
