"""Reads the text out of a network trained with CTC, several readings at once."""

import torch
from torch import Tensor

from builder.kinds.expected import Expected
from builder.kinds.own_module import OwnFunction


def ctc_beam_decode(input: Tensor, blank: int = 0, width: int = 8) -> tuple[Tensor, Tensor, Tensor]:
    """Finds the text whose ways to be read are the most probable together, by keeping the best few beginnings.

    Best path decoding (CTCGreedyDecode) takes the one most probable way; a text with many ways may be more probable. No
    gradient passes.

    Args:
        blank: the class that means nothing.
        width: how many beginnings are kept at each time; with 1 the result is near that of best path decoding.

    Shape:
        - input: (N, T, classes), scores or log-probabilities
        - output: (N, T), the classes read, and after them -1
        - length: (N,), how many were read
        - score: (N,), the log-probability of the text, as far as the kept beginnings tell

    Reference:
        Hannun, Maas, Jurafsky and Ng, "First-Pass Large Vocabulary Continuous Speech Recognition using Bi-Directional
        Recurrent DNNs", 2014.

    Example:
        >>> scores = torch.tensor([[[0.4, 0.3, 0.3], [0.4, 0.6, 0.0]]]).log()
        >>> output, length, score = ctc_beam_decode(scores)
        >>> output, length, score.exp()
        (tensor([[ 1, -1]]), tensor([1]), tensor([0.5400]))
    """
    told = input.detach().log_softmax(dim=-1)  # (N, T, classes)
    samples, times, classes = told.shape
    every = torch.arange(classes, device=told.device)
    text = torch.full((samples, width, times), -1, dtype=torch.int64, device=told.device)
    length = torch.zeros((samples, width), dtype=torch.int64, device=told.device)
    last = length - 1  # the token each text ends with; -1 of the empty one
    dead = told.new_full((samples, width), -torch.inf)
    on_token, on_blank = dead, torch.cat([torch.zeros_like(dead[:, :1]), dead[:, 1:]], dim=1)
    for time in range(times):
        now = told[:, time]
        total = torch.logaddexp(on_blank, on_token)
        ends = last.unsqueeze(2) == every  # (N, width, classes)
        grown = torch.where(ends, on_blank.unsqueeze(2), total.unsqueeze(2)) + now.unsqueeze(1)
        grown = grown.masked_fill(every == blank, -torch.inf)
        stays_blank = total + now[:, blank].unsqueeze(1)
        stays_token = on_token + now.gather(1, last.clamp(min=0))

        # a text that grows into another one of those that are kept is that one
        before = text.scatter(2, (length - 1).clamp(min=0).unsqueeze(2), -1)
        is_next = (before.unsqueeze(1) == text.unsqueeze(2)).all(dim=3)  # (N, shorter, longer)
        is_next &= ((length > 0) & total.isfinite()).unsqueeze(1)
        joined = grown.gather(2, last.clamp(min=0).unsqueeze(1).expand(-1, width, -1))
        joined = joined.masked_fill(~is_next, -torch.inf).logsumexp(dim=1)
        grown = grown.masked_fill((is_next.unsqueeze(3) & ends.unsqueeze(1)).any(dim=2), -torch.inf)
        stays_token = torch.logaddexp(stays_token, joined)

        ways = torch.cat([torch.logaddexp(stays_blank, stays_token), grown.flatten(1)], dim=1)
        best, which = ways.topk(width, dim=1)
        grows = which >= width
        token = (which - width) % classes
        source = torch.where(grows, (which - width) // classes, which)
        on_blank = stays_blank.gather(1, source).masked_fill(grows, -torch.inf)
        on_token = torch.where(grows, best, stays_token.gather(1, source))
        text, length = text.gather(1, source.unsqueeze(2).expand(-1, -1, times)), length.gather(1, source)
        is_new = grows.unsqueeze(2) & (torch.arange(times, device=told.device) == length.unsqueeze(2))
        text = torch.where(is_new, token.unsqueeze(2), text)
        last, length = torch.where(grows, token, last.gather(1, source)), length + grows
    return text[:, 0], length[:, 0], torch.logaddexp(on_blank, on_token)[:, 0]


LAYER = OwnFunction(
    ctc_beam_decode,
    type_name="CTCBeamDecode",
    category="Choosing",
    limits={"blank": (0, 10_000_000), "width": (1, 256)},
    expects=Expected((3,), "scores of shape (N, T, classes)"),
)
