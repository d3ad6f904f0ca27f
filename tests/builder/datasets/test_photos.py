"""Photos: what is learned from is one photo, what is looked at later is another."""

from builder.datasets.photos import photos


def test_the_tower_is_learned_from_and_the_dahlia_is_kept_for_later():
    training, validation, test = (part["image"].mean(dim=(0, 2, 3)) for part in photos(70))
    assert training.min() > 0.5  # it stands before a light sky
    for dahlia in (validation, test):
        assert dahlia.max() < 0.4  # it grows in the shade
        assert dahlia.argmax() == 1  # of green leaves


def test_a_piece_is_whole_and_two_seeds_cut_others():
    one, other = (photos(70, seed=seed)[0]["image"] for seed in (0, 1))
    assert one.shape == other.shape == (50, 3, 64, 64)
    assert 0 <= one.min() < one.max() <= 1
    assert not one.eq(other).all(dim=(1, 2, 3)).any()
