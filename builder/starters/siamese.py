"""A siamese network: two inputs, one set of weights.

Reference: Bromley, Guyon, LeCun, Säckinger and Shah, "Signature Verification using a Siamese Time Delay Neural
Network", 1993.
"""

from builder.drawing.problems import Connect, SetParam
from builder.kinds.lesson import Baseline, Lesson, Variant, replace
from builder.kinds.starter import Bar, Cell, Starter, cell, drawing, grid, line


def _stage(at: int, channels: int) -> tuple[Cell, ...]:
    """A convolution that is normalized and bent, then half the size."""
    return (
        cell(f"conv{at}", "Conv2d", out_channels=channels, kernel_size=3, padding=1, bias=False),
        cell(f"norm{at}", "BatchNorm2d"),
        cell(f"relu{at}", "ReLU"),
        cell(f"pool{at}", "MaxPool2d", kernel_size=2),
    )


HALVED = "Of each 2 x 2 places the strongest: half the size."
NORMED = "Each map gets mean 0 and spread 1 over the batch."
ENCODER = line(
    *(*_stage(1, 12), *_stage(2, 24), *_stage(3, 32)),
    cell("flatten", "Flatten"),
    cell("code", "Linear", out_features=16),
    notes={
        "conv1": "Twelve filters of 3 x 3: edges.",
        "conv2": "Twenty-four: eyes, brows, the line of the hair.",
        "conv3": "Thirty-two: where in the face they are.",
        **{f"norm{at}": NORMED for at in (1, 2, 3)},
        **{f"pool{at}": HALVED for at in (1, 2, 3)},
        "code": "Sixteen numbers G(x) in the place of 576 pixels: who it is, not how the light falls.",
    },
)

STARTER = Starter(
    key="siamese",
    order=290,
    chapter="vision",
    system="face-recognition",
    title="Face verification (siamese network)",
    summary="The same weights look at two faces; the distance between their codes says whether they are one person.",
    bars=(Bar("accuracy", 0.92, margin=0.03),),
    document=drawing(
        grid(
            [
                cell("pairs", "FacePairs"),
                cell("left", "Block", block="encoder"),
                cell("difference", "Subtract"),
                cell("distance", "Square"),
                cell("scores", "Linear", out_features=2),
                cell("loss", "CrossEntropyLoss"),
                cell("objective", "Objective", lr=0.01, schedule="OneCycleLR"),
            ],
            [
                None,
                cell("right", "Share", of="left"),
                None,
                None,
                None,
                cell("accuracy", "Accuracy"),
                cell("answer", "Output"),
            ],
            wires={
                "left.x": "pairs.first",
                "right.x": "pairs.second",
                "difference": "left.y",
                "difference.other": "right.y",
                "distance": "difference",
                "scores": "distance",
                "loss": "scores",
                "loss.target": "pairs.same",
                "accuracy": "scores",
                "accuracy.target": "pairs.same",
                "answer": "scores",
                "objective.loss": "loss.loss",
            },
            notes={
                "pairs": "Two pictures x1 and x2: half of the pairs are one person, in other light and another mood.",
                "left": "The encoder G: a face becomes sixteen numbers.",
                "right": "The twin: the same weights once more, so that one face has one code wherever it comes in.",
                "difference": "G(x1) - G(x2), number by number.",
                "distance": "Squared: it does not matter which of the two is the larger.",
                "scores": "Weighs the sixteen distances: far apart means different, close together the same.",
                "loss": "Cross-entropy: how surprised it is by what is right, in nats; guessing gives 0.69.",
                "objective": "Adam on OneCycle: steps grow at first and shrink to nothing at the end.",
            },
        ),
        encoder=ENCODER,
        epochs=8,
        batch_size=50,
    ),
    lesson=Lesson(
        paper=(
            "Bromley, Guyon, LeCun, Säckinger and Shah, "
            '"Signature Verification using a Siamese Time Delay Neural Network", 1993'
        ),
        teaches=(
            "Do not learn whom you know, learn what makes two pictures one person: then it works for people whom you "
            "never met."
        ),
        expect=(
            "About 92 of 100 pairs of people whom it never met are judged right, where the best threshold on the "
            "distance of pixels comes to 60. Open Embedding of left while it trains: like faces move together."
        ),
        tries=(
            Variant(
                label="Learn from 20 people",
                expect=(
                    "It knows these twenty by heart, pair by pair; of pairs of others 89 of 100 are judged right, "
                    "and twice as many wrong."
                ),
                edits=(SetParam(id="pairs", name="people", value=28),),
            ),
            Variant(
                label="Pairs of digits in the place of faces",
                expect=(
                    "The same network says whether two scanned digits are one, about 83 of 100 for hands that it never "
                    "saw: there are only 1,024 pairs, and maps of 8 x 8 become single numbers."
                ),
                edits=(replace("pairs", "DigitPairs"),),
            ),
            Variant(
                label="Codes of four numbers",
                expect="About as good: who somebody is fits into four numbers here.",
                block="encoder",
                edits=(SetParam(id="code", name="out_features", value=4),),
            ),
        ),
        ablation=Variant(
            label="Two networks in the place of twins",
            expect=(
                "About 89 of 100 with twice the weights: now each eye has a language of its own, and they have to "
                "agree on one."
            ),
            edits=(replace("right", "Block", block="encoder"),),
        ),
        broken=Variant(
            label="Break it: show one face twice",
            expect=(
                "The distance is always nought, so it has nothing to go by: half are right, as by chance, and the loss "
                "stays at 0.69."
            ),
            edits=(Connect(target="right.x", source="pairs.first"),),
        ),
        baselines=(
            Baseline(
                "distance of pixels",
                "accuracy",
                value=0.6,
                why="the best threshold on it, counted once over the training part",
            ),
        ),
    ),
)
