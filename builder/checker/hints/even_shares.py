"""Channels, features and heads are shared out evenly: the one number divides the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from builder.checker.advice import Advice, Trouble, divisors, listed, nearest, set_params, widener
from builder.drawing.document import Value
from builder.drawing.problems import Fix


@dataclass(frozen=True)
class Share:
    """``total`` things that ``setting`` shares out; ``choices`` are the values that go."""

    setting: str
    total: int
    things: str
    parts: str
    choices: list[int]

    @property
    def words(self) -> str:
        return f"{self.total} {self.things} can't be shared out in {{}} {self.parts}: {listed(self.choices)} can."


AXES = {  # which axis of the first input is shared out, by what
    "GroupNorm": ("num_groups", 1, "channels", "groups"),
    "ChannelShuffle": ("groups", 1, "channels", "groups"),
    "MultiheadAttention": ("num_heads", -1, "features", "heads"),
    "CausalSelfAttention": ("n_head", -1, "features", "heads"),
    "TransformerEncoder": ("nhead", -1, "features", "heads"),
    "TransformerEncoderLayer": ("nhead", -1, "features", "heads"),
    "TransformerDecoder": ("nhead", -1, "features", "heads"),
    "TransformerDecoderLayer": ("nhead", -1, "features", "heads"),
    "Transformer": ("nhead", -1, "features", "heads"),
}


def _hint(trouble: Trouble) -> Advice | None:
    for share in _shares(trouble):
        many = trouble.whole(share.setting)
        if many and share.total % many:
            best = nearest(many, share.choices)
            fixes = (trouble.set(**{share.setting: best}), *_wider(trouble, share, many))
            return Advice(hint=share.words.format(many), fixes=fixes)
    return _squares(trouble) or _halves(trouble)


def _shares(trouble: Trouble) -> Iterator[Share]:
    first = trouble.first
    if first is None:
        return
    if trouble.type in AXES:
        setting, axis, things, parts = AXES[trouble.type]
        total = first.small[axis]
        yield Share(setting, total, things, parts, divisors(total))
    if "groups" in trouble.params and trouble.type not in AXES:
        incoming, outgoing = first.small[1], trouble.whole("out_channels") or first.small[1]
        both = [part for part in divisors(incoming) if outgoing % part == 0]
        yield Share("groups", incoming, "channels that come in", "groups", both)
        yield Share("groups", outgoing, "channels that go out", "groups", both)


def _wider(trouble: Trouble, share: Share, many: int) -> tuple[Fix, ...]:
    """The other way round: as many channels before it as can be shared out."""
    ports = list(trouble.inputs)
    found = widener(trouble.found, trouble.source(ports[0])[0])
    wanted: dict[str, Value] = {found[1]: -(-share.total // many) * many} if found else {}
    return (set_params(found[0], **wanted),) if found else ()


def _squares(trouble: Trouble) -> Advice | None:
    """Pixels that are made of channels, or laid out in them: as many as fit a square of the factor."""
    first = trouble.first
    if first is None or trouble.type not in ("PixelShuffle", "PixelUnshuffle"):
        return None
    channels, *sides = first.small[1:]
    if trouble.type == "PixelShuffle":
        factor = trouble.whole("upscale_factor") or 1
        choices = [part for part in range(1, 65) if channels % (part * part) == 0]
        said = f"{factor} x {factor} pixels are made of {factor * factor} channels each; {channels} can't be"
        wider = widener(trouble.found, trouble.source("input")[0])
        wanted: dict[str, Value] = {wider[1]: -(-channels // factor**2) * factor**2} if wider else {}
        fixes = ((set_params(wider[0], **wanted),) if wider else ()) + (
            trouble.set(upscale_factor=nearest(factor, choices)),
        )
        return Advice(hint=f"{said} shared out so. A factor of {listed(choices)} goes.", fixes=fixes)
    factor = trouble.whole("downscale_factor") or 1
    choices = [part for part in divisors(sides[0]) if all(side % part == 0 for side in sides)]
    said = " x ".join(map(str, sides))
    return Advice(
        hint=f"Images of {said} can't be cut into squares of {factor} x {factor}: {listed(choices)} can.",
        fixes=(trouble.set(downscale_factor=nearest(factor, choices)),),
    )


def _halves(trouble: Trouble) -> Advice | None:
    """A gate halves its axis."""
    axis, first = trouble.whole("dim"), trouble.first
    if trouble.type != "GLU" or first is None or axis is None or not -len(first.small) <= axis < len(first.small):
        return None
    size = first.small[axis]
    if size % 2 == 0:
        return None
    before = widener(trouble.found, trouble.source("input")[0])
    wanted: dict[str, Value] = {before[1]: size + 1} if before else {}
    return Advice(
        hint=f"One half of the axis is gated by the other; {size} values can't be halved.",
        fixes=(set_params(before[0], **wanted),) if before else (),
    )


HINT = _hint
