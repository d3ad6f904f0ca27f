"""Digits painted pixel by pixel by a PixelRNN, whose Row LSTM goes down the picture row by row.

Reference: van den Oord, Kalchbrenner and Kavukcuoglu, "Pixel Recurrent Neural Networks", 2016.
"""

from builder.drawing.problems import SetParam
from builder.kinds.lesson import Bypass, Lesson, Variant
from builder.kinds.starter import Bar, Starter, cell, drawing, grid
from builder.starters.pixelcnn import BASELINES, INDEPENDENT, JUDGE, LEVELS, PAINTING, TO_LEVELS

CHANNELS = 36

CELL = grid(
    [
        cell("input", "Input"),
        cell("from_left", "CausalConv1d", out_channels="=4 * channels", kernel_size=2),
        cell("sum", "Add"),
        cell("gates", "ChunkInFour", dim=1),
        cell("let_in", "Sigmoid"),
        cell("new", "Multiply"),
        cell("memory", "Add"),
        cell("shown", "Tanh"),
    ],
    [
        cell("hidden", "Input"),
        cell("from_above", "Conv1d", out_channels="=4 * channels", kernel_size=3, padding=1),
        None,
        None,
        cell("idea", "Tanh"),
    ],
    [
        cell("cell", "Input"),
        None,
        None,
        None,
        cell("keep", "Sigmoid"),
        cell("old", "Multiply"),
        cell("output", "Output"),
    ],
    [*[None] * 4, cell("show", "Sigmoid"), cell("answer", "Multiply"), cell("next_hidden", "Output")],
    [*[None] * 7, cell("next_cell", "Output")],
    wires={
        "from_left": "input",
        "from_above": "hidden",
        "sum": "from_left",
        "sum.other": "from_above",
        "gates": "sum",
        "let_in": "gates.first",
        "keep": "gates.second",
        "idea": "gates.third",
        "show": "gates.fourth",
        "new": "let_in",
        "new.other": "idea",
        "old": "keep",
        "old.other": "cell",
        "memory": "new",
        "memory.other": "old",
        "shown": "memory",
        "answer": "shown",
        "answer.other": "show",
        "output": "answer",
        "next_hidden": "answer",
        "next_cell": "memory",
    },
    notes={
        "input": "x_i: one row of the picture, all of its pixels at once.",
        "hidden": "h_(i-1): what the memory showed at each pixel of the row above.",
        "cell": "c_(i-1): what it held there.",
        "from_left": "K_is * x_i: sees each pixel and the one to its left, none to its right.",
        "from_above": "K_ss * h_(i-1): sees three pixels of the row above, so that with each row it sees wider.",
        "sum": "Both together.",
        "gates": "One part for each of three gates, and one for the new idea.",
        "let_in": "i: how much of the idea is let in.",
        "keep": "f: how much of the memory is kept.",
        "idea": "g: what could be remembered.",
        "show": "o: how much of the memory is shown.",
        "new": "i g.",
        "old": "f c_(i-1).",
        "memory": "c_i = f c_(i-1) + i g: goes on to the next row.",
        "shown": "tanh(c_i).",
        "answer": "h_i = o tanh(c_i).",
    },
    channels=CHANNELS,
)
ROWS = grid(
    [
        cell("x", "Input"),
        cell("told", "Add"),
        cell("row_first", "Permute", dims=(0, 2, 1, 3)),
        cell("down", "Scan", block="cell", channels="=channels"),
        cell("maps", "Permute", dims=(0, 2, 1, 3)),
        cell("dropout", "Dropout", p=0.1),
        cell("sum", "Add"),
        cell("y", "Output"),
    ],
    [
        cell("digit", "Input"),
        cell("wish", "Embedding", num_embeddings=10, embedding_dim="=channels"),
        cell("everywhere", "Unflatten", dim=1, unflattened_size="=(channels, 1, 1)"),
        cell("nothing", "Filled", shape="=(channels, 8)"),
    ],
    wires={
        "wish": "digit",
        "everywhere": "wish",
        "told": "x",
        "told.other": "everywhere",
        "row_first": "told",
        "nothing.like": "x",
        "down": "row_first",
        "down.hidden": "nothing",
        "down.cell": "nothing",
        "maps": "down.output",
        "dropout": "maps",
        "sum": "x",
        "sum.other": "dropout",
        "y": "sum",
    },
    notes={
        "x": "What the layer before says of each pixel.",
        "digit": "Which digit is asked for.",
        "wish": "A learned row of numbers for each of ten digits.",
        "everywhere": "The same row at each pixel.",
        "told": "What is known of each pixel, and what is wished for.",
        "nothing": "Above the first row nothing is remembered.",
        "row_first": "Rows in the place of time: the memory reads one after the other.",
        "down": "Row LSTM: goes down the picture; all pixels of a row are computed at once.",
        "maps": "Maps again.",
        "dropout": "While training a fifth of it is left out, so that no digit is learned by heart.",
        "sum": "Adds to what is there already, so that the gradient finds its way back.",
    },
    channels=CHANNELS,
)
PAINTER = grid(
    [
        cell("x", "Input"),
        cell("before", "MaskedConv2d", out_channels=CHANNELS, kernel_size=7, mask_type="A"),
        cell("layers", "Repeat", block="rows", times=3),
        cell("relu1", "ReLU"),
        cell("mixed", "Conv2d", out_channels=CHANNELS, kernel_size=1),
        cell("relu2", "ReLU"),
        cell("levels", "Conv2d", out_channels=LEVELS, kernel_size=1),
        cell("y", "Output"),
    ],
    [cell("digit", "Input")],
    wires={
        "before": "x",
        "layers.x": "before",
        "layers.digit": "digit",
        "relu1": "layers.y",
        "mixed": "relu1",
        "relu2": "mixed",
        "levels": "relu2",
        "y": "levels",
    },
    notes={
        "before": "Type A: sees what stands above and to the left of a pixel, and not the pixel itself.",
        "layers": "Three layers of memory, each of which goes down the whole picture.",
        "mixed": "Mixes what is known of a pixel, at each pixel alike.",
        "levels": "For each pixel one score for each of 17 grey values: p(x_i | x_1, ..., x_(i-1), h).",
    },
)

STARTER = Starter(
    key="pixelrnn",
    order=545,
    chapter="generative",
    system="pixelrnn",
    title="PixelRNN",
    summary="Paints a digit row by row with a memory: what was painted above runs down the picture.",
    bars=(Bar("recognised", 0.94, margin=0.1), Bar("bits", 1.9, margin=0.05)),
    lesson=Lesson(
        paper='Van den Oord, Kalchbrenner and Kavukcuoglu, "Pixel Recurrent Neural Networks", 2016',
        teaches=(
            "A memory that goes down a picture row by row knows what stands above, with one set of weights for all "
            "rows."
        ),
        expect=(
            "Bits for each pixel fall below those of independent pixels (2.4) in the first epochs and come to about "
            "1.9. What is painted is blots at first; after about ten epochs the judge reads nine of ten as asked."
        ),
        tries=(
            Variant(
                label="One layer in the place of three",
                block="painter",
                expect=(
                    "It goes down the picture once only: more bits (1.94), and the judge reads half as what was asked "
                    "for."
                ),
                edits=(SetParam(id="layers", name="times", value=1),),
            ),
            Variant(
                label="Without dropout",
                block="rows",
                expect=(
                    "It learns the digits it is shown by heart: fewer bits for these, more for others (1.91 in the "
                    "place of 1.88)."
                ),
                edits=(SetParam(id="dropout", name="p", value=0.0),),
            ),
            Variant(
                label="Paint more daringly",
                expect=(
                    "At temperature 1.3 improbable greys are drawn more often: pictures fray, and two of ten are "
                    "misread."
                ),
                edits=(SetParam(id="painted", name="temperature", value=1.3),),
            ),
        ),
        ablation=Variant(
            label="Take the row above away",
            block="cell",
            expect=(
                "No row hears of the one above but by the first layer, which sees three rows: 1.92 bits, and more is "
                "misread."
            ),
            edits=(Bypass(id="sum"), Bypass(id="memory")),
        ),
        broken=Variant(
            label="Break it: let it see the pixel itself",
            block="painter",
            expect=(
                "With type B in the first layer the answer stands in the question: bits fall below 0.1, but while it "
                "paints no pixel is there yet to be copied, and nobody can read what comes of it."
            ),
            edits=(SetParam(id="before", name="mask_type", value="B"),),
        ),
        baselines=BASELINES,
    ),
    document=drawing(
        PAINTING,
        painter=PAINTER,
        rows=ROWS,
        cell=CELL,
        levels=TO_LEVELS,
        judge=JUDGE,
        independent=INDEPENDENT,
        epochs=20,
        batch_size=48,
        settings={"decoded": 100, "monitor": "bits"},
    ),
)
