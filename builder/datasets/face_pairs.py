"""FacePairs: two faces, of one person or of two, drawn on the spot from a fixed seed."""

import torch
from torch import Tensor

from builder.datasets.parts.division import by_number
from builder.datasets.parts.params import SEED, noise_param, samples_param
from builder.kinds.dataset import DataField, Dataset, Parts, Split
from builder.kinds.spec import Param


def face_pairs(samples: int = 4_200, people: int = 700, noise: float = 0.04, seed: int = 0) -> Parts:
    """Pairs of pictures, half of them of one person; who is in one part is in no other.

    A person has a face of some width and length, eyes, brows, a nose and a mouth of some size in some place, hair that
    is dark or fair and comes down so far, and a skin. From picture to picture the light, the mien, the look, how the
    head is held and where it is are others.

    Shape: first, second (N, 1, 24, 24), about 0 to 1; same (N,) in 0..1. Units: ``noise`` is a standard deviation.
    """
    random = torch.Generator().manual_seed(seed)
    traits = torch.rand(people, 14, generator=random)
    part = by_number(people)

    def between(low: float, high: float, many: int) -> Tensor:
        return low + (high - low) * torch.rand(many, 1, 1, generator=random)

    def soft(inside: Tensor, edge: float = 0.05) -> Tensor:
        """1 where it is positive and 0 where it is negative, with a soft edge."""
        return torch.sigmoid(inside / edge)

    def oval(x: Tensor, y: Tensor, wide: Tensor, high: Tensor) -> Tensor:
        return soft(1 - ((x / wide).square() + (y / high).square()).sqrt(), 0.12)

    def taken(person: Tensor) -> Tensor:
        """A picture of each, by other chance each time. Shape: (N,) -> (N, 1, 24, 24)."""
        many = len(person)
        of = traits[person].view(many, 14, 1, 1).unbind(1)
        place = (torch.arange(24) + 0.5) / 12 - 1
        turn, size = between(-0.15, 0.15, many), between(0.92, 1.08, many)
        x, y = place - between(-0.12, 0.12, many), place[:, None] - between(-0.12, 0.12, many)
        x, y = (x * turn.cos() + y * turn.sin()) / size, (y * turn.cos() - x * turn.sin()) / size
        aside = x.abs()  # both halves of a face are alike

        wide, long, skin = 0.5 + 0.25 * of[0], 0.68 + 0.2 * of[1], 0.55 + 0.4 * of[2]
        face = oval(x, y, wide, long)
        hair, fringe, beside = 0.05 + 0.6 * of[3], -0.75 + 0.5 * of[4], -0.4 + 1.1 * of[5]
        head = oval(x, y + 0.06, wide + 0.12, long + 0.08)
        grey = between(0.2, 0.9, many).expand(-1, 24, 24)
        grey = grey + head * soft(beside - y) * (hair - grey)
        grey = grey + face * (skin - grey)
        grey = grey + face * soft(fringe - y) * (hair - grey)

        eye_x, eye_y, eye = 0.17 + 0.17 * of[6], -0.22 + 0.2 * of[7], 0.07 + 0.07 * of[8]
        look = between(-0.03, 0.03, many)
        grey = grey - 0.5 * oval(x.sign() * (aside - eye_x) - look, y - eye_y, eye * 1.2, eye)
        brow = eye_y - 0.17 - 0.06 * of[9] + between(-0.03, 0.03, many) + 0.5 * (of[10] - 0.5) * (aside - eye_x)
        grey = grey - 0.35 * oval(aside - eye_x, y - brow, eye * 1.6, torch.tensor(0.05))
        nose = 0.05 + 0.2 * of[11]
        grey = grey - 0.2 * oval(x, y - eye_y - 0.12 - nose, 0.05 + 0.1 * of[12], nose)
        mouth_y, mouth, smile = eye_y + 0.4 + nose, 0.14 + 0.2 * of[13], between(-1.2, 1.2, many)
        lips = oval(x, y - mouth_y + smile * x.square(), mouth, between(0.05, 0.1, many))
        grey = grey - 0.4 * lips

        across, down = between(-0.15, 0.15, many), between(-0.15, 0.15, many)
        lit = grey.clamp(0, 1) * (between(0.75, 1.1, many) + across * place + down * place[:, None])
        return (lit + noise * torch.randn(lit.shape, generator=random))[:, None]

    def pairs(at: int, many: int) -> Split:
        known = (part == at).nonzero()[:, 0]
        one = torch.randint(0, len(known), (many,), generator=random)
        same = torch.arange(many) % 2
        other = one + (1 - same) * torch.randint(1, len(known), (many,), generator=random)
        return {"first": taken(known[one]), "second": taken(known[other % len(known)]), "same": same}

    return pairs(0, samples - 2 * (samples // 7)), pairs(1, samples // 7), pairs(2, samples // 7)


DATASET = Dataset(
    face_pairs,
    type_name="FacePairs",
    summary="Two drawn faces, of one person or of two; nobody in one part of the data is in another.",
    fields=(
        DataField("first", (1, 24, 24), kind="image", is_photo=True, help="A face: grey values, about 0 to 1."),
        DataField("second", (1, 24, 24), kind="image", is_photo=True, help="A face, taken another time."),
        DataField(
            "same",
            (),
            kind="label",
            dtype=torch.int64,
            classes=("different", "same"),
            help="Whether both are the same person.",
        ),
    ),
    params=(
        samples_param(4_200),
        noise_param(0.04, "How far each value of a picture strays."),
        Param(
            name="people",
            kind="int",
            default=700,
            minimum=28,
            maximum=5_000,
            help="How many there are in all: five of every seven are in the pairs that are learned from.",
        ),
        SEED,
    ),
)
