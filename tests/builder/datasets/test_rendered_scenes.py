"""RenderedScenes: depths are those of a flat floor, haze grows with them, and the lesson's baseline is true of them."""

import torch

import builder
from builder.datasets.rendered_scenes import rendered_scenes


def test_the_floor_is_flat():
    near = 1 / rendered_scenes(140, noise=0)[0]["depth"][:, 0, -3:, 0]  # its corner, (N, 3)
    is_flat = (near[:, 2] - 2 * near[:, 1] + near[:, 0]).abs() < 1e-4
    assert is_flat.float().mean() > 0.9  # now and then something stands there
    assert (near.diff(dim=1) > 0).all(dim=1)[is_flat].all()


def test_what_is_far_away_fades_into_haze():
    part = rendered_scenes(280, noise=0)[0]
    image, depth = part["image"], part["depth"]
    spread = [image[(low <= depth) & (depth < high)].std() for low, high in ((0.5, 1.5), (1.5, 3), (3, 6), (6, 11))]
    assert spread == sorted(spread, reverse=True)
    assert spread[0] > 2 * spread[-1]


def test_something_stands_on_every_floor_and_the_sky_is_farthest():
    depth = rendered_scenes(140)[0]["depth"][:, 0]
    assert (depth[:, 0] == 12).all()
    is_flat = depth.std(dim=2) < 1e-6  # (N, 32): nothing stands out in this row
    assert (~is_flat).any(dim=1).float().mean() > 0.95


def test_the_mean_of_each_pixel_is_off_by_what_the_lesson_says():
    lesson = builder.STARTERS["depth-estimation"].lesson
    assert lesson
    (baseline,) = lesson.baselines
    training, _, test = builder.CATALOG["RenderedScenes"].read(
        dict(builder.STARTERS["depth-estimation"].document.graph.nodes["scenes"].params)
    )
    mean = training["depth"].log().mean(dim=0).exp()
    off = ((mean - test["depth"]).abs() / test["depth"]).mean()
    assert torch.allclose(off, torch.tensor(baseline.value), atol=0.01)
