"""How one of several classes is chosen by their scores."""

import torch
from torch import Tensor


def chosen(scores: Tensor, chance: torch.Generator, temperature: float, top_k: int, top_p: float) -> Tensor:
    """A class for each row of scores: the best at temperature 0, else by chance. Shape: (N, classes) -> (N,).

    Of the classes only the ``top_k`` best can be chosen (0: all), and only the best that make up ``top_p`` of all.

    Reference: Holtzman et al., "The Curious Case of Neural Text Degeneration", 2020, for ``top_p``.
    """
    if temperature == 0:
        return scores.argmax(-1)
    scores = scores.float() / temperature
    if 0 < top_k < scores.shape[-1]:
        least = scores.topk(top_k, dim=-1).values[:, -1:]
        scores = scores.masked_fill(scores < least, float("-inf"))
    if top_p < 1:
        ordered, places = scores.softmax(-1).sort(dim=-1, descending=True)
        is_left_out = ordered.cumsum(-1) - ordered >= top_p  # what comes before it is enough already
        scores = scores.masked_fill(is_left_out.gather(-1, places.argsort(-1)), float("-inf"))
    odds = scores.softmax(-1)
    return torch.multinomial(odds.cpu(), 1, generator=chance)[:, 0].to(scores.device)
