"""The tokens of a text, scored once more: what else might stand where some were hidden, and which it looked at."""

from __future__ import annotations

from dataclasses import dataclass

from torch import Tensor
from torch.nn import functional as F

from builder.compiler.program import Answer
from trainer.asking.answer import Reply
from trainer.asking.answers.parts.aim import given_fields
from trainer.asking.answers.parts.made import comes_in
from trainer.asking.answers.parts.told import Part, Shaded, shaded
from trainer.look.scene import Scene
from trainer.probes.attention import Watched

MOST_SIDE = 64


class Looked(Part):
    """How much each token (row) takes from each key (column) in the last attention, the mean of its heads, from 0 to 1.

    Shape: map (tokens, keys).
    """

    tokens: tuple[str, ...]
    keys: tuple[str, ...]
    map: Shaded


@dataclass(frozen=True)
class OnceMore:
    """Scores for a text, as they come out, and the attention of the last layer. Shape: attention (tokens, keys)."""

    scores: Tensor
    attention: Tensor | None


def once_more(reply: Reply, answer: Answer, tokens: Tensor) -> OnceMore | None:
    """What a sampler's scores are for a text as it stands, the last part of one that is too long. Shape: tokens (L)."""
    program = reply.program
    into, wire = comes_in(program, answer.sampler, "into"), comes_in(program, answer.sampler, "scores")
    if into is None or wire is None:
        return None
    width = program.plan.found.flows[into].small[1]
    window = F.pad(tokens[-width:], (0, max(0, width - len(tokens))))[None]
    others = program.rests_on([wire], [into])
    if any(program.plan.fields[each] not in reply.batch for each in others):
        return None
    given = {each: reply.batch[program.plan.fields[each]] for each in others} | {into: window}
    with Watched() as watched:
        (scores,) = Scene(reply.state).between(given, [wire])
    maps = [each.float().mean(0).cpu() for each in watched.seen if each.dim() == 3 and each.shape[1] == width]
    return OnceMore(scores.cpu(), maps[-1][: min(len(tokens), width)] if maps else None)


def looked(reply: Reply, answer: Answer, words: tuple[str, ...], found: OnceMore) -> Looked | None:
    """The attention with the words that it is between; None where it is not known which these are."""
    attention, into = found.attention, comes_in(reply.program, answer.sampler, "into")
    if attention is None or into is None or max(attention.shape) > MOST_SIDE:
        return None
    tokens = words[-len(attention) :]
    if attention.shape[1] == reply.program.plan.found.flows[into].small[1]:
        return Looked(tokens=tokens, keys=tokens, map=shaded(attention[: len(tokens), : len(tokens)], 0.0, 1.0))
    keys = _words(reply, attention.shape[1])
    return Looked(tokens=tokens, keys=keys, map=shaded(attention[: len(tokens)], 0.0, 1.0)) if keys else None


def _words(reply: Reply, many: int) -> tuple[str, ...]:
    """The given text of so many words, if there is one."""
    fitting = [field for field in given_fields(reply.program) if field.classes and field.shape == (many,)]
    if len(fitting) != 1:
        return ()
    (field,) = fitting
    return tuple(
        field.classes[each] if 0 <= each < len(field.classes) else "" for each in reply.batch[field.name][0].tolist()
    )
