"""A small WaveNet: it makes sound value by value, the note that it is asked for, and plays it.

Reference: van den Oord et al., "WaveNet: A Generative Model for Raw Audio", 2016.
"""

from builder.drawing.problems import SetParam
from builder.kinds.lesson import Baseline, Bypass, Lesson, Variant
from builder.kinds.starter import Bar, Starter, cell, drawing, grid
from builder.starters.parts.mu_law import LEVELS, SILENCE, compressed, expanded

WIDTH = 20

LAYER = grid(
    [
        cell("x", "Input"),
        cell("past", "CausalConv1d", out_channels="=2 * channels", kernel_size=2, dilation="=dilation"),
        cell("told", "Add"),
        cell("halves", "Chunk", dim=1),
        cell("tanh", "Tanh"),
        cell("residual", "Conv1d", out_channels="=channels", kernel_size=1),
        cell("sum", "Add"),
        cell("y", "Output"),
    ],
    [
        cell("note", "Input"),
        cell("wish", "Embedding", num_embeddings=8, embedding_dim="=2 * channels"),
        cell("everywhere", "Unsqueeze", dim=2),
        cell("gate", "Sigmoid"),
        cell("gated", "Multiply"),
        cell("skip", "Conv1d", out_channels="=channels", kernel_size=1),
        cell("collected", "Add"),
        cell("so_far", "Output"),
    ],
    [None, None, None, None, None, cell("before", "Input")],
    wires={
        "past": "x",
        "wish": "note",
        "everywhere": "wish",
        "told": "past",
        "told.other": "everywhere",
        "halves": "told",
        "tanh": "halves.first",
        "gate": "halves.second",
        "gated": "tanh",
        "gated.other": "gate",
        "residual": "gated",
        "sum": "residual",
        "sum.other": "x",
        "y": "sum",
        "skip": "gated",
        "collected": "skip",
        "collected.other": "before",
        "so_far": "collected",
    },
    notes={
        "x": "What the layer before says of each moment.",
        "note": "Which note is asked for, h.",
        "before": "What the layers before handed to the answer.",
        "past": "W * x: a dilated causal convolution. It sees a moment and one that lies so far before it.",
        "wish": "V h: a learned row of numbers for each of eight notes.",
        "everywhere": "The same row at each moment.",
        "told": "W * x + V h: what was heard, and what is wished for.",
        "halves": "One half says what, the other one how much of it.",
        "gated": "z = tanh(...) times sigmoid(...): the gate lets through what fits the note.",
        "residual": "1 by 1: what is added to the signal.",
        "sum": "Adds to what is there already, so that the gradient finds its way back.",
        "skip": "1 by 1: what this layer hands to the answer at once.",
        "collected": "Added to what the layers before handed over.",
    },
    channels=WIDTH,
    dilation=1,
)

NETWORK = grid(
    [
        cell("x", "Input"),
        cell("values", "Embedding", num_embeddings=LEVELS, embedding_dim=WIDTH),
        cell("first", "Transpose", dim0=1, dim1=2),
    ],
    [cell(f"layer{2**place}", "Block", block="layer", dilation=2**place) for place in range(6)],
    [
        cell("note", "Input"),
        cell("relu1", "ReLU"),
        cell("mixed", "Conv1d", out_channels=2 * WIDTH, kernel_size=1),
        cell("relu2", "ReLU"),
        cell("levels", "Conv1d", out_channels=LEVELS, kernel_size=1),
        cell("y", "Output"),
    ],
    wires={
        "values": "x",
        "first": "values",
        **{f"layer{2**place}.note": "note" for place in range(6)},
        "layer1.x": "first",
        "layer1.before": "first",
        **{f"layer{2**place}.x": f"layer{2 ** (place - 1)}.y" for place in range(1, 6)},
        **{f"layer{2**place}.before": f"layer{2 ** (place - 1)}.so_far" for place in range(1, 6)},
        "relu1": "layer32.so_far",
        "mixed": "relu1",
        "relu2": "mixed",
        "levels": "relu2",
        "y": "levels",
    },
    notes={
        "values": "A learned vector of 20 numbers for each of 64 levels.",
        "first": "A sequence of 20 channels, as convolutions want it.",
        "layer1": "Looks one value back: dilation 1.",
        "layer2": "Looks two values back. Its inputs have seen one each, so that it knows four values.",
        "layer4": "Four back: eight values.",
        "layer8": "Eight back: 16 values, more than one swing of the lowest note.",
        "layer16": "16 back: 32 values.",
        "layer32": "32 back: 64 values, 32 ms, with six layers of two weights.",
        "relu1": "What all six layers handed over.",
        "mixed": "Mixed anew, moment by moment.",
        "levels": "A score for each of 64 levels: p(x_t | x_1, ..., x_(t-1), h).",
    },
)

STARTER = Starter(
    key="wavenet",
    order=405,
    chapter="audio",
    system="wavenet",
    title="WaveNet",
    summary="Makes the sound of a horn, value by value, at the note that is asked for, and plays it.",
    bars=(Bar("pitch", 0.95, margin=0.05), Bar("nll", 1.75, margin=0.05)),
    lesson=Lesson(
        paper='Van den Oord et al., "WaveNet: A Generative Model for Raw Audio", 2016',
        teaches="Sound can be made value by value, if each layer looks twice as far back as the one before it.",
        expect=(
            "After one epoch the note is right already; nats of the next value fall from 4.2 to 2.6. They pass those "
            "of linear prediction (1.83) in the third epoch, and end at 1.7."
        ),
        tries=(
            Variant(
                label="Draw more daringly",
                expect="Improbable levels are drawn more often, and yet the note is right: what follows corrects them.",
                edits=(SetParam(id="written", name="temperature", value=1.5),),
            ),
            Variant(
                label="Hear only 18 values",
                block="network",
                expect=(
                    "Dilations of 1, 2, 4, 8, 1 and 1: more than a swing of the lowest note. It plays the note, but is "
                    "more surprised by what follows: 1.77."
                ),
                edits=(
                    SetParam(id="layer16", name="dilation", value=1),
                    SetParam(id="layer32", name="dilation", value=1),
                ),
            ),
            Variant(
                label="Tell it no note",
                block="layer",
                expect=(
                    "It hears from the past which note it is, so that it still guesses, at 2.05. But alone it plays "
                    "whichever note it likes."
                ),
                edits=(Bypass(id="told"),),
            ),
        ),
        ablation=Variant(
            label="Take the dilation away",
            block="network",
            expect=(
                "Six layers hear seven values, half of a swing, in the place of 64. The note that it is told helps it "
                "to the right pitch, but nats stay at 2.4: linear prediction is better."
            ),
            edits=tuple(SetParam(id=f"layer{2**place}", name="dilation", value=1) for place in range(1, 6)),
        ),
        broken=Variant(
            label="Break it: ask for the value that is there",
            expect=(
                "Nats fall to nothing within an epoch, as it only has to copy. Alone it copies the silence that it "
                "begins with: no note is to be heard."
            ),
            edits=(
                SetParam(id="following", name="start", value=0),
                SetParam(id="following", name="end", value=-1),
            ),
        ),
        baselines=(
            Baseline(
                "linear prediction",
                "nll",
                value=1.83,
                why=(
                    "Least squares: each value is a weighted sum of the 32 before it, with weights of its note, and an "
                    "error that is normally distributed."
                ),
            ),
            Baseline("a guess", "pitch", value=1 / 8, why="There are eight notes, asked for equally often."),
        ),
    ),
    document=drawing(
        grid(
            [
                cell("horn", "HornNotes", samples=2_800),
                cell("compress", "Block", block="compress"),
                cell("network", "Block", block="network"),
                cell("before", "Slice", dim=2, start=0, end=-1),
                cell("nll", "CrossEntropyLoss"),
                cell("objective", "Objective", lr=0.015, schedule="OneCycleLR"),
            ],
            [
                None,
                None,
                None,
                cell("following", "Slice", dim=1, start=1, end=200),
            ],
            [
                cell("written", "GenerateTokens", start=SILENCE, kept=0, length=300, window=70, temperature=0.8),
                cell("expand", "Block", block="expand"),
                cell("sound", "Sound", rate=2_000),
                cell("heard", "Output"),
            ],
            [
                None,
                cell("spectrum", "LogSpectrogram", window=200, hop=200),
                cell("notes", "Slice", dim=1, start=16, end=31, step=2),
                cell("loud", "Mean", dim=2),
                cell("pitch", "Accuracy"),
            ],
            wires={
                "compress.x": "horn.wave",
                "network.x": "compress.y",
                "network.note": "horn.note",
                "before": "network.y",
                "following": "compress.y",
                "nll": "before",
                "nll.target": "following",
                "objective.loss": "nll.loss",
                "written.scores": "network.y",
                "written.into": "compress.y",
                "expand.x": "written",
                "sound": "expand.y",
                "heard": "sound",
                "spectrum": "expand.y",
                "notes": "spectrum",
                "loud": "notes",
                "pitch": "loud",
                "pitch.target": "horn.note",
            },
            notes={
                "horn": "Notes of a horn, 0.1 s each, 200 values (wave), and which of eight notes it is, h.",
                "compress": "The wave in 64 levels, fine ones for what is soft (mu-law). Open it.",
                "network": "p(x_t | x_1, ..., x_(t-1), h): how probable each level of the next value is. Open it.",
                "before": "The scores at each moment but the last, which nothing follows.",
                "following": "The level that follows each moment: what is right.",
                "nll": "Negative log-likelihood in nats: how surprised it is by the next value.",
                "objective": "Adam; its rate rises first and falls then.",
                "written": "Draws a level by its probabilities, adds it, asks again: 300 times, after a silence.",
                "expand": "Levels become a wave again. Open it.",
                "sound": "2,000 values a second, as a loudspeaker takes them: 0.15 s.",
                "spectrum": "How loud each frequency is in both halves of what was made: 0 Hz, 10 Hz, 20 Hz, ...",
                "notes": "Of these 160 Hz, 180 Hz, ..., 300 Hz: the eight notes.",
                "loud": "How loud each note is.",
                "pitch": "How often the loudest note is the one that was asked for.",
            },
        ),
        compress=compressed(),
        network=NETWORK,
        layer=LAYER,
        expand=expanded(),
        epochs=3,
        batch_size=16,
        settings={"decoded": 16},
    ),
)
