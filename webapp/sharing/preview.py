"""The picture that a chat or a mail shows beside a share link: the drawing, painted small on the server."""

from __future__ import annotations

import hashlib
import io
import threading
from functools import lru_cache
from typing import TYPE_CHECKING

from builder.drawing.document import read_document
from builder.exporters.parts.figure import WIDTH, Box, Figure, Point, Wire, clipped, picture
from builder.exporters.svg import COLOURS, EDGE, FAINT, INK

if TYPE_CHECKING:
    from PIL import ImageDraw, ImageFont

SIZE = (1200, 630)  # what Open Graph's readers show whole
FINE = 2
"""Pixels painted for each that is sent, so that slanted lines are smooth."""
EDGE_PX, FOOT_PX, LARGEST = 40, 96, 1.6
LETTERS, SMALLEST_LETTERS_PX = 15, 13
INSET, FEWEST = 11, 3
CURVE = 24
KEPT = 64
"""Pictures, of some 30 kB each; what they show is known by its digest, as a drawing may be of 2 MB."""

_painting = threading.Lock()
_painted: dict[bytes, bytes] = {}


def preview_png(document: str, name: str) -> bytes:
    """The drawing that is trained, as large as it fits, over the network's name. ``document`` is its JSON text.

    Painted once, and one at a time: whoever pastes a link into a chat has many ask for it at once.
    """
    key = hashlib.sha256(f"{name}\n{document}".encode("utf-8", "replace")).digest()
    with _painting:
        if key not in _painted:
            _painted[key] = _paint(document, name)
            while len(_painted) > KEPT:
                _painted.pop(next(iter(_painted)))
        return _painted[key]


def _paint(document: str, name: str) -> bytes:
    from PIL import Image, ImageDraw

    image = Image.new("RGB", (SIZE[0] * FINE, SIZE[1] * FINE), "#ffffff")
    pen = ImageDraw.Draw(image)
    figures = picture(read_document(document)).figures
    if figures:
        _Painter(pen, figures[0]).paint()
    _foot(pen, name)
    out = io.BytesIO()
    image.resize(SIZE, Image.Resampling.LANCZOS).save(out, "PNG", optimize=True)
    return out.getvalue()


class _Painter:
    """Paints one figure into the room above the foot."""

    def __init__(self, pen: ImageDraw.ImageDraw, figure: Figure) -> None:
        self._pen, self._figure = pen, figure
        left, top = (min(box.at[axis] for box in figure.boxes) for axis in (0, 1))
        right = max(box.at[0] + WIDTH for box in figure.boxes)
        bottom = max(box.at[1] + box.height for box in figure.boxes)
        room = SIZE[0] - 2 * EDGE_PX, SIZE[1] - FOOT_PX - 2 * EDGE_PX
        scale = min(room[0] / (right - left), room[1] / (bottom - top), LARGEST)
        self._scale = scale * FINE
        self._shift = (
            FINE * EDGE_PX + (FINE * room[0] - self._scale * (right - left)) / 2 - self._scale * left,
            FINE * EDGE_PX + (FINE * room[1] - self._scale * (bottom - top)) / 2 - self._scale * top,
        )

    def paint(self) -> None:
        for wire in self._figure.wires:
            self._wire(wire)
        for box in self._figure.boxes:
            self._box(box)

    def _at(self, point: Point) -> Point:
        return self._shift[0] + self._scale * point[0], self._shift[1] + self._scale * point[1]

    def _thick(self, width: float) -> int:
        return max(2 * FINE, round(width * self._scale))

    def _wire(self, wire: Wire) -> None:
        points = _bent(wire.points) if len(wire.points) == 4 else list(wire.points)
        colour = COLOURS.get(wire.kind, FAINT)
        self._pen.line([self._at(point) for point in points], fill=colour, width=self._thick(1.8), joint="curve")

    def _box(self, box: Box) -> None:
        x, y = box.at
        frame = (*self._at(box.at), *self._at((x + WIDTH, y + box.height)))
        self._pen.rounded_rectangle(frame, 9 * self._scale, fill="#f4f6fa", outline=EDGE, width=FINE)
        self._words(box, INK)
        for dot in (*box.inputs, *box.outputs):
            at, reach = self._at(dot.at), 4.5 * self._scale
            circle = (at[0] - reach, at[1] - reach, at[0] + reach, at[1] + reach)
            self._pen.ellipse(circle, fill=COLOURS.get(dot.kind, FAINT), outline="#ffffff", width=FINE)

    def _words(self, box: Box, colour: str) -> None:
        """The node's name, cut to its box, in letters that can still be read; none where no name would fit."""
        font = _font(max(LETTERS * self._scale, SMALLEST_LETTERS_PX * FINE))
        room = (WIDTH - 2 * INSET) * self._scale
        name = _known(box.id)
        length = next((n for n in range(len(name), 0, -1) if font.getlength(clipped(name, n)) <= room), 0)
        if length >= min(FEWEST, len(name)):
            x, y = box.at
            self._pen.text(self._at((x + INSET, y + INSET)), clipped(name, length), font=font, fill=colour)


def _foot(pen: ImageDraw.ImageDraw, name: str) -> None:
    top = FINE * (SIZE[1] - FOOT_PX)
    pen.rectangle((0, top, FINE * SIZE[0], FINE * SIZE[1]), fill=INK)
    line = top + FINE * 28
    pen.text((FINE * EDGE_PX, line), clipped(_known(name), 44), font=_font(FINE * 36), fill="#ffffff")
    right = FINE * (SIZE[0] - EDGE_PX)
    pen.text((right, line + FINE * 8), "Layerloom", font=_font(FINE * 26), fill="#aab3c5", anchor="ra")


def _bent(points: tuple[Point, ...]) -> list[Point]:
    """The points of a curve with two handles."""
    steps = [step / CURVE for step in range(CURVE + 1)]
    weights = [((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3) for t in steps]
    axes = zip(*points, strict=True)
    xs, ys = ([sum(w * value for w, value in zip(four, axis, strict=True)) for four in weights] for axis in axes)
    return list(zip(xs, ys, strict=True))


def _known(words: str) -> str:
    """Without letters that the font does not hold: it would paint empty boxes for them."""
    return "".join(letter for letter in words if letter == "…" or (letter.isprintable() and ord(letter) < 0x180))


@lru_cache(maxsize=32)
def _font(size: float) -> ImageFont.FreeTypeFont:
    from PIL import ImageFont

    font = ImageFont.load_default(size)
    assert isinstance(font, ImageFont.FreeTypeFont)  # as every wheel of Pillow is built with FreeType
    return font
