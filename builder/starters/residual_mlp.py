"""A deep network of residual blocks.

Reference: He, Zhang, Ren and Sun, "Deep Residual Learning for Image Recognition", 2016.
"""

from builder.drawing.problems import SetParam
from builder.kinds.lesson import Baseline, Bypass, Lesson, Variant
from builder.kinds.starter import Bar, Starter, cell, drawing, grid

RESIDUAL = grid(
    [cell("x", "Input"), None, None, None, cell("skip", "Add"), cell("y", "Output")],
    [
        None,
        cell("up", "Linear", out_features="=width"),
        cell("relu", "ReLU"),
        cell("down", "Linear", out_features="=width"),
    ],
    wires={"up": "x", "relu": "up", "down": "relu", "skip": "x", "skip.other": "down", "y": "skip"},
    notes={
        "up": "Into the block's width: h = Wx + b.",
        "relu": "Keeps what is positive. Without it the block would add nothing but a straight line.",
        "down": "Back to the width of x: this is F(x), what the block wants to change.",
        "skip": "y = x + F(x): what came in goes on as it is, and so does the gradient on its way back.",
    },
    width=16,
)

STARTER = Starter(
    key="residual-mlp",
    order=60,
    chapter="foundations",
    system="mlp",
    title="Two spirals, residual network",
    summary="Twenty-two layers deep: each block adds a little to what came in.",
    bars=(Bar("accuracy", 0.98, margin=0.05),),
    lesson=Lesson(
        paper='He, Zhang, Ren and Sun, "Deep Residual Learning for Image Recognition", 2016',
        teaches="A block that only adds to what came in lets a network be deep and still learn.",
        expect=(
            "Accuracy climbs to 99 % in a second or two though the network is 22 layers deep. Watch the border wind "
            "itself into the two spirals."
        ),
        tries=(
            Variant(
                label="One block instead of ten",
                expect=(
                    "About 98 %: on these spirals the depth is not needed, but it does no harm. That is what skips are"
                    " for."
                ),
                edits=(SetParam(id="deep", name="times", value=1),),
            ),
            Variant(
                label="A stream of two features",
                expect="Too narrow a road to bend two spirals apart: 73 to 82 %, by seed.",
                edits=(
                    SetParam(id="enter", name="out_features", value=2),
                    SetParam(id="deep", name="width", value=2),
                ),
            ),
            Variant(
                label="Take the ReLUs away",
                block="residual",
                expect="Deep and straight: 68 %. Without bends ten blocks can do no more than one line.",
                edits=(Bypass(id="relu"),),
            ),
        ),
        ablation=Variant(
            label="Take the skips away",
            block="residual",
            expect=(
                "The same 22 layers with the same weights learn badly or not at all: 50 to 92 %, by seed. The gradient "
                "has to go through every layer and little of it arrives."
            ),
            edits=(Bypass(id="skip", input="other"),),
        ),
        broken=Variant(
            label="Break it: a hundred times the learning rate",
            expect=(
                "What ten blocks add up to explodes: the loss leaps into the billions, accuracy falls to 50 or 60 %."
            ),
            edits=(SetParam(id="objective", name="lr", value=0.3),),
        ),
        baselines=(
            Baseline("logistic regression", "accuracy", method="logistic"),
            Baseline("decision tree", "accuracy", method="tree"),
            Baseline("kernel SVM", "accuracy", method="kernel_svm"),
        ),
    ),
    document=drawing(
        grid(
            [
                cell("spirals", "Spirals"),
                cell("enter", "Linear", out_features=32),
                cell("deep", "Repeat", block="residual", times=10, width=32),
                cell("scores", "Linear", out_features=2),
                cell("loss", "CrossEntropyLoss"),
                cell("objective", "Objective", lr=0.003),
            ],
            [None, None, None, None, cell("accuracy", "Accuracy"), cell("answer", "Output")],
            wires={
                "enter": "spirals.point",
                "deep.x": "enter",
                "scores": "deep.y",
                "loss": "scores",
                "loss.target": "spirals.label",
                "accuracy": "scores",
                "accuracy.target": "spirals.label",
                "answer": "scores",
                "objective.loss": "loss.loss",
            },
            notes={
                "spirals": "Points x on two spirals that wind around each other; y says on which.",
                "enter": "From two coordinates to 32 features, the width of the residual stream.",
                "deep": "Ten residual blocks in a row, each with its own weights: open one to see its skip.",
                "scores": "One score per spiral.",
                "loss": "Cross-entropy: how surprised the network is by the right spiral, in nats.",
                "objective": "Adam changes every weight a little against the slope of the loss.",
            },
        ),
        residual=RESIDUAL,
        epochs=40,
        batch_size=64,
    ),
)
