"""The drawing as TikZ, for papers that are set in LaTeX.

Reference: Till Tantau, "The TikZ and PGF Packages", ctan.org/pkg/pgf.
"""

from __future__ import annotations

from collections.abc import Iterator

from builder.drawing.document import Document
from builder.exporters.parts.figure import WIDTH, Box, Figure, Point, Wire, clipped, picture
from builder.exporters.svg import COLOURS
from builder.kinds.exporter import Exporter, Weights

HEAD = """\
% A neural network drawn with Layerloom. Put it into a figure; the preamble needs \\usepackage{tikz}.
"""
BEGIN = """\
\\begin{tikzpicture}[x=0.02cm, y=-0.02cm, font=\\sffamily\\scriptsize,
  box/.style={draw=black!40, fill=white, rounded corners=3pt},
  small/.style={text=black!65, font=\\sffamily\\tiny},
  wire/.style={line width=0.8pt, rounded corners=3pt}]
"""
ESCAPES = {
    "\\": "\\textbackslash{}",
    "~": "\\textasciitilde{}",
    "^": "\\textasciicircum{}",
    "…": "\\ldots{}",
    **{letter: f"\\{letter}" for letter in "&%$#_{}"},
}


def write(document: Document, weights: Weights) -> bytes:
    """A ``tikzpicture`` of boxes and wires at the places where the canvas shows them."""
    colours = [f"\\definecolor{{loom{kind}}}{{HTML}}{{{code[1:].upper()}}}" for kind, code in COLOURS.items()]
    lines = [line for figure in picture(document).figures for line in _figure(figure)]
    return (HEAD + "\n".join(colours) + "\n" + BEGIN + "\n".join(lines) + "\n\\end{tikzpicture}\n").encode()


def _figure(figure: Figure) -> Iterator[str]:
    if figure.title:
        x, y = figure.at
        yield _node("anchor=west, font=\\sffamily\\small\\bfseries", (x, y + 8), clipped(figure.title, 60))
    yield from (_wire(wire) for wire in figure.wires)
    for box in figure.boxes:
        yield from _box(box)


def _wire(wire: Wire) -> str:
    at = [_at(point) for point in wire.points]
    way = f"{at[0]} .. controls {at[1]} and {at[2]} .. {at[3]}" if len(at) == 4 else " -- ".join(at)
    return f"\\draw[wire, loom{wire.kind}] {way};"


def _box(box: Box) -> Iterator[str]:
    x, y = box.at
    yield f"\\draw[box] {_at((x, y))} rectangle {_at((x + WIDTH, y + box.height))};"
    yield _node("anchor=west", (x + 6, y + 17), clipped(box.id, 16), "\\bfseries ")
    yield _node("small, anchor=east", (x + WIDTH - 6, y + 17), clipped(box.type, 18))
    yield _node("small, anchor=west", (x + 6, y + 41), box.params)
    for dot in (*box.inputs, *box.outputs):
        yield f"\\fill[loom{dot.kind}] {_at(dot.at)} circle[radius=1.6pt];"
    for dot in box.inputs:
        yield _node("small, anchor=west", (dot.at[0] + 6, dot.at[1]), dot.name)
    for dot in box.outputs:
        yield _node("small, anchor=east", (dot.at[0] - 6, dot.at[1]), dot.shape or dot.name)


def _node(look: str, at: Point, words: str, before: str = "") -> str:
    return f"\\node[{look}] at {_at(at)} {{{before}{_escaped(words)}}};"


def _at(point: Point) -> str:
    return f"({point[0]:g},{point[1]:g})"


def _escaped(text: str) -> str:
    return "".join(ESCAPES.get(letter, letter) for letter in text if letter.isprintable())


EXPORTER = Exporter(
    key="tikz",
    order=90,
    title="TikZ figure",
    summary="The drawing as TikZ commands, to be set in a LaTeX paper.",
    file_name="network.tex",
    media_type="text/x-tex; charset=utf-8",
    write=write,
)
