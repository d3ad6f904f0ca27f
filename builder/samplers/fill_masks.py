"""Hidden tokens, filled in."""

from collections.abc import Callable

import torch
from torch import Tensor

from builder.kinds.expected import Expected
from builder.kinds.layer import Params, Tensors
from builder.kinds.sampler import Inner, Sampler, like
from builder.samplers.parts.choosing import chosen
from builder.samplers.parts.places import refuse_other_places


def fill_masks(
    scores: Callable[[Tensor], Tensor],
    into: Tensor,
    chance: torch.Generator,
    mask: int,
    rounds: int = 8,
    temperature: float = 0.0,
) -> Tensor:
    """Fills in hidden tokens, in each round those of which the network is surest; the others are asked anew.

    Args:
        mask: the token that stands for a hidden one.
        rounds: in how many rounds all are filled in; 1 fills in all at once.
        temperature: 0 takes the most probable token, more draws by chance.

    Shape:
        - scores: (N, T, classes) or (N, classes, T), of the token at each place
        - into: (N, T), tokens of which some are hidden
        - output: (N, T), the tokens, with the hidden ones filled in

    Reference:
        Ghazvininejad, Levy, Liu and Zettlemoyer, "Mask-Predict: Parallel Decoding of Conditional Masked Language
        Models", 2019.
    """
    tokens = into
    hidden = (into == mask).sum(1)  # (N,), at first
    for place in range(1, rounds + 1):
        told = scores(tokens)
        told = told if told.shape[1] == tokens.shape[1] else told.transpose(1, 2)  # (N, T, classes)
        told = told.clone()
        if mask < told.shape[-1]:
            told[..., mask] = float("-inf")
        best = chosen(told.flatten(0, 1), chance, temperature, 0, 1.0).reshape(tokens.shape)
        sure = told.softmax(-1).gather(-1, best[..., None])[..., 0]  # (N, T)
        is_hidden = tokens == mask
        left = (hidden * (rounds - place)) // rounds  # (N,), after this round
        order = sure.masked_fill(~is_hidden, -1).argsort(dim=1, descending=True, stable=True).argsort(1)
        is_filled = is_hidden & (order < (is_hidden.sum(1) - left)[:, None])
        tokens = torch.where(is_filled, best, tokens)
    return tokens


def _predict(inputs: Tensors, params: Params) -> Tensor:
    refuse_other_places(inputs["scores"], inputs["into"])
    return like(inputs["into"], *inputs["into"].shape)


SAMPLER = Sampler(
    fill_masks,
    type_name="FillMasks",
    inner=(Inner("scores", ("into",)),),
    predict=_predict,
    limits={"mask": (0, 10_000_000), "rounds": (1, 1_000), "temperature": (0, 100)},
    expects={
        "scores": Expected((3,), "scores of shape (N, T, classes) or (N, classes, T)"),
        "into": Expected((2,), "tokens of shape (N, T)", "whole"),
    },
)
