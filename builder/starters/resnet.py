"""A residual network of eighteen layers, batch norm and all, for digits.

Reference: He, Zhang, Ren and Sun, "Deep Residual Learning for Image Recognition", 2016.
"""

from builder.drawing.problems import SetParam
from builder.kinds.lesson import Baseline, Bypass, Comparison, FullSize, Lesson, Variant
from builder.kinds.starter import Bar, Starter, cell, drawing, grid
from builder.starters.full.residual import resnet18, resnet50

BASIC = grid(
    [cell("x", "Input"), None, None, None, cell("skip", "Add"), cell("relu2", "ReLU"), cell("y", "Output")],
    [
        None,
        cell("conv1", "Conv2d", out_channels="=channels", kernel_size=3, padding=1, bias=False),
        cell("norm1", "BatchNorm2d"),
        cell("relu1", "ReLU"),
    ],
    [
        None,
        None,
        cell("conv2", "Conv2d", out_channels="=channels", kernel_size=3, padding=1, bias=False),
        cell("norm2", "BatchNorm2d"),
    ],
    wires={
        "conv1": "x",
        "norm1": "conv1",
        "relu1": "norm1",
        "conv2": "relu1",
        "norm2": "conv2",
        "skip": "x",
        "skip.other": "norm2",
        "relu2": "skip",
        "y": "relu2",
    },
    notes={
        "x": "The maps x of the block before.",
        "conv1": "Filters W1 of 3 x 3, over all maps; what batch norm takes off makes a bias needless.",
        "norm1": "Batch norm: each map gets mean 0 and spread 1 over the batch, however deep it lies.",
        "conv2": "Filters W2: the two together are F(x), the residual.",
        "norm2": "The same once more, before the sum.",
        "skip": "H(x) = F(x) + x: what came in, and what this block has to add. F = 0 passes it on as it is.",
        "relu2": "max(0, H): bends once more.",
    },
    channels=12,
)
PLAIN = Bypass(id="skip", input="other")

STARTER = Starter(
    key="resnet",
    order=210,
    chapter="vision",
    system="resnet",
    title="Residual network (ResNet)",
    summary="Eighteen layers that read digits well, because what they see may skip them.",
    bars=(Bar("accuracy", 0.98, margin=0.02),),
    document=drawing(
        grid(
            [
                cell("digits", "PenDigits", samples=2_000),
                cell("enter", "Conv2d", out_channels=12, kernel_size=3, stride=2, padding=1, bias=False),
                cell("norm", "BatchNorm2d"),
                cell("relu", "ReLU"),
                cell("stage1", "Repeat", block="basic", times=4, channels=12),
                cell("pool", "MaxPool2d", kernel_size=2),
            ],
            [
                cell("stage2", "Repeat", block="basic", times=4, channels=12),
                cell("mean", "AdaptiveAvgPool2d", output_size=1),
                cell("flatten", "Flatten"),
                cell("scores", "Linear", out_features=10),
                cell("loss", "CrossEntropyLoss"),
                cell("objective", "Objective", lr=0.01, schedule="OneCycleLR"),
            ],
            [None, None, None, None, cell("accuracy", "Accuracy"), cell("answer", "Output")],
            wires={
                "enter": "digits.image",
                "norm": "enter",
                "relu": "norm",
                "stage1.x": "relu",
                "pool": "stage1.y",
                "stage2.x": "pool",
                "mean": "stage2.y",
                "flatten": "mean",
                "scores": "flatten",
                "loss": "scores",
                "loss.target": "digits.label",
                "accuracy": "scores",
                "accuracy.target": "digits.label",
                "answer": "scores",
                "objective.loss": "loss.loss",
            },
            notes={
                "digits": "Pictures x of 28 x 28 pixels in many handwritings, and the digit y that was meant.",
                "enter": "Twelve filters of 3 x 3, at every second place: twelve maps of 14 x 14.",
                "norm": "Each map gets mean 0 and spread 1 over the batch.",
                "stage1": "The same block four times in a row, each with weights of its own: eight layers.",
                "pool": "Of each 2 x 2 places the strongest: maps of 7 x 7.",
                "stage2": "Four blocks more, which see twice as far.",
                "mean": "One number for each map: how much of what it looks for is there, wherever that is.",
                "scores": "A score for each digit: the eighteenth layer.",
                "loss": "Cross-entropy -log p(y): how surprised the network is by the right digit, in nats.",
                "objective": "Adam on OneCycle: steps grow at first and shrink to nothing at the end.",
            },
        ),
        basic=BASIC,
        epochs=6,
        batch_size=50,
    ),
    lesson=Lesson(
        paper='He, Zhang, Ren and Sun, "Deep Residual Learning for Image Recognition", 2016',
        teaches=(
            "Batch norm keeps gradients alive in a deep network, and yet more layers make it worse; with skips each "
            "block only has to add something."
        ),
        expect=(
            "After six epochs of 29 steps it reads 99 of 100 digits that it did not learn from. Watch the gradient of "
            "each layer: with skips the first layer is told as much as the last."
        ),
        tries=(
            Variant(
                label="Thirty-two layers",
                expect="Seven blocks more do no harm: 99 of 100 again. Without skips the same depth ruins it.",
                edits=(SetParam(id="stage2", name="times", value=11),),
            ),
            Variant(
                label="Learn from 500 digits only",
                expect="About 85 of 100: a third of the digits, and a third of the steps.",
                edits=(SetParam(id="digits", name="only_first", value=500),),
            ),
            Variant(
                label="Take batch norm out of the blocks",
                expect=(
                    "About 88 of 100: skips alone do train, but what is added up grows from block to block, and so "
                    "wide steps no longer suit it."
                ),
                block="basic",
                edits=(Bypass(id="norm1"), Bypass(id="norm2")),
            ),
        ),
        ablation=Variant(
            label="Take the skips away",
            expect=(
                "About 93 of 100 in the place of 99, by the same layers with as many weights: batch norm alone "
                "does not do it."
            ),
            block="basic",
            edits=(PLAIN,),
        ),
        broken=Variant(
            label="Break it: a learning rate of 3",
            expect=(
                "Batch norm keeps every number finite, so nothing looks broken, but the loss stays at 2.3: one digit "
                "in ten is right, as by chance."
            ),
            edits=(SetParam(id="objective", name="lr", value=3.0),),
        ),
        baselines=(
            Baseline("logistic regression", "accuracy", method="logistic"),
            Baseline("kernel SVM", "accuracy", method="kernel_svm"),
        ),
        comparisons=(
            Comparison(
                title="Twelve, eighteen and thirty-two layers, with skips and without",
                measure="accuracy",
                expect=(
                    "With skips 99 of 100 at every depth. Without them each step deeper is worse: 97, 93, 52 of 100, "
                    "although batch norm is there: the deeper network could copy the shallow one, and does not find "
                    "out how."
                ),
                arms=(
                    Variant(label="without skips", block="basic", edits=(PLAIN,)),
                    Variant(label="with skips"),
                ),
                axes=(("stage2.times", (1, 4, 11)),),
                gradients=True,
            ),
        ),
        full_size=(
            FullSize("ResNet-18", 11_689_512, "He et al., 2016, table 1; counted in torchvision's", resnet18()),
            FullSize("ResNet-50", 25_557_032, "He et al., 2016, table 1; counted in torchvision's", resnet50()),
        ),
    ),
)
