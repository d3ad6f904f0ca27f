"""Digits painted pixel by pixel by a gated PixelCNN, and read by a judge that knows the real ones.

Reference: van den Oord, Kalchbrenner, Vinyals, Espeholt, Graves and Kavukcuoglu, "Conditional Image Generation with
PixelCNN Decoders", 2016.
"""

from builder.drawing.problems import SetParam
from builder.kinds.lesson import Baseline, Bypass, Lesson, Variant
from builder.kinds.starter import Bar, Starter, cell, drawing, grid, line

LEVELS = 17
"""So many grey values a pixel of a digit may have."""

GATED = grid(
    [
        cell("x", "Input"),
        cell("seen", "MaskedConv2d", out_channels="=2 * channels", kernel_size=3, mask_type="B"),
        cell("told", "Add"),
        cell("halves", "Chunk", dim=1),
        cell("tanh", "Tanh"),
        cell("gated", "Multiply"),
        cell("sum", "Add"),
        cell("y", "Output"),
    ],
    [
        cell("digit", "Input"),
        cell("wish", "Embedding", num_embeddings=10, embedding_dim="=2 * channels"),
        cell("everywhere", "Unflatten", dim=1, unflattened_size="=(2 * channels, 1, 1)"),
        None,
        cell("gate", "Sigmoid"),
    ],
    wires={
        "seen": "x",
        "wish": "digit",
        "everywhere": "wish",
        "told": "seen",
        "told.other": "everywhere",
        "halves": "told",
        "tanh": "halves.first",
        "gate": "halves.second",
        "gated": "tanh",
        "gated.other": "gate",
        "sum": "x",
        "sum.other": "gated",
        "y": "sum",
    },
    notes={
        "x": "What the layer before says of each pixel.",
        "digit": "Which digit is asked for, h.",
        "seen": "W * x: sees the pixel's own features and those before it, nothing after it.",
        "wish": "V h: a learned row of numbers for each of ten digits.",
        "everywhere": "The same row at each pixel.",
        "told": "W * x + V h: what was seen, and what is wished for.",
        "halves": "One half says what, the other one how much of it.",
        "gated": "tanh(...) times sigmoid(...): the gate lets through what fits the digit.",
        "sum": "Adds to what is there already, so that the gradient finds its way back.",
    },
    channels=32,
)
PAINTER = grid(
    [
        cell("x", "Input"),
        cell("before", "MaskedConv2d", out_channels=32, kernel_size=7, mask_type="A"),
        cell("layers", "Repeat", block="gated", times=4),
        cell("relu", "ReLU"),
        cell("levels", "Conv2d", out_channels=LEVELS, kernel_size=1),
        cell("y", "Output"),
    ],
    [cell("digit", "Input")],
    wires={
        "before": "x",
        "layers.x": "before",
        "layers.digit": "digit",
        "relu": "layers.y",
        "levels": "relu",
        "y": "levels",
    },
    notes={
        "before": "Type A: sees what stands above and to the left of a pixel, and not the pixel itself.",
        "layers": "Four gated layers; each looks one pixel farther.",
        "levels": "For each pixel one score for each of 17 grey values: p(x_i | x_1, ..., x_(i-1), h).",
    },
)
TO_LEVELS = line(
    cell("scaled", "Scale", factor=LEVELS - 1.0),
    cell("nearest", "Round"),
    cell("whole", "ToLong"),
    cell("of_pixels", "Squeeze", dim=1),
    notes={
        "scaled": "Grey values 0..1 become 0..16.",
        "nearest": "To the nearest whole one.",
        "whole": "As whole numbers, which name a class.",
        "of_pixels": "Takes away the axis of the one channel.",
    },
)
JUDGE = line(
    cell("strokes", "Conv2d", out_channels=24, kernel_size=3, padding=1),
    cell("relu1", "ReLU"),
    cell("pool", "MaxPool2d", kernel_size=2),
    cell("flatten", "Flatten"),
    cell("hidden", "Linear", out_features=64),
    cell("relu2", "ReLU"),
    cell("scores", "Linear", out_features=10),
    notes={
        "strokes": "24 small filters.",
        "pool": "Keeps the strongest of each 2 by 2 pixels.",
        "hidden": "64 weighted sums of these.",
        "scores": "One score for each digit.",
    },
)
INDEPENDENT = grid(
    [
        cell("x", "Input"),
        cell("table", "Parameter", shape=(LEVELS, 8, 8)),
        cell("scores", "ForEachSample"),
        cell("y", "Output"),
    ],
    wires={"scores": "table", "scores.like": "x", "y": "scores"},
    notes={
        "table": "A score for each grey value of each pixel: all that is learned.",
        "scores": "The same for each picture, whatever stands in it.",
    },
)

PAINTING = grid(
    [
        cell("digits", "Digits"),
        cell("painter", "Block", block="painter"),
        cell("loss", "CrossEntropyLoss"),
        cell("bits", "BitsPerDimension"),
        cell("paint", "Objective", over="painter", lr=0.006),
    ],
    [
        cell("levels", "Block", block="levels"),
        cell("painted", "GeneratePixels", temperature=0.6),
        cell("reader", "Share", of="judge"),
        cell("recognised", "Accuracy"),
    ],
    [
        cell("judge", "Block", block="judge"),
        cell("judge_loss", "CrossEntropyLoss"),
        cell("judge_accuracy", "Accuracy"),
        cell("learn_to_read", "Objective", over="judge", lr=0.003),
    ],
    [
        cell("independent", "Block", block="independent"),
        cell("independent_loss", "CrossEntropyLoss"),
        cell("independent_bits", "BitsPerDimension"),
        cell("count", "Objective", over="independent", lr=0.1),
    ],
    wires={
        "painter.x": "digits.image",
        "painter.digit": "digits.label",
        "levels.x": "digits.image",
        "loss": "painter.y",
        "loss.target": "levels.y",
        "bits": "painter.y",
        "bits.target": "levels.y",
        "paint.loss": "loss.loss",
        "painted.scores": "painter.y",
        "painted.into": "digits.image",
        "judge.x": "digits.image",
        "judge_loss": "judge.y",
        "judge_loss.target": "digits.label",
        "judge_accuracy": "judge.y",
        "judge_accuracy.target": "digits.label",
        "learn_to_read.loss": "judge_loss.loss",
        "reader.x": "painted",
        "recognised": "reader.y",
        "recognised.target": "digits.label",
        "independent.x": "digits.image",
        "independent_loss": "independent.y",
        "independent_loss.target": "levels.y",
        "independent_bits": "independent.y",
        "independent_bits.target": "levels.y",
        "count.loss": "independent_loss.loss",
    },
    notes={
        "digits": "Real digits of 8 by 8 pixels, x, and which one each is, h.",
        "painter": "p(x_i | x_1, ..., x_(i-1), h): how probable each grey value of a pixel is.",
        "levels": "The right grey value of each pixel as a class, 0 to 16.",
        "loss": "Cross-entropy: how surprised the painter is by the next pixel, in nats.",
        "bits": "The same in bits for each pixel: so long would a picture be, well compressed.",
        "paint": "Adam changes the painter against the slope of its loss.",
        "painted": "Draws a pixel by its probabilities, puts it into the picture, asks again: 64 times.",
        "reader": "The judge again, the same weights: it reads what was painted and learns nothing from it.",
        "recognised": "The share of painted pictures that the judge reads as the digit that was asked for.",
        "judge": "A small network that reads digits. It learns from real ones alone.",
        "judge_loss": "Cross-entropy of the judge.",
        "judge_accuracy": "How many real digits, of hands it has not seen, the judge reads rightly.",
        "learn_to_read": "Trains the judge, and nothing else.",
        "independent": "A painter to compare with: it counts how often each pixel is how grey.",
        "independent_loss": "Its cross-entropy.",
        "independent_bits": "Its bits for each pixel.",
        "count": "Trains the table of counts, and nothing else.",
    },
)
"""What paints, what reads what was painted, and what the bits are compared with."""
BASELINES = (
    Baseline("independent pixels", "bits", drawn="independent_bits"),
    Baseline("a guess", "recognised", value=0.1, why="There are ten digits, asked for equally often."),
)
"""What a painter of digits is compared with."""

STARTER = Starter(
    key="pixelcnn",
    order=550,
    chapter="generative",
    system="pixelcnn",
    title="PixelCNN",
    summary="Paints a digit pixel by pixel: each pixel is drawn from what those before it make probable.",
    bars=(Bar("recognised", 0.94, margin=0.1), Bar("bits", 1.85, margin=0.05)),
    lesson=Lesson(
        paper='Van den Oord et al., "Conditional Image Generation with PixelCNN Decoders", 2016',
        teaches="To paint a picture it is enough to be good at guessing the next pixel.",
        expect=(
            "Bits for each pixel fall below those of independent pixels (2.4) within the first three epochs and come "
            "to about 1.8. What is painted looks like ink blots at first; then strokes hold together, and after about "
            "ten epochs the judge reads nine of ten as the digit that was asked for."
        ),
        tries=(
            Variant(
                label="Paint more daringly",
                expect="At temperature 1.3 improbable greys are drawn more often: pictures fray.",
                edits=(SetParam(id="painted", name="temperature", value=1.3),),
            ),
            Variant(
                label="One layer in the place of four",
                block="painter",
                expect="It sees less far and guesses worse: more bits, and strokes that lose their way.",
                edits=(SetParam(id="layers", name="times", value=1),),
            ),
            Variant(
                label="Always the most probable grey",
                expect="At temperature 0 no chance is left: who asks for a three gets the same three each time.",
                edits=(SetParam(id="painted", name="temperature", value=0.0),),
            ),
        ),
        ablation=Variant(
            label="Tell it no digit",
            block="gated",
            expect="It still paints digits, but whichever it likes: the judge reads one of ten as asked.",
            edits=(Bypass(id="told"),),
        ),
        broken=Variant(
            label="Break it: let it see the pixel itself",
            block="painter",
            expect=(
                "With type B in the first layer the answer stands in the question: bits fall below 0.7, but while it "
                "paints no pixel is there yet to be copied, and nobody can read what comes of it."
            ),
            edits=(SetParam(id="before", name="mask_type", value="B"),),
        ),
        baselines=BASELINES,
    ),
    document=drawing(
        PAINTING,
        painter=PAINTER,
        gated=GATED,
        levels=TO_LEVELS,
        judge=JUDGE,
        independent=INDEPENDENT,
        epochs=18,
        batch_size=48,
        settings={"decoded": 100, "monitor": "bits"},
    ),
)
