"""FacePairs: one person looks alike, nobody is in two parts, and the lesson's baseline is true of them."""

import torch

import builder
from builder.datasets.face_pairs import face_pairs


def far(part):
    """How far apart the pixels of each pair are. Shape: (N,)."""
    return (part["first"] - part["second"]).square().mean((1, 2, 3))


def test_half_of_the_pairs_show_one_person_never_on_the_same_picture():
    for part in face_pairs(280, noise=0):
        assert part["same"].float().mean() == 0.5
        assert far(part).min() > 1e-4


def test_pictures_of_one_person_are_more_alike_than_those_of_two():
    part = face_pairs(noise=0)[0]
    is_same = part["same"] == 1
    assert far(part)[is_same].mean() < 0.8 * far(part)[~is_same].mean()


def test_fewer_people_are_met_more_often():
    def nearest(people):
        """How far each face of the training part is from the one that is most like it, in the middle."""
        faces = face_pairs(700, people=people, noise=0)[0]["first"].flatten(1)
        return (torch.cdist(faces, faces) + 1e9 * torch.eye(len(faces))).amin(dim=1).median()

    assert nearest(28) < nearest(2_800)


def test_a_threshold_on_pixels_is_as_good_as_the_lesson_says():
    lesson = builder.STARTERS["siamese"].lesson
    assert lesson
    (baseline,) = (each for each in lesson.baselines if each.value is not None)
    params = builder.STARTERS["siamese"].document.graph.nodes["pairs"].params
    training = builder.CATALOG["FacePairs"].read(dict(params))[0]
    distance, is_same = far(training), training["same"] == 1
    best = max(((distance < threshold) == is_same).float().mean() for threshold in distance[::6])
    assert torch.allclose(best, torch.tensor(baseline.value), atol=0.01)
