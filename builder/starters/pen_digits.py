"""LeNet-5 with fewer channels, for digits written with a pen.

Reference: LeCun, Bottou, Bengio, Haffner, "Gradient-based learning applied to document recognition", 1998.
"""

from builder.drawing.problems import SetParam
from builder.kinds.lesson import Baseline, Bypass, FullSize, Lesson, Variant, retrain
from builder.kinds.starter import Bar, Starter, chain
from builder.starters.full.pictures import lenet

STARTER = Starter(
    key="pen-digits",
    order=5,
    chapter="vision",
    system="neocognitron-lenet",
    title="Handwritten digits",
    summary="A small LeNet that learns to read digits written with a pen: yours too.",
    lesson=Lesson(
        paper=(
            'LeCun, Bottou, Bengio and Haffner, "Gradient-Based Learning Applied to Document Recognition", 1998; after '
            'Fukushima, "Neocognitron", 1980'
        ),
        teaches="Small filters slide over the whole picture, so a stroke is known wherever it is drawn.",
        expect=(
            "At first one digit in ten is right, by chance. After one pass through the data 95 of 100 are, at the end "
            "more than 99. See in Watch what each filter of conv1 looks for, then write a digit yourself in Try it."
        ),
        tries=(
            Variant(
                label="Learn from 200 digits only",
                expect=(
                    "Only about 89 of 100 new digits are read right: what it learned by heart is not all that people "
                    "write."
                ),
                edits=(SetParam(id="digits", name="only_first", value=200),),
            ),
            Variant(
                label="One filter in each layer",
                expect=(
                    "With one kind of stroke to look for it still reads 97 of 100, but makes seven times as many "
                    "mistakes."
                ),
                edits=(
                    SetParam(id="conv1", name="out_channels", value=1),
                    SetParam(id="conv2", name="out_channels", value=1),
                ),
            ),
            Variant(
                label="A single epoch",
                expect="It saw each digit once and reads 95 of 100: most is learned early, the rare handwritings late.",
                edits=(retrain(epochs=1),),
            ),
        ),
        ablation=Variant(
            label="Take the convolutions away",
            expect=(
                "Grey values of coarse places are all that the neurons see, no strokes: about 86 of 100 are right, "
                "fewer "
                "than one filter would bring."
            ),
            edits=tuple(Bypass(id=id) for id in ("conv1", "relu1", "conv2", "relu2")),
        ),
        broken=Variant(
            label="Break it: a learning rate of 0.2",
            expect=(
                "The first steps are so wide that the ReLUs die: they give 0 for every digit, no slope comes back, and "
                "accuracy stays at 10 %, as by chance."
            ),
            edits=(SetParam(id="objective", name="lr", value=0.2),),
        ),
        baselines=(
            Baseline("logistic regression", "accuracy", method="logistic"),
            Baseline("random forest", "accuracy", method="forest"),
        ),
        full_size=(
            FullSize("LeNet-5", 61_706, "LeCun et al., 1998, with ReLU and max pooling as it is drawn today", lenet()),
        ),
    ),
    document=chain(
        ("conv1", "Conv2d", {"out_channels": 8, "kernel_size": 5, "padding": 2}),
        ("relu1", "ReLU", {}),
        ("pool1", "MaxPool2d", {"kernel_size": 2}),
        ("conv2", "Conv2d", {"out_channels": 16, "kernel_size": 5, "padding": 2}),
        ("relu2", "ReLU", {}),
        ("pool2", "MaxPool2d", {"kernel_size": 2}),
        ("flatten", "Flatten", {}),
        ("fc1", "Linear", {"out_features": 64}),
        ("relu3", "ReLU", {}),
        ("dropout", "Dropout", {"p": 0.25}),
        ("fc2", "Linear", {"out_features": 10}),
        data=("digits", "PenDigits", {}),
        feed="image",
        lr=0.002,
        notes={
            "digits": "Pictures x of 28 x 28 grey values, 0 paper and 1 ink, and for each its label y, 0 to 9.",
            "conv1": (
                "Eight filters w of 5 x 5 pixels slide over the picture: each marks where its stroke is, w * x + b. "
                "The same 25 weights serve at every place."
            ),
            "relu1": "Keeps where a filter fits and forgets where it does not: max(0, h).",
            "pool1": "Of every 2 x 2 places the strongest stays: a stroke may move a little and count the same.",
            "conv2": "Sixteen filters over the eight maps of before: corners, bows and crossings, made of strokes.",
            "pool2": "Halves the maps again: 7 x 7 places are left, each of which has seen a large part of the digit.",
            "flatten": "Lays the 16 maps of 7 x 7 in one row of 784 numbers.",
            "fc1": "Sixty-four neurons weigh all parts together: which of them, and where, make up a digit?",
            "dropout": (
                "While it learns, a quarter of these numbers is set to 0 at random: no neuron may rely on one other."
            ),
            "fc2": "A score for each digit; the highest is the answer.",
            "loss": "Cross-entropy -log p(y): how surprised the network is by the right digit, in nats.",
            "objective": "Adam moves every weight a little downhill on the loss, after each batch of 32 digits.",
        },
        epochs=15,
        batch_size=32,
        seed=0,
    ),
    bars=(Bar("accuracy", 0.99, margin=0.01),),
)
