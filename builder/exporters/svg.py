"""The drawing as a picture for papers and slides: vectors, on white, with no outside fonts or styles."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from builder.drawing.document import Document
from builder.exporters.parts.figure import WIDTH, Box, Dot, Figure, Point, Wire, clipped, picture
from builder.kinds.exporter import Exporter, Weights

COLOURS = {"tensor": "#1f6feb", "image": "#0f8a5f", "label": "#a37800", "loss": "#d6336c", "metric": "#7048e8"}
INK, FAINT, EDGE = "#161b26", "#56617a", "#9aa6bb"
SANS = "Inter, 'Helvetica Neue', Helvetica, Arial, sans-serif"
MONO = "'JetBrains Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace"
ID_LETTERS, TYPE_LETTERS = 16, 18
CORNER = 9


def write(document: Document, weights: Weights) -> bytes:
    """The figure; every name in it is text, never markup."""
    drawn = picture(document)
    width, height = f"{drawn.width:g}", f"{drawn.height:g}"
    root = ET.Element(
        "svg",
        {"xmlns": "http://www.w3.org/2000/svg", "width": width, "height": height, "viewBox": f"0 0 {width} {height}"},
    )
    ET.SubElement(root, "title").text = "A neural network drawn with Layerloom"
    ET.SubElement(root, "rect", width=width, height=height, fill="#ffffff")
    for figure in drawn.figures:
        _figure(root, figure)
    ET.indent(root, " ")
    content: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return content + b"\n"


def _figure(root: ET.Element, figure: Figure) -> None:
    if figure.title:
        x, y = figure.at
        _text(root, clipped(figure.title, 80), (x, y + 14), size=14, weight="600")
    for wire in figure.wires:
        _wire(root, wire)
    for wire in figure.wires:
        if wire.label:
            _label(root, wire)
    for box in figure.boxes:  # over the wires and labels that run behind it
        _box(root, box)


def _wire(root: ET.Element, wire: Wire) -> None:
    colour = COLOURS.get(wire.kind, FAINT)
    ET.SubElement(root, "path", {"d": _path(wire.points), "fill": "none", "stroke": colour, "stroke-width": "1.8"})


def _path(points: tuple[Point, ...]) -> str:
    at = [f"{x:g},{y:g}" for x, y in points]
    return f"M{at[0]} C{' '.join(at[1:])}" if len(points) == 4 else f"M{at[0]} L{' '.join(at[1:])}"


def _label(root: ET.Element, wire: Wire) -> None:
    inner = wire.points[1:-1]
    x, y = (sum(values) / len(inner) for values in zip(*inner, strict=True))
    half = len(wire.label) * 3 + 4
    ET.SubElement(
        root, "rect", x=f"{x - half:g}", y=f"{y - 8:g}", width=f"{2 * half:g}", height="16", rx="4", fill="#ffffff"
    )
    _text(root, wire.label, (x, y + 3.5), size=10, colour=FAINT, family=MONO, anchor="middle")


def _box(root: ET.Element, box: Box) -> None:
    x, y = box.at
    frame = {"x": f"{x:g}", "y": f"{y:g}", "width": str(WIDTH), "height": f"{box.height:g}", "rx": str(CORNER)}
    group = ET.SubElement(root, "g")
    ET.SubElement(group, "title").text = _printable(f"{box.id}: {box.type}")
    ET.SubElement(group, "rect", {**frame, "fill": "#ffffff", "stroke": EDGE})
    _text(group, clipped(box.id, ID_LETTERS), (x + 12, y + 21), size=12, weight="600")
    kind = clipped(box.type, TYPE_LETTERS)
    _text(group, kind, (x + WIDTH - 12, y + 21), size=9.5, colour=FAINT, family=MONO, anchor="end")
    _text(group, box.params, (x + 12, y + 45), size=9.5, colour=FAINT, family=MONO)
    rule = {"x1": f"{x:g}", "x2": f"{x + WIDTH:g}", "y1": f"{y + 56:g}", "y2": f"{y + 56:g}"}
    ET.SubElement(group, "line", {**rule, "stroke": EDGE, "stroke-width": "0.5"})
    for dot in box.inputs:
        _dot(group, dot, dot.name, (dot.at[0] + 12, dot.at[1] + 3.5), "start")
    for dot in box.outputs:
        several = len(box.outputs) > 1 or not dot.shape
        words = f"{dot.name} {dot.shape}".strip() if several else dot.shape
        _dot(group, dot, words, (dot.at[0] - 12, dot.at[1] + 3.5), "end")


def _dot(group: ET.Element, dot: Dot, words: str, at: Point, anchor: str) -> None:
    x, y = dot.at
    fill = COLOURS.get(dot.kind, FAINT)
    ET.SubElement(group, "circle", {"cx": f"{x:g}", "cy": f"{y:g}", "r": "4.5", "fill": fill, "stroke": "#ffffff"})
    _text(group, words, at, size=10, colour=FAINT, family=MONO if anchor == "end" else SANS, anchor=anchor)


def _text(
    parent: ET.Element,
    words: str,
    at: Point,
    *,
    size: float,
    colour: str = INK,
    family: str = SANS,
    weight: str = "400",
    anchor: str = "start",
) -> None:
    look = {"font-family": family, "font-size": f"{size:g}", "font-weight": weight, "fill": colour}
    place = {"x": f"{at[0]:g}", "y": f"{at[1]:g}", "text-anchor": anchor}
    ET.SubElement(parent, "text", {**place, **look}).text = _printable(words)


def _printable(words: str) -> str:
    """XML has no way to write control characters, not even escaped."""
    return "".join(letter for letter in words if letter.isprintable())


EXPORTER = Exporter(
    key="svg",
    order=70,
    title="SVG figure",
    summary="The drawing as a picture for papers and slides, as the canvas shows it.",
    file_name="network.svg",
    media_type="image/svg+xml",
    write=write,
)
