"""More data from few: samples are warped anew each time that they are learned from.

Reference: Simard, Steinkraus and Platt, "Best Practices for Convolutional Neural Networks Applied to Visual Document
Analysis", 2003.
"""

from builder.drawing.problems import SetParam
from builder.kinds.lesson import Baseline, Bypass, Lesson, Variant, retrain
from builder.kinds.starter import Bar, Starter, cell, drawing, grid, line

WARPS = line(
    cell("turn", "RandomTurn", max_degrees=10.0),
    cell("shift", "RandomShift", max_shift=1),
    notes={
        "turn": "While training, turns each digit by up to 10 degrees, to the left or to the right.",
        "shift": "While training, moves it by up to one pixel across and one down.",
    },
)
CLASSIFIER = line(
    cell("flatten", "Flatten"),
    cell("hidden", "Linear", out_features=128),
    cell("relu", "ReLU"),
    cell("scores", "Linear", out_features=10),
    notes={
        "hidden": "128 weighted sums of the 196 pixels. It knows nothing of neighbours: moved by one pixel, a digit is "
        "quite another one to it.",
        "scores": "One score for each digit.",
    },
)


def first(many: int) -> SetParam:
    """Learn from so many digits alone."""
    return SetParam(id="digits", name="only_first", value=many)


STARTER = Starter(
    key="augmentation",
    order=580,
    chapter="generative",
    system="augmentation",
    title="Data augmentation",
    summary="Fifty samples of each digit become thousands: each is turned and moved a little, every time anew.",
    bars=(Bar("accuracy", 0.955, margin=0.01), Bar("plain_accuracy", 0.95, margin=0.01, at="most")),
    lesson=Lesson(
        paper=(
            'Simard, Steinkraus and Platt, "Best Practices for Convolutional Neural Networks Applied to Visual '
            'Document Analysis", 2003'
        ),
        teaches="Whoever knows what may change without changing the answer can make more data of what there is.",
        expect=(
            "At first the network that sees digits as they are is ahead. It soon knows its 500 by heart, and then its "
            "loss on others rises. The one that sees each of them warped never gets so far and goes on learning: "
            "after 150 epochs it reads about 965 of 1,000 others, where the plain one stays at 940."
        ),
        tries=(
            Variant(
                label="Learn from ten of each digit",
                expect=("With 100 digits the warps are worth the most: about 91 of 100 are right in the place of 86."),
                edits=(first(100), retrain(batch_size=10)),
            ),
            Variant(
                label="Learn from all 5,000 digits",
                expect=(
                    "With ten times the data, in as many steps, warps bring nothing more: both read about 98 of 100."
                ),
                edits=(first(5000), retrain(epochs=15)),
            ),
            Variant(
                label="Move them by up to five pixels",
                block="warps",
                expect=(
                    "Five of 14 pixels push strokes out of the picture, and what is learned is not what is asked: 78 "
                    "of 100 are right, fewer than without any warp."
                ),
                edits=(SetParam(id="shift", name="max_shift", value=5),),
            ),
        ),
        ablation=Variant(
            label="Take the warps away",
            block="warps",
            expect=("Both networks are the same now, and so is what they come to: about 94 of 100."),
            edits=(Bypass(id="turn"), Bypass(id="shift")),
        ),
        broken=Variant(
            label="Break it: turn them upside down, too",
            block="warps",
            expect=("A warp must not change the answer: a six upside down is a nine. About 74 of 100 are right."),
            edits=(SetParam(id="turn", name="max_degrees", value=180.0),),
        ),
        baselines=(
            Baseline("the same without warps", "accuracy", drawn="plain_accuracy"),
            Baseline("nearest neighbours", "accuracy", method="nearest"),
        ),
    ),
    document=drawing(
        grid(
            [
                cell("digits", "PenDigits", only_first=500),
                cell("half", "AvgPool2d", kernel_size=2),
                cell("warps", "Block", block="warps"),
                cell("classifier", "Block", block="classifier"),
                cell("loss", "CrossEntropyLoss"),
                cell("objective", "Objective", over="classifier", lr=0.003),
            ],
            [None, None, None, cell("answer", "Output"), cell("accuracy", "Accuracy")],
            [
                None,
                None,
                None,
                cell("plain", "Block", block="classifier"),
                cell("plain_loss", "CrossEntropyLoss"),
                cell("plain_objective", "Objective", over="plain", lr=0.003),
            ],
            [None, None, None, None, cell("plain_accuracy", "Accuracy")],
            wires={
                "half": "digits.image",
                "warps.x": "half",
                "classifier.x": "warps.y",
                "answer": "classifier.y",
                "loss": "classifier.y",
                "loss.target": "digits.label",
                "accuracy": "classifier.y",
                "accuracy.target": "digits.label",
                "objective.loss": "loss.loss",
                "plain.x": "half",
                "plain_loss": "plain.y",
                "plain_loss.target": "digits.label",
                "plain_accuracy": "plain.y",
                "plain_accuracy.target": "digits.label",
                "plain_objective.loss": "plain_loss.loss",
            },
            notes={
                "digits": "Pictures x of 28 x 28 pixels and their labels y: 500 to learn from, 50 of each digit. It is "
                "tested on 1,000 others.",
                "half": "Each 2 x 2 pixels become their mean: 14 x 14 are enough to read a digit.",
                "warps": "Each digit a little otherwise, each time; its label stays. At evaluation it stays as it is.",
                "classifier": "Learns from warped digits: it hardly ever sees the same picture twice.",
                "loss": "Cross-entropy -log p(y) of warped digits, while training.",
                "accuracy": "The share that it reads rightly, of digits that it has not seen.",
                "objective": "Adam on this network.",
                "plain": "The same network with weights of its own, which sees the 500 as they are, over and over.",
                "plain_loss": "Its cross-entropy: on what it learns from, it goes to nothing.",
                "plain_accuracy": "The share that it reads rightly.",
                "plain_objective": "Adam on that network.",
            },
        ),
        warps=WARPS,
        classifier=CLASSIFIER,
        epochs=150,
        batch_size=50,
    ),
)
