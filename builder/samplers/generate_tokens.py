"""Sequences written one token after the other."""

from collections.abc import Callable

import torch
from torch import Tensor

from builder.drawing.document import Value
from builder.drawing.problems import Problem
from builder.kinds.expected import Expected
from builder.kinds.layer import Params, Tensors
from builder.kinds.sampler import Inner, Sampler, like
from builder.kinds.spec import OnlyIf
from builder.samplers.parts.choosing import chosen
from builder.samplers.parts.places import refuse_other_places


def generate_tokens(
    scores: Callable[[Tensor], Tensor],
    into: Tensor,
    chance: torch.Generator,
    context: int,
    kept: int | None = None,
    start: int | None = None,
    length: int | None = None,
    window: int | None = None,
    stop: int | None = None,
    pick: str = "sample",
    temperature: float = 1.0,
    top_k: int = 0,
    top_p: float = 1.0,
    beams: int = 4,
) -> Tensor:
    """Writes sequences token by token: each is chosen by the scores of what follows all that is there so far.

    Args:
        context: how many tokens the network sees.
        kept: how many of the first tokens are given; the rest is written.
        start: a token that stands before all others and is not written.
        length: how many tokens are written; left out, as many as there is room for; after a beginning by hand as
            many as the network sees.
        window: how many tokens the network is shown; left out, as many as it sees in training.
        stop: a token that ends the sequence; all after it are this one.
        pick: "greedy": the most probable token. "sample": by chance. "beam": the most probable of several sequences.
        temperature: below 1 the probable ones are chosen more often, above 1 less often.
        top_k: how many of the most probable tokens there are to choose from; 0 means all.
        top_p: how much of all probability the tokens have that there are to choose from.
        beams: how many sequences are kept in mind.

    Shape:
        - scores: (N, T, classes) or (N, classes, T) of what follows at each place, or (N, classes) of what follows all
        - into: (N, T), the tokens that the scores are computed from; while writing, those so far
        - output: (N, kept + length), the tokens that were given and those that were written

    Reference:
        Graves, "Sequence Transduction with Recurrent Neural Networks", 2012, for beam search.
    """
    tokens = into if kept is None else into[:, :kept]
    if start is not None:
        tokens = torch.cat([tokens.new_full((len(tokens), 1), start), tokens], dim=1)
    room = context if kept is None else context - kept
    many = room if length is None else length
    width = window or context

    def following(tokens: Tensor) -> Tensor:
        """The scores of what follows. Shape: (N, L) -> (N, classes)."""
        seen = tokens[:, -width:]
        last = seen.shape[1] - 1
        padded = torch.nn.functional.pad(seen, (0, width - seen.shape[1]))
        told = scores(padded)
        if told.ndim == 2:
            return told
        return told[:, last] if told.shape[1] == width else told[:, :, last]

    if pick == "beam":
        tokens = best_of_beams(following, tokens, max(many, 0), beams, stop)
        return tokens if start is None else tokens[:, 1:]
    for _ in range(many):
        token = chosen(following(tokens), chance, 0.0 if pick == "greedy" else temperature, top_k, top_p)
        if stop is not None and tokens.shape[1] > 0:
            token = torch.where(tokens[:, -1] == stop, stop, token)
        tokens = torch.cat([tokens, token[:, None].to(tokens.dtype)], dim=1)
    return tokens if start is None else tokens[:, 1:]


def best_of_beams(
    following: Callable[[Tensor], Tensor], tokens: Tensor, many: int, beams: int, stop: int | None
) -> Tensor:
    """The most probable continuations that are found with so many sequences in mind. Shape: (N, L) -> (N, L + many)."""
    rows = [tokens]
    total = tokens.new_zeros((len(tokens), 1), dtype=torch.float32)  # (N, beams so far)
    for _ in range(many):
        odds = torch.stack([following(row).log_softmax(-1) for row in rows], dim=1)  # (N, beams, classes)
        if stop is not None and tokens.shape[1] > 0:
            is_over = torch.stack([row[:, -1] == stop for row in rows], dim=1)
            only_stop = torch.full_like(odds, float("-inf"))
            only_stop[..., stop] = 0
            odds = torch.where(is_over[..., None], only_stop, odds)
        sums = (total[..., None] + odds).flatten(1)  # (N, beams * classes)
        total, best = sums.topk(min(beams, sums.shape[1]), dim=1)
        before, token = best // odds.shape[-1], best % odds.shape[-1]
        stacked = torch.stack(rows, dim=1)  # (N, beams, L)
        rows = [
            torch.cat([stacked[torch.arange(len(tokens)), before[:, beam]], token[:, beam, None]], dim=1)
            for beam in range(best.shape[1])
        ]
    return rows[0]


def written(params: Params, context: int) -> int:
    """How many tokens come out."""
    kept = _whole(params["kept"])
    return kept + (context - kept if params["length"] is None else _whole(params["length"]))


def _whole(value: Value) -> int:
    return value if isinstance(value, int) else 0


def _predict(inputs: Tensors, params: Params) -> Tensor:
    scores, into = inputs["scores"], inputs["into"]
    refuse_other_places(scores, into)
    window = params["window"]
    if scores.ndim == 3 and scores.shape[1] != into.shape[1] and scores.shape[1] == window:
        raise ValueError(
            f"a window of {window} is as long as there are classes, so that places can't be told from them: "
            "take another"
        )
    return like(into, len(into), written(params, into.shape[1]))


def _refuses(params: Params) -> Problem | None:
    if params["start"] is not None or _whole(params["kept"]) > 0:
        return None
    return Problem(
        code="nothing_to_begin_with",
        message="There is no token to begin with.",
        hint="Set kept to 1 or more, so that the first tokens are given, or name a start token.",
    )


_BY_CHANCE = OnlyIf(field="pick", among=("sample",))

SAMPLER = Sampler(
    generate_tokens,
    type_name="GenerateTokens",
    inner=(Inner("scores", ("into",)),),
    predict=_predict,
    forms=lambda params: frozenset() if _whole(params["kept"]) else frozenset({"into"}),
    begins="into",
    infer={"context": lambda inputs: inputs["into"].shape[1]},
    starts={"kept": 1},
    limits={
        "kept": (0, 100_000),
        "length": (1, 100_000),
        "window": (1, 100_000),
        "start": (0, 10_000_000),
        "stop": (0, 10_000_000),
        "temperature": (0.01, 100),
        "top_k": (0, 10_000_000),
        "top_p": (0.01, 1),
        "beams": (1, 64),
    },
    choices={"pick": ("sample", "greedy", "beam")},
    only_if={
        "temperature": _BY_CHANCE,
        "top_k": _BY_CHANCE,
        "top_p": _BY_CHANCE,
        "beams": OnlyIf(field="pick", among=("beam",)),
    },
    expects={
        "scores": Expected((2, 3), "scores of shape (N, T, classes), (N, classes, T) or (N, classes)"),
        "into": Expected((2,), "tokens of shape (N, T)", "whole"),
    },
    refuses=_refuses,
)
