"""HPProteins: folds are counted as in the literature, and contacts are those of the best folds."""

import torch

from builder.datasets.hp_proteins import contact_maps, hp_proteins


def test_walks_are_as_many_as_are_known():
    _, _, touches = contact_maps(12)
    assert (
        len(touches) == 15_037
    )  # (120,292 + 4) / 8, by OEIS A001411: a straight walk has four ways to lie, others eight


def test_a_short_chain_folds_as_one_can_see():
    first, second, touches = contact_maps(4)
    assert (first.tolist(), second.tolist()) == ([0], [3])
    assert touches.sum() == 1  # the ends of four beads touch in a square alone
    assert len(touches) == 5


def test_only_beads_that_can_come_together_touch():
    for part in hp_proteins():
        contacts, chain = part["contacts"], part["chain"]
        assert torch.equal(contacts, contacts.transpose(1, 2))
        apart = (torch.arange(12)[:, None] - torch.arange(12)).abs()
        assert (contacts[:, (apart % 2 == 0) | (apart < 3)] == 0).all()
        pairs = chain[:, :, None] * chain[:, None, :]
        assert ((contacts * pairs).triu().sum(dim=(1, 2)) > 2.999).all()


def test_a_chain_read_backwards_folds_the_same_way_and_is_in_the_same_part():
    parts = hp_proteins(samples=2_939)
    places = {}
    for number, part in enumerate(parts):
        for chain, contacts in zip(part["chain"], part["contacts"], strict=True):
            places[tuple(chain.tolist())] = number, contacts
    assert len(places) == 2_939
    for chain, (number, contacts) in places.items():
        other, turned = places[chain[::-1]]
        assert other == number
        assert contacts.flip(0, 1).allclose(turned)
