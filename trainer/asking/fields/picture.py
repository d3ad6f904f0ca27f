"""A picture: drawn, out of a file or from a camera, of any size and form, made into one as the network knows them."""

from __future__ import annotations

import base64
import binascii
import math
from typing import Annotated, Any, Literal

import torch
from pydantic import BaseModel, ConfigDict, Field
from torch import Tensor
from torch.nn import functional

from builder.samples.shades import as_bytes
from trainer.asking.field import Asked, FieldKind, Subject
from trainer.asking.fields.parts.values import Values, of_values

MAX_SIDE = 1_024
MOST_BASE64 = 2_000_000
"""What a body may hold: a photo of 700 by 700 pixels in colours."""
GREY = (0.299, 0.587, 0.114)

Base64 = Annotated[str, Field(max_length=MOST_BASE64)]


class _Given(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Drawn(_Given):
    """What a pen drew: grey values, one byte each, row by row; 0 is paper, 255 is ink."""

    drawing: Base64
    width: int
    height: int


class Photo(_Given):
    """Any picture: red, green and blue of each pixel, or its grey value, one byte each; 0 is dark, 255 is light.

    ``ink`` says for pictures of ink whether it is dark or light; left out, what covers less is ink.
    """

    picture: Base64
    width: int
    height: int
    colours: Literal[1, 3] = 3
    ink: Literal["dark", "light"] | None = None


class Pixels(_Given):
    """A picture as the network sees it: colour after colour, row by row, one byte each from ``low`` to ``high``."""

    pixels: Base64
    low: float
    high: float


Given = Drawn | Photo | Pixels | Values


class PictureAsked(Asked):
    """A picture of the shape (C, H, W). Of a photo large values are light; of others they are ink where ``is_ink``.

    ``low`` and ``high`` are the values of what is drawn: the darkest and the lightest, or paper and ink.
    """

    kind: Literal["picture"] = "picture"
    is_ink: bool
    low: float
    high: float


def _fits(subject: Subject) -> bool:
    shape = subject.shape
    if len(shape) != 3 or subject.field.classes or math.prod(shape) > MOST_BASE64 * 3 // 4:
        return False
    return subject.field.kind == "image" or (shape[0] in (1, 3) and min(shape[1:]) >= LEAST_SIDE)


LEAST_SIDE = 4


def _describe(subject: Subject, may_read: bool) -> dict[str, Any]:
    low, high = _range(subject) if may_read or _is_bounded(subject) else (0.0, 1.0)
    return {"is_ink": _is_ink(subject), "low": low, "high": high}


def _is_ink(subject: Subject) -> bool:
    return not subject.field.is_photo and subject.shape[0] == 1


def _is_bounded(subject: Subject) -> bool:
    return all(math.isfinite(bound) for bound in subject.field.between)


def _range(subject: Subject) -> tuple[float, float]:
    """The values of dark and light, or those of paper and ink."""
    if _is_bounded(subject):
        return subject.field.between
    facts = subject.facts
    return (facts.edge, facts.far) if _is_ink(subject) else (facts.low, facts.high)


def _sample(subject: Subject, given: Given) -> Tensor:
    match given:
        case Drawn():
            ink = _bytes(subject, given.drawing, (1, given.height, given.width, 1))[0, ..., 0]
            own = subject.program.dataset.drawn(subject.name)
            return own(ink) if own else _adapted(subject, ink[None], is_light=False)
        case Photo():
            return _of_photo(subject, given)
        case Pixels():
            channels, height, width = subject.shape
            levels = _bytes(subject, given.pixels, (channels, height, width, 1))[..., 0]
            if not (math.isfinite(given.low) and math.isfinite(given.high)):
                raise subject.refuse("pixels from low to high", "these are no numbers")
            return (given.low + levels.double() * (given.high - given.low)).to(subject.field.dtype)[None]
        case _:
            return of_values(subject, given)


def _of_photo(subject: Subject, given: Photo) -> Tensor:
    """A photo as this field has pictures; for a field of ink, what covers less of it becomes ink."""
    (pixels,) = _bytes(subject, given.picture, (1, given.height, given.width, given.colours))
    light = pixels.permute(2, 0, 1)  # (colours, height, width)
    if not _is_ink(subject):
        return _adapted(subject, light, is_light=True)
    grey = _grey(light)
    is_dark = given.ink == "dark" if given.ink else bool(_edge_of(grey) > 0.5)
    ink = 1 - grey if is_dark else grey
    own = subject.program.dataset.drawn(subject.name)
    return own(ink[0]) if own else _adapted(subject, ink, is_light=False)


def _edge_of(grey: Tensor) -> Tensor:
    edges = (grey[..., 0, :], grey[..., -1, :], grey[..., :, 0], grey[..., :, -1])
    return torch.cat([each.reshape(-1) for each in edges]).median()


def _grey(picture: Tensor) -> Tensor:
    """Shape: (1 or 3, height, width) -> (1, height, width), as television weighs colours."""
    if len(picture) == 1:
        return picture
    return (picture * torch.tensor(GREY)[:, None, None]).sum(0, keepdim=True)


def _adapted(subject: Subject, picture: Tensor, *, is_light: bool) -> Tensor:
    """The middle of a picture, as large as the network takes it and in the range that it knows.

    Shape: (1 or 3, height, width) in 0..1, light or ink -> (1, C, H, W).
    """
    channels, height, width = subject.shape
    fitted = _fitted(picture, height, width)
    if channels != len(fitted):
        fitted = fitted if channels == 3 and len(fitted) == 1 else _grey(fitted)
        fitted = fitted.expand(channels, -1, -1)
    low, high = _range(subject)
    if not is_light and not _is_ink(subject):
        fitted = 1 - fitted
    return (low + (high - low) * fitted)[None].to(subject.field.dtype)


def _fitted(picture: Tensor, height: int, width: int) -> Tensor:
    """The largest part around the middle of the form height x width, made so large."""
    tall, wide = picture.shape[1:]
    scale = min(tall / height, wide / width)
    cut_tall, cut_wide = max(1, round(height * scale)), max(1, round(width * scale))
    top, left = (tall - cut_tall) // 2, (wide - cut_wide) // 2
    cut = picture[None, :, top : top + cut_tall, left : left + cut_wide]
    if cut.shape[2:] == (height, width):
        return cut[0]
    return functional.interpolate(cut, (height, width), mode="bilinear", antialias=True)[0].clamp(0, 1)


def _bytes(subject: Subject, text: str, shape: tuple[int, int, int, int]) -> Tensor:
    """Bytes as shares of 255, decoded only where their number is right. Shape: (planes, height, width, colours)."""
    _, height, width, _ = shape
    if not (1 <= height <= MAX_SIDE and 1 <= width <= MAX_SIDE):
        hint = "Make it smaller before it is sent."
        raise subject.refuse(f"a picture with sides of 1 to {MAX_SIDE:,} pixels", f"it is {width} x {height}", hint)
    expected = math.prod(shape)
    if abs(len(text) * 3 // 4 - expected) > SLACK:
        received = f"there are {len(text) * 3 // 4:,}"
        raise subject.refuse(f"one byte for each value of a pixel, {expected:,} here", received)
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise subject.refuse("bytes in base64", f"these are none: {error}") from error
    if len(data) != expected:
        raise subject.refuse(f"one byte for each value of a pixel, {expected:,} here", f"there are {len(data):,}")
    return torch.frombuffer(bytearray(data), dtype=torch.uint8).reshape(shape).float() / 255


SLACK = 3
"""What base64 may be longer than its bytes, as it is filled up to four letters."""


def _told(subject: Subject, value: Tensor) -> dict[str, Any]:
    real = torch.nan_to_num(value.float())
    low, high = subject.field.between if _is_bounded(subject) else (real.min().item(), real.max().item())
    scaled = (real - low) / max(high - low, 1e-12) * 255
    text = base64.b64encode(as_bytes(scaled.clamp(0, 255).round())).decode()
    return Pixels(pixels=text, low=low, high=high).model_dump()


FIELD = FieldKind(
    order=200,
    noun="a picture",
    asked=PictureAsked,
    given=Given,
    fits=_fits,
    describe=_describe,
    sample=_sample,
    told=_told,
)
