"""Opens a picture of anybody's: looked at before it is decoded, upright, without transparency, cut to a square."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import ExifTags, Image, ImageOps

from builder.folder.limits import Limits
from builder.folder.refused import Refused
from builder.intake.kinds_of_file import PICTURES, kind_of, told

Pixels = NDArray[np.uint8]
SMOOTH = Image.Resampling.BILINEAR
HARDLY = 8
"""So far apart may red, green and blue of a grey JPEG be."""

_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
warnings.filterwarnings("ignore", category=Image.DecompressionBombWarning)  # pixels are counted here
warnings.filterwarnings("ignore", category=UserWarning, module=r"PIL\.")  # what is broken is refused, or does no harm


@contextmanager
def opened(file: Path, name: str, limits: Limits) -> Iterator[Image.Image]:
    """A picture of which only the header was read.

    Raises:
        Refused: it is none, has too many pixels, or is found to be broken while it is in use.
    """
    if (kind := kind_of(file)) not in PICTURES:
        what, hint = told(kind)
        raise Refused("no_picture", name, f"is {what}; a picture was expected.", hint)
    try:
        with Image.open(file, formats=[kind.upper()]) as image:
            _refuse_large(image, name, limits)
            yield image
    except (Refused, MemoryError):
        raise
    except Image.DecompressionBombError as error:
        words = f"has more than the {limits.pixels / 1e6:,.0f} million pixels that are taken."
        raise Refused("too_many_pixels", name, words, "Make the picture smaller.") from error
    except Exception as error:  # decoders raise all kinds of errors over broken bytes
        raise Refused("broken_picture", name, "is a broken picture.", "Save it anew, or leave it out.") from error


def square(image: Image.Image, side: int, is_grey: bool) -> Pixels:
    """The middle of a picture, upright and on white. Shape: (C, side, side), C is 1 where it is grey, else 3."""
    image.draft("L" if is_grey else "RGB", (2 * side, 2 * side))  # lets JPEG be decoded at a fraction of its size
    small = ImageOps.fit(shaded(image), (side, side), SMOOTH)
    values = np.asarray(turned(on_white(small), orientation(image)).convert("L" if is_grey else "RGB"))
    return values[None] if is_grey else values.transpose(2, 0, 1)


def labelled(image: Image.Image, side: int) -> NDArray[np.int32]:
    """The middle of a mask, upright: each pixel's own value, or of colours 2 ** 24 and more. Shape: (side, side)."""
    if image.mode not in {"L", "P", "1"} and not image.mode.startswith("I"):
        image = image.convert("RGB")
    small = turned(ImageOps.fit(image, (side, side), Image.Resampling.NEAREST), orientation(image))
    values = np.asarray(small).astype(np.int32)
    return values if values.ndim == 2 else values @ np.array([1 << 16, 1 << 8, 1], np.int32) + (1 << 24)


def is_grey(image: Image.Image) -> bool:
    """Whether there is no colour in it."""
    image.draft("RGB", (64, 64))
    small = on_white(ImageOps.fit(shaded(image), (64, 64), SMOOTH))
    if small.mode == "L":
        return True
    values = np.asarray(small.convert("RGB")).astype(np.int16)
    return bool(np.ptp(values, axis=2).max() <= HARDLY)


def shaded(image: Image.Image) -> Image.Image:
    """A picture in shades of grey or of colours, which can be made smaller; it may be transparent."""
    if image.mode.startswith(("I", "F")):
        return _of_bytes(image)
    if image.has_transparency_data:
        return image.convert("RGBA")
    return image if image.mode in {"L", "RGB"} else image.convert("L" if image.mode == "1" else "RGB")


def on_white(image: Image.Image) -> Image.Image:
    """White where it is transparent."""
    if image.mode != "RGBA":
        return image
    white = Image.new("RGBA", image.size, "white")
    white.alpha_composite(image)
    return white.convert("RGB")


def orientation(image: Image.Image) -> int:
    """How a camera was held: a number of EXIF, 1 to 8."""
    return int(image.getexif().get(ExifTags.Base.Orientation, 1))


def turned(image: Image.Image, orientation: int) -> Image.Image:
    """As it was seen by a camera that was held so."""
    return image.transpose(_TURNS[orientation]) if orientation in _TURNS else image


def upright_size(image: Image.Image) -> tuple[int, int]:
    """Width and height as it was seen."""
    width, height = image.size
    return (height, width) if orientation(image) >= 5 else (width, height)


def _of_bytes(image: Image.Image) -> Image.Image:
    """A picture of 16 bits or of decimals, in 256 shades."""
    values = np.asarray(image).astype(np.float64)
    top = 65_535 if values.max() > 255 else 255 if values.max() > 1 else 1
    return Image.fromarray((values.clip(0, top) * (255 / top)).astype(np.uint8))


def _refuse_large(image: Image.Image, name: str, limits: Limits) -> None:
    width, height = image.size
    if width * height > limits.pixels:
        words = f"has {width} x {height} pixels; at most {limits.pixels / 1e6:,.0f} million are taken."
        raise Refused("too_many_pixels", name, words, "Make the picture smaller.")
