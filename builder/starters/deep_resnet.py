"""Thirty-two layers of convolutions, with skips and without.

Reference: He, Zhang, Ren and Sun, "Deep Residual Learning for Image Recognition", 2016.
"""

from builder.drawing.problems import SetParam
from builder.kinds.lesson import Baseline, Bypass, Comparison, Lesson, Variant
from builder.kinds.starter import Bar, Starter, cell, drawing, grid

BASIC = grid(
    [cell("x", "Input"), None, None, None, cell("skip", "Add"), cell("relu2", "ReLU"), cell("y", "Output")],
    [
        None,
        cell("conv1", "Conv2d", out_channels="=channels", kernel_size=3, padding=1),
        cell("relu1", "ReLU"),
        cell("conv2", "Conv2d", out_channels="=channels", kernel_size=3, padding=1),
    ],
    wires={
        "conv1": "x",
        "relu1": "conv1",
        "conv2": "relu1",
        "skip": "x",
        "skip.other": "conv2",
        "relu2": "skip",
        "y": "relu2",
    },
    notes={
        "x": "Eight maps x, from the block before.",
        "conv1": "Eight filters of 3 x 3 over all maps.",
        "conv2": "Eight more: the two together are F(x), what this block has to add.",
        "skip": "H(x) = F(x) + x. The block need only learn what is still missing, F; nothing at all is a good start.",
        "relu2": "max(0, H): bends once more.",
    },
    channels=8,
)
PLAIN = Bypass(id="skip", input="other")


def at(blocks: int) -> SetParam:
    """So many blocks of two layers."""
    return SetParam(id="deep", name="times", value=blocks)


STARTER = Starter(
    key="deep-resnet",
    order=215,
    chapter="vision",
    system="resnet",
    title="Thirty-two layers, with skips and without",
    summary="The same deep network twice: it reads digits with skips, and is worse than a shallow one without.",
    bars=(Bar("accuracy", 0.88, margin=0.04),),
    lesson=Lesson(
        paper='He, Zhang, Ren and Sun, "Deep Residual Learning for Image Recognition", 2016',
        teaches=(
            "A deeper network could copy a shallow one, and yet it is worse, until a skip makes copying "
            "what it does by itself."
        ),
        expect=(
            "Thirty-two layers learn to read digits in twelve epochs, 9 of 10 of people never seen. "
            "Without the skips the loss does not leave 2.30: nothing is learned at all."
        ),
        tries=(
            Variant(
                label="Five layers with skips",
                expect=("Nearly as good, in a sixth of the time: for pictures as small as these few layers will do."),
                edits=(at(2),),
            ),
            Variant(
                label="Take a smaller rate",
                expect=("A tenth of the rate is too little for twelve epochs: about 81 of 100."),
                edits=(SetParam(id="objective", name="lr", value=0.0003),),
            ),
            Variant(
                label="Sixty-two layers",
                expect=("Twice as deep learns as well: with skips depth does no harm. It takes twice as long."),
                edits=(at(30),),
            ),
        ),
        ablation=Variant(
            label="Take the skips away",
            expect=(
                "One digit in ten is right, as by chance: through thirty layers of ReLU almost nothing of the "
                "gradient comes down."
            ),
            block="basic",
            edits=(PLAIN,),
        ),
        broken=Variant(
            label="Break it: weights begin far too large",
            expect=(
                "Each block now adds many times what it was given, fifteen times over. The loss is counted in "
                "millions, and after twelve epochs one digit in ten is right, as by chance."
            ),
            edits=(
                SetParam(id="objective", name="init", value="normal"),
                SetParam(id="objective", name="init_std", value=0.5),
            ),
        ),
        baselines=(
            Baseline("logistic regression", "accuracy", method="logistic"),
            Baseline("kernel SVM", "accuracy", method="kernel_svm"),
        ),
        comparisons=(
            Comparison(
                title="Thirty-two layers: with skips and without",
                measure="accuracy",
                expect=(
                    "With one block both read nine of ten. Each step deeper is better with skips and worse "
                    "without; with fifteen blocks, thirty-two layers, the plain network learns nothing. Look at "
                    "the gradients: they fade from layer to layer."
                ),
                arms=(
                    Variant(label="without skips", block="basic", edits=(PLAIN,)),
                    Variant(label="with skips"),
                ),
                axes=(("deep.times", (1, 4, 15)),),
                gradients=True,
            ),
        ),
    ),
    document=drawing(
        grid(
            [
                cell("digits", "Digits"),
                cell("enter", "Conv2d", out_channels=8, kernel_size=3, padding=1),
                cell("relu", "ReLU"),
                cell("deep", "Repeat", block="basic", times=15, channels=8),
                cell("pool", "AvgPool2d", kernel_size=2),
            ],
            [
                None,
                cell("flatten", "Flatten"),
                cell("scores", "Linear", out_features=10),
                cell("loss", "CrossEntropyLoss"),
                cell("objective", "Objective", lr=0.003, schedule="OneCycleLR", max_norm=1.0),
            ],
            [None, None, None, cell("accuracy", "Accuracy"), cell("answer", "Output")],
            wires={
                "enter": "digits.image",
                "relu": "enter",
                "deep.x": "relu",
                "pool": "deep.y",
                "flatten": "pool",
                "scores": "flatten",
                "loss": "scores",
                "loss.target": "digits.label",
                "accuracy": "scores",
                "accuracy.target": "digits.label",
                "answer": "scores",
                "objective.loss": "loss.loss",
            },
            notes={
                "digits": "Pictures x of 8 x 8 grey values, scanned, and their labels y.",
                "enter": "Eight filters of 3 x 3: one picture becomes eight maps.",
                "deep": "The same block fifteen times in a row, each with weights of its own: 30 layers.",
                "pool": "The mean of each 2 x 2 places.",
                "scores": "A score for each digit: the thirty-second layer.",
                "loss": "Cross-entropy: how surprised the network is by the right digit, in nats; guessing gives 2.30.",
                "objective": "Adam, with a rate that rises and falls; gradients longer than 1 are cut to 1.",
            },
        ),
        basic=BASIC,
        epochs=12,
        batch_size=50,
    ),
)
