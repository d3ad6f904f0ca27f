"""LeNet-5 in its modern form, for digits of 8 x 8 pixels.

Reference: LeCun, Bottou, Bengio, Haffner, "Gradient-based learning applied to document recognition", 1998.
"""

from builder.drawing.problems import AddNode, Connect, SetParam
from builder.kinds.lesson import Baseline, Lesson, Variant, retrain
from builder.kinds.starter import COLUMN, ROW, Bar, Starter, chain

STARTER = Starter(
    key="digits-cnn",
    order=10,
    chapter="vision",
    system="neocognitron-lenet",
    title="Scanned digits, convolutional",
    summary="A LeNet that reads scanned digits of people whose writing it never saw.",
    bars=(Bar("accuracy", 0.9, margin=0.02),),
    lesson=Lesson(
        paper='LeCun, Bottou, Bengio and Haffner, "Gradient-Based Learning Applied to Document Recognition", 1998',
        teaches="A network is worth what it reads of people whose handwriting it never saw.",
        expect=(
            "On what it learns from, the loss falls towards 0; on the forms of other people accuracy stops at about "
            "92 %. "
            "The gap between the two curves is overfitting: 1,287 digits are few."
        ),
        tries=(
            Variant(
                label="Turn the digits while it learns",
                expect=(
                    "Turned by up to 10 degrees, no digit is ever seen twice: about 95 of 100 of others' are read, "
                    "not 92."
                ),
                edits=(
                    AddNode(id="turn", type="RandomTurn", params={"max_degrees": 10.0}, position=(COLUMN, -ROW)),
                    Connect(target="turn.input", source="digits.image"),
                    Connect(target="conv1.input", source="turn.output"),
                ),
            ),
            Variant(
                label="Learn from 100 digits only",
                expect="About 82 of 100 are read: seven in eight of the digits that it learned from are gone.",
                edits=(SetParam(id="digits", name="only_first", value=100),),
            ),
            Variant(
                label="Five epochs",
                expect="It is still under way: about 86 of 100.",
                edits=(retrain(epochs=5),),
            ),
        ),
        ablation=Variant(
            label="Filters that see one pixel",
            expect="Without neighbours there are no strokes, only grey values: fewer than half of the digits are read.",
            edits=tuple(
                SetParam(id=id, name=name, value=value)
                for id in ("conv1", "conv2")
                for name, value in (("kernel_size", 1), ("padding", 0))
            ),
        ),
        broken=Variant(
            label="Break it: steps a thousand times smaller",
            expect=(
                "A thousandth of the learning rate: in all 40 epochs the weights hardly move, and accuracy stays near "
                "10 %."
            ),
            edits=(SetParam(id="objective", name="lr", value=0.000002),),
        ),
        baselines=(
            Baseline("logistic regression", "accuracy", method="logistic"),
            Baseline("nearest neighbour", "accuracy", method="nearest"),
        ),
    ),
    document=chain(
        ("conv1", "Conv2d", {"out_channels": 12, "kernel_size": 5, "padding": 2}),
        ("relu1", "ReLU", {}),
        ("pool1", "MaxPool2d", {"kernel_size": 2}),
        ("conv2", "Conv2d", {"out_channels": 32, "kernel_size": 5, "padding": 2}),
        ("relu2", "ReLU", {}),
        ("pool2", "MaxPool2d", {"kernel_size": 2}),
        ("flatten", "Flatten", {}),
        ("fc1", "Linear", {"out_features": 120}),
        ("relu3", "ReLU", {}),
        ("fc2", "Linear", {"out_features": 84}),
        ("relu4", "ReLU", {}),
        ("fc3", "Linear", {"out_features": 10}),
        data=("digits", "Digits", {}),
        feed="image",
        lr=0.002,
        notes={
            "digits": "Scans x of 8 x 8 grey values with their labels y. No form, thus no writer, is in two parts.",
            "conv1": (
                "Twelve filters w of 5 x 5 pixels slide over the scan: each marks where its pattern is, w * x + b."
            ),
            "pool1": "Of every 2 x 2 places the strongest stays: small shifts count no more.",
            "conv2": "Thirty-two filters over the twelve maps: parts of digits, made of strokes.",
            "pool2": "Halves the maps to 2 x 2 places.",
            "flatten": "Lays 32 maps of 2 x 2 places in one row of 128 numbers.",
            "fc1": "120 neurons, as LeNet's layer C5, weigh all parts together.",
            "fc2": "84 neurons, as LeNet's layer F6.",
            "fc3": "A score for each digit; the highest is the answer.",
            "loss": "Cross-entropy -log p(y): how surprised the network is by the right digit, in nats.",
            "objective": "Adam moves every weight a little downhill on the loss, after each batch of 32 digits.",
        },
        epochs=40,
        batch_size=32,
        seed=0,
    ),
)
