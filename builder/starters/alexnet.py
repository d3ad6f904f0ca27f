"""AlexNet with few channels, its two halves as on two graphics cards.

Reference: Krizhevsky, Sutskever and Hinton, "ImageNet Classification with Deep Convolutional Neural Networks", 2012.
"""

from builder.drawing.problems import SetParam
from builder.kinds.lesson import Baseline, FullSize, Lesson, Variant, replace
from builder.kinds.starter import Bar, Starter, cell, drawing, grid
from builder.starters.full.pictures import alexnet

STARTER = Starter(
    key="alexnet",
    order=204,
    chapter="vision",
    system="alexnet",
    title="AlexNet",
    summary="Five convolutions and three full layers that name shapes: the network that began deep learning's rise.",
    bars=(Bar("accuracy", 0.95, margin=0.02),),
    document=drawing(
        grid(
            [
                cell("shapes", "ShapeImages", samples=2_000),
                cell("conv1", "Conv2d", out_channels=16, kernel_size=5, padding=2),
                cell("relu1", "ReLU"),
                cell("pool1", "MaxPool2d", kernel_size=3, stride=2),
                cell("conv2", "Conv2d", out_channels=32, kernel_size=3, padding=1, groups=2),
                cell("relu2", "ReLU"),
                cell("pool2", "MaxPool2d", kernel_size=3, stride=2),
            ],
            [
                cell("conv3", "Conv2d", out_channels=32, kernel_size=3, padding=1),
                cell("relu3", "ReLU"),
                cell("conv4", "Conv2d", out_channels=32, kernel_size=3, padding=1, groups=2),
                cell("relu4", "ReLU"),
                cell("conv5", "Conv2d", out_channels=32, kernel_size=3, padding=1, groups=2),
                cell("relu5", "ReLU"),
                cell("flatten", "Flatten"),
            ],
            [
                cell("dropout6", "Dropout", p=0.5),
                cell("fc6", "Linear", out_features=64),
                cell("relu6", "ReLU"),
                cell("dropout7", "Dropout", p=0.5),
                cell("fc7", "Linear", out_features=64),
                cell("relu7", "ReLU"),
                cell("scores", "Linear", out_features=3),
            ],
            [
                None,
                None,
                cell("top2", "TopKAccuracy", k=2),
                cell("accuracy", "Accuracy"),
                cell("loss", "CrossEntropyLoss"),
                cell("objective", "Objective", lr=0.004, schedule="OneCycleLR"),
                cell("answer", "Output"),
            ],
            wires={
                "conv1": "shapes.image",
                "relu1": "conv1",
                "pool1": "relu1",
                "conv2": "pool1",
                "relu2": "conv2",
                "pool2": "relu2",
                "conv3": "pool2",
                "relu3": "conv3",
                "conv4": "relu3",
                "relu4": "conv4",
                "conv5": "relu4",
                "relu5": "conv5",
                "flatten": "relu5",
                "dropout6": "flatten",
                "fc6": "dropout6",
                "relu6": "fc6",
                "dropout7": "relu6",
                "fc7": "dropout7",
                "relu7": "fc7",
                "scores": "relu7",
                "loss": "scores",
                "loss.target": "shapes.label",
                "accuracy": "scores",
                "accuracy.target": "shapes.label",
                "top2": "scores",
                "top2.target": "shapes.label",
                "answer": "scores",
                "objective.loss": "loss.loss",
            },
            notes={
                "shapes": (
                    "Pictures x of 16 x 16 with one shape in noise and its name y; the paper had 1.2 million photos."
                ),
                "conv1": "Sixteen filters look for edges.",
                "pool1": "The strongest of 3 x 3 places, at every second one: windows overlap, as in the paper.",
                "conv2": "Two groups: each half of the filters sees half of the maps, as on two graphics cards.",
                "pool2": "Down to 3 x 3 places.",
                "conv3": "Here the halves meet: every filter sees all maps.",
                "conv4": "Apart again: two groups.",
                "conv5": "Apart, for the last time.",
                "dropout6": "While it learns, half of the numbers are 0 by chance: no neuron may rely on one other.",
                "fc6": "Sixty-four neurons (4,096 in the paper) weigh all parts together.",
                "dropout7": "The same for these.",
                "fc7": "Once more.",
                "scores": "A score for each shape.",
                "top2": "Top-2: the right name is among the best two. The paper tells top-5 of 1,000.",
                "loss": "Cross-entropy -log p(y): how surprised the network is by the right name, in nats.",
                "objective": "Adam on OneCycle: steps grow at first and shrink to nothing at the end.",
            },
        ),
        epochs=15,
        batch_size=32,
    ),
    lesson=Lesson(
        paper=(
            'Krizhevsky, Sutskever and Hinton, "ImageNet Classification with Deep Convolutional Neural Networks", 2012'
        ),
        teaches="Depth, ReLUs, dropout and much data made an old idea win; two halves fitted it on two cards.",
        expect=(
            "Accuracy begins near a third, as by chance, and ends above 98 %; that the right name is among the best "
            "two "
            "(top-2) is learned sooner."
        ),
        tries=(
            Variant(
                label="Join the two halves",
                expect=(
                    "As good: the halves were for want of memory on one card, not for better answers; it has more "
                    "weights now."
                ),
                edits=tuple(SetParam(id=id, name="groups", value=1) for id in ("conv2", "conv4", "conv5")),
            ),
            Variant(
                label="Learn from 150 pictures only",
                expect="About 70 of 100: with few pictures the many weights learn these by heart.",
                edits=(SetParam(id="shapes", name="only_first", value=150),),
            ),
            Variant(
                label="Five times the noise",
                expect="About 74 of 100, though 99 times the right name is among the best two.",
                edits=(SetParam(id="shapes", name="noise", value=0.5),),
            ),
        ),
        ablation=Variant(
            label="Sigmoids in the place of ReLUs",
            expect=(
                "About 62 of 100 after as many epochs: slopes of seven sigmoids in a row multiply to nearly nothing."
            ),
            edits=tuple(replace(f"relu{at}", "Sigmoid") for at in range(1, 8)),
        ),
        broken=Variant(
            label="Break it: drop nearly everything",
            expect=(
                "Of 100 numbers one is left: nothing of the picture comes through, and a third is right, as by chance."
            ),
            edits=tuple(SetParam(id=id, name="p", value=0.99) for id in ("dropout6", "dropout7")),
        ),
        baselines=(
            Baseline("logistic regression", "accuracy", method="logistic"),
            Baseline("random forest", "accuracy", method="forest"),
        ),
        full_size=(
            FullSize("AlexNet", 60_965_224, "Krizhevsky, Sutskever and Hinton, 2012, grouped as published", alexnet()),
        ),
    ),
)
