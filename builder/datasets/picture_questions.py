"""PictureQuestions: pictures of coloured shapes, a question about each, and its answer in a word.

References:
    Antol and others, "VQA: Visual Question Answering", 2015, for the task.
    Johnson and others, "CLEVR: A Diagnostic Dataset for Compositional Language and Elementary Visual Reasoning", 2017.
"""

import random
from collections.abc import Sequence

import torch
from torch import Tensor

from builder.datasets.parts.division import by_number, divided
from builder.datasets.parts.params import SEED, noise_param, samples_param
from builder.datasets.parts.tokens import places_in
from builder.datasets.shape_scenes import shape_of
from builder.kinds.dataset import DataField, Dataset, Parts


def picture_questions(samples: int = 5_600, noise: float = 0.05, seed: int = 0) -> Parts:
    """Pictures of one to three circles, squares and triangles in four colours, and a question about each picture.

    Questions are of four kinds: "how many circles", "is there a red square" (yes as often as no), "what color is the
    square" and "which shape is blue", where there is one of it.

    Shape: image (N, 3, 32, 32), about 0 to 1; question (N, 5), places in the list of `asked_words`, 0 after its
    end; answer (N,), places in the list of `answers`. Units: ``noise`` is a standard deviation.
    """
    chance = torch.Generator().manual_seed(seed)
    many = 1 + torch.arange(samples) % 3
    kind, colour = (torch.randint(0, most, (samples, 3), generator=chance) for most in (3, 4))
    quarter = torch.rand(samples, 4, generator=chance).argsort(dim=1)[:, :3]
    stray = 2 * torch.rand(2, samples, 3, generator=chance) - 1
    x, y = 8 + 16 * (quarter % 2) + stray[0], 8 + 16 * (quarter // 2) + stray[1]
    half = 4 + 2 * torch.rand(samples, 3, generator=chance)
    paint = torch.tensor([[1.0, 0.1, 0.1], [0.1, 0.9, 0.1], [0.2, 0.3, 1.0], [1.0, 0.9, 0.1]])[colour]
    image = torch.full((samples, 3, 32, 32), 0.5)
    for each in range(3):
        inked = shape_of(kind[:, each], x[:, each], y[:, each], half[:, each]) & (each < many)[:, None, None]
        image = torch.where(inked[:, None], paint[:, each, :, None, None], image)
    image += noise * torch.randn(image.shape, generator=chance)

    asker = random.Random(seed)  # noqa: S311 - questions, not secrets
    asked = [_asked(asker, *each) for each in zip(_rows(kind, many), _rows(colour, many), strict=True)]
    questions, told = zip(*asked, strict=True)
    answer = torch.tensor([answers().index(word) for word in told])
    whole = {"image": image, "question": places_in(asked_words(), questions, 5), "answer": answer}
    return divided(whole, by_number(samples))


def _rows(values: Tensor, many: Tensor) -> list[list[int]]:
    return [row[:count] for row, count in zip(values.tolist(), many.tolist(), strict=True)]


def _asked(asker: random.Random, kinds: Sequence[int], colours: Sequence[int]) -> tuple[list[str], str]:
    """A question about a picture, and its answer."""
    counts, names, shapes = answers()[:4], answers()[6:10], answers()[10:]
    there = list(zip(colours, kinds, strict=True))
    only_kinds = [each for each in kinds if kinds.count(each) == 1]
    only_colours = [each for each in colours if colours.count(each) == 1]
    match asker.randrange(4):
        case 2 if only_kinds:
            kind = asker.choice(only_kinds)
            return ["what", "color", "is", "the", shapes[kind]], names[colours[kinds.index(kind)]]
        case 3 if only_colours:
            colour = asker.choice(only_colours)
            return ["which", "shape", "is", names[colour]], shapes[kinds[colours.index(colour)]]
        case 1:
            is_there = asker.random() < 0.5
            pairs = there if is_there else [(c, k) for c in range(4) for k in range(3) if (c, k) not in there]
            colour, kind = asker.choice(pairs)
            return ["is", "there", "a", names[colour], shapes[kind]], "yes" if is_there else "no"
        case _:
            kind = asker.randrange(3)
            return ["how", "many", f"{shapes[kind]}s"], counts[kinds.count(kind)]


def asked_words() -> list[str]:
    """All words of questions: nothing, and what is asked by and for."""
    rest = ["how", "many", "is", "there", "a", "what", "color", "the", "which", "shape"]
    return ["_", *rest, *answers()[6:], "circles", "squares", "triangles"]


def answers() -> list[str]:
    """All that may be answered: how many, yes and no, colours, shapes."""
    counts, shapes = ["none", "one", "two", "three"], ["circle", "square", "triangle"]
    return [*counts, "yes", "no", "red", "green", "blue", "yellow", *shapes]


DATASET = Dataset(
    picture_questions,
    type_name="PictureQuestions",
    summary="Pictures of coloured shapes, questions about them, and answers of one word.",
    fields=(
        DataField("image", (3, 32, 32), kind="image", help="Red, green and blue, each from about 0 to 1."),
        DataField(
            "question",
            (5,),
            kind="label",
            dtype=torch.int64,
            classes=tuple(asked_words()),
            help="What is asked, one whole number per word, such as: how many circles; 0 after its end.",
            time_axis=0,
        ),
        DataField("answer", (), kind="label", dtype=torch.int64, classes=tuple(answers()), help="The answer."),
    ),
    params=(
        samples_param(5_600, most=20_000),
        noise_param(0.05, "How far each value of a picture strays."),
        SEED,
    ),
)
