"""The training as a notebook: the exported script, cut into cells, with its loop laid open and a plot."""

from __future__ import annotations

import ast
import json
import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import cast

from builder.compiler.program import compile
from builder.drawing.document import Document
from builder.drawing.parsing import parsed
from builder.exporters import script
from builder.exporters.parts.alone import Alone, network_alone
from builder.exporters.parts.asked import first_samples
from builder.exporters.parts.needs import needs
from builder.kinds.exporter import Exporter, Weights
from builder.kinds.own_code import with_helpers
from builder.script import staged_loop, steered_loop

TITLE = """\
# A network drawn with Layerloom

Run the cells from top to bottom. Steps and epochs give the numbers of the run in the browser, digit for digit, on the
same kind of machine. It needs {needs}; matplotlib draws the curve if it is installed."""

ALONE = """\
# A network drawn with Layerloom

Run the cells from top to bottom. They need {needs}. Nothing trains the network yet: wire data, a loss and an Objective
for that."""

LOOP_USES = [part.__name__ for part in with_helpers([steered_loop.train, staged_loop.train])]

PLOT = """\
names = [objective.__name__ for objective, *_ in goals]
rows = [line.split()[3:] for line in steps.getvalue().splitlines()]  # "step 12 loss 0.5"

try:
    import matplotlib.pyplot as plt
except ImportError:
    print("step 1:", *rows[0], f"step {len(rows)}:", *rows[-1])
else:
    for name, column in zip(names, zip(*rows)):
        plt.plot(range(1, len(rows) + 1), [float(loss) for loss in column], linewidth=1, label=name)
    plt.xlabel("step")
    plt.ylabel("loss")
    plt.legend()
    plt.show()"""


STAGED_PLOT = """\
lines = steps.getvalue().splitlines()
told = [line for line in lines if line.startswith(("step ", "stage "))]
begins = [place - number for number, place in enumerate(i for i, line in enumerate(told) if line.startswith("stage "))]
rows = [line.split()[3:] for line in told if line.startswith("step ")]  # "step 12 loss 0.5"

try:
    import matplotlib.pyplot as plt
except ImportError:
    print("step 1:", *rows[0], f"step {len(rows)}:", *rows[-1])
else:
    for begin, end in zip(begins, [*begins[1:], len(rows)]):
        plt.axvline(begin, linewidth=0.5, color="grey")
        for column in zip(*rows[begin:end]):
            plt.plot(range(begin + 1, end + 1), [float(loss) for loss in column], linewidth=1)
    plt.xlabel("step")
    plt.ylabel("loss")
    plt.show()"""


ASKED = """\
answers = ask(net, {samples})
for name, values in answers.items():
    print(name, tuple(values.shape), values)"""


@dataclass(frozen=True)
class Script:
    """The exported script, cut at its top-level statements."""

    lines: list[str]
    tree: ast.Module

    def text(self, nodes: Iterable[ast.stmt]) -> str:
        """These statements as they stand, comments at their line ends too."""
        return "\n\n\n".join(self._lines(node) for node in nodes)

    def _lines(self, node: ast.stmt) -> str:
        first = min([node.lineno, *(each.lineno for each in getattr(node, "decorator_list", ()))])
        return textwrap.dedent("\n".join(self.lines[first - 1 : node.end_lineno]))


def write(document: Document, weights: Weights) -> bytes:
    """The notebook as nbformat 4.5.

    Raises:
        InvalidDocument: the drawing has problems that stand in the way.
    """
    alone = network_alone(document)
    told = _alone(document, alone) if alone else _cells(document)
    cells = [_cell(number, kind, text) for number, (kind, text) in enumerate(told, 1)]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook = {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {"kernelspec": kernel, "language_info": {"name": "python"}},
        "cells": cells,
    }
    return json.dumps(notebook, indent=1).encode() + b"\n"


def _alone(document: Document, alone: Alone) -> Iterator[tuple[str, str]]:
    """The cells of a network that nothing trains yet."""
    yield "markdown", ALONE.format(needs=needs("", document.training))
    yield "code", alone.imports
    yield "markdown", "## Network"
    yield "code", f"{alone.network}\n\n\n{alone.making}"
    yield "markdown", "## Answers"
    yield "code", alone.steps


def _cells(document: Document) -> Iterator[tuple[str, str]]:
    text = script.export(document)
    whole = Script(text.splitlines(), parsed(text))
    defined = {n.name: n for n in whole.tree.body if isinstance(n, ast.FunctionDef | ast.ClassDef)}
    train = defined.pop("train")
    assert isinstance(train, ast.FunctionDef)
    *before, last_line = cast(ast.If, whole.tree.body[-1]).body
    call = cast(ast.Call, cast(ast.Assign, last_line).value)
    given = _arguments(train, call)
    helpers = [defined.pop(name) for name in LOOP_USES if name in defined]
    ask = defined.pop("ask", None)
    made = [
        node for node in before if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]).startswith("data_")
    ]
    before = [node for node in before if node not in made]
    if not made:
        made = [ast.Assign(targets=[ast.Name("data")], value=given.pop("data"))]
    loader = _called(ast.Tuple(elts=[node.value for node in made]), defined)
    learns = [node for node in defined.values() if isinstance(node, ast.ClassDef)]
    last = learns[-1].lineno

    yield "markdown", TITLE.format(needs=needs(text, document.training))
    imports = [whole.text([node]) for node in _imports(whole.tree, train)]
    yield "code", "\n".join([imports[0], "import io", *imports[1:]])
    yield (
        "markdown",
        "## Data\n\nThree parts: what is learned from, what is validated on, and what is kept for the test.",
    )
    lines = "\n".join(f"{ast.unparse(node.targets[0])} = {ast.unparse(node.value)}" for node in made)
    yield "code", f"{whole.text(loader)}\n\n\n{lines}"
    own = [node for node in defined.values() if node not in loader]
    yield "markdown", "## Network"
    yield "code", whole.text(node for node in own if node.lineno <= last)
    yield "markdown", "## Goal\n\nWhat training makes smaller, how it moves the weights, and what is measured."
    yield "code", whole.text(node for node in own if node.lineno > last)
    if helpers:
        yield "markdown", "## On the way\n\nHow the training is changed between two steps, and when it stops early."
        yield "code", whole.text(helpers)
    if document.training.stages:
        yield from _in_stages(whole, train, before, call)
    else:
        yield from _training(whole, train, before, given)
    if ask:
        samples = first_samples(compile(document), f"{ast.unparse(made[-1].targets[0])}[1]")
        yield "markdown", "## Ask it\n\nAs the page does. The samples are some that it did not learn from."
        yield "code", f"{whole.text([ask])}\n\n\n{ASKED.format(samples=samples)}"


def _imports(tree: ast.Module, train: ast.FunctionDef) -> Iterator[ast.stmt]:
    """Imports and names for types, but what only the signature of `train` uses."""
    rest = [node for node in tree.body if node is not train]
    used = {node.id for part in rest for node in ast.walk(part) if isinstance(node, ast.Name)}
    for node in tree.body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            if used & {alias.asname or alias.name for alias in node.names} or node.names[0].name == "annotations":
                yield node
        elif isinstance(node, ast.Assign):
            yield node


def _training(
    whole: Script, train: ast.FunctionDef, first: list[ast.stmt], given: dict[str, ast.expr]
) -> Iterator[tuple[str, str]]:
    """The body of `train` as cells: what the script does ``first``, what comes before the loop, and the loop."""
    body = [node for node in train.body if not isinstance(node, ast.Return)]
    loop = next(node for node in body if isinstance(node, ast.For | ast.While))
    settings = [whole.text([node]) for node in first]
    settings += [f"{name} = {ast.unparse(value)}" for name, value in given.items() if ast.unparse(value) != name]
    before = [whole.text([node]) for node in body[1 : body.index(loop)]]
    yield "markdown", "## Training\n\nThe seed decides the first weights and the order of the samples."
    yield "code", "\n".join([*settings, "", *before])
    yield "markdown", "The loop: each step looks at one batch, and each epoch at all samples once."
    yield "code", f"steps = io.StringIO()\n{_keeping_steps(whole, loop)}"
    if after := body[body.index(loop) + 1 :]:
        yield "code", whole.text(after)
    yield "code", PLOT


def _in_stages(
    whole: Script, train: ast.FunctionDef, first: list[ast.stmt], call: ast.Call
) -> Iterator[tuple[str, str]]:
    """The loop through the stages, a cell that trains, and a plot with a mark where each stage begins."""
    yield "markdown", "## Training\n\nThe seed decides the first weights and the order of the samples."
    yield "code", whole.text([train])
    settings = [whole.text([node]) for node in first]
    asked = whole.text([ast.Expr(call, lineno=call.lineno, end_lineno=call.end_lineno)])
    told = ["with contextlib.redirect_stdout(steps):", textwrap.indent(f"net = {asked}", "    ")]
    said = 'print(*[line for line in steps.getvalue().splitlines() if not line.startswith("step ")], sep="\\n")'
    lines = ["import contextlib", "", *settings, "steps = io.StringIO()", *told, said]
    yield "code", "\n".join(lines)
    yield "code", STAGED_PLOT


def _keeping_steps(whole: Script, loop: ast.For | ast.While) -> str:
    """The loop, which keeps what the script prints at every step, for the plot."""
    lines = list(whole.lines)
    for node in ast.walk(loop):
        if isinstance(node, ast.Call) and ast.unparse(node).startswith("print(f'step "):
            end = (node.end_col_offset or 0) - 1
            at = (node.end_lineno or 0) - 1
            lines[at] = f"{lines[at][:end]}, file=steps{lines[at][end:]}"
    return Script(lines, whole.tree).text([loop])


def _arguments(function: ast.FunctionDef, call: ast.Call) -> dict[str, ast.expr]:
    """What the script's last line trains with, by the names of `train`'s parameters."""
    names = [argument.arg for argument in function.args.args]
    defaults = function.args.defaults
    given = dict(zip(names[len(names) - len(defaults) :], defaults, strict=True))
    given |= dict(zip(names, call.args, strict=False))
    return given | {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg}


def _called(value: ast.expr, defined: dict[str, ast.FunctionDef | ast.ClassDef]) -> list[ast.stmt]:
    """The function of the script that makes the data, after those that it stands behind."""
    names = [node.id for node in ast.walk(value) if isinstance(node, ast.Name)]
    last = max(defined[name].lineno for name in names if name in defined)
    return [node for node in defined.values() if node.lineno <= last]


def _cell(number: int, kind: str, text: str) -> dict[str, object]:
    cell: dict[str, object] = {
        "cell_type": kind,
        "id": f"cell-{number}",
        "metadata": {},
        "source": text.splitlines(keepends=True),
    }
    return cell if kind == "markdown" else {**cell, "execution_count": None, "outputs": []}


EXPORTER = Exporter(
    key="notebook",
    order=20,
    title="Notebook",
    summary="The training as a Jupyter notebook, in cells to read and change, with a plot.",
    file_name="train.ipynb",
    media_type="application/x-ipynb+json",
    write=write,
)
