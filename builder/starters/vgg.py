"""VGG with few channels: nothing but filters of 3 x 3, two in a row.

Reference: Simonyan and Zisserman, "Very Deep Convolutional Networks for Large-Scale Image Recognition", 2015.
"""

from builder.drawing.problems import SetParam
from builder.kinds.lesson import Baseline, FullSize, Lesson, Variant
from builder.kinds.starter import Bar, Starter, cell, drawing, grid, line
from builder.starters.full.pictures import vgg16

STAGE = line(
    cell("conv1", "Conv2d", out_channels="=channels", kernel_size=3, padding=1),
    cell("relu1", "ReLU"),
    cell("conv2", "Conv2d", out_channels="=channels", kernel_size=3, padding=1),
    cell("relu2", "ReLU"),
    cell("pool", "MaxPool2d", kernel_size=2),
    into="input",
    out="output",
    notes={
        "conv1": "Filters w of 3 x 3: the smallest that know up from down and left from right.",
        "conv2": "Two in a row see 5 x 5 pixels with 18 weights a map in the place of 25, and bend twice.",
        "pool": "Half the size: of 2 x 2 places the strongest stays.",
    },
    channels=16,
)

STARTER = Starter(
    key="vgg",
    order=206,
    chapter="vision",
    system="vgg",
    title="VGG",
    summary="Small filters, many in a row: depth in the place of width.",
    bars=(Bar("accuracy", 0.95, margin=0.02),),
    document=drawing(
        grid(
            [
                cell("shapes", "ShapeImages", samples=2_000),
                cell("stage1", "Block", block="stage", channels=12),
                cell("stage2", "Block", block="stage", channels=24),
                cell("stage3", "Block", block="stage", channels=32),
                cell("flatten", "Flatten"),
            ],
            [
                cell("fc1", "Linear", out_features=64),
                cell("relu1", "ReLU"),
                cell("scores", "Linear", out_features=3),
                cell("loss", "CrossEntropyLoss"),
                cell("objective", "Objective", lr=0.004, schedule="OneCycleLR"),
            ],
            [None, None, None, cell("accuracy", "Accuracy"), cell("answer", "Output")],
            wires={
                "stage1": "shapes.image",
                "stage2": "stage1",
                "stage3": "stage2",
                "flatten": "stage3",
                "fc1": "flatten",
                "relu1": "fc1",
                "scores": "relu1",
                "loss": "scores",
                "loss.target": "shapes.label",
                "accuracy": "scores",
                "accuracy.target": "shapes.label",
                "answer": "scores",
                "objective.loss": "loss.loss",
            },
            notes={
                "shapes": "Pictures x of 16 x 16 with one shape in noise, and its name y.",
                "stage1": "Two convolutions of 3 x 3, then half the size: edges.",
                "stage2": "Twice as many maps on a quarter of the places: corners and bows.",
                "stage3": "On 2 x 2 places it has seen the whole shape.",
                "fc1": "Sixty-four neurons (4,096 in the paper) weigh all parts together.",
                "scores": "A score for each shape.",
                "loss": "Cross-entropy -log p(y): how surprised the network is by the right name, in nats.",
                "objective": "Adam on OneCycle: steps grow at first and shrink to nothing at the end.",
            },
        ),
        stage=STAGE,
        epochs=15,
        batch_size=32,
    ),
    lesson=Lesson(
        paper='Simonyan and Zisserman, "Very Deep Convolutional Networks for Large-Scale Image Recognition", 2015',
        teaches="Two small filters in a row see as far as a large one, with fewer weights and one more bend.",
        expect=(
            "Accuracy begins near a third, as by chance, and passes 99 % before the end, on pictures that it did not "
            "learn "
            "from."
        ),
        tries=(
            Variant(
                label="Learn from 150 pictures only",
                expect="About 65 of 100: it knows these 150 pictures, but too few places and sizes of each shape.",
                edits=(SetParam(id="shapes", name="only_first", value=150),),
            ),
            Variant(
                label="Five times the noise",
                expect="About 92 of 100: many small filters average the noise away, but not all of it.",
                edits=(SetParam(id="shapes", name="noise", value=0.5),),
            ),
            Variant(
                label="Two maps in each stage",
                expect="Two maps are too few: with the seed of this drawing it stays at chance, a third.",
                edits=tuple(SetParam(id=f"stage{at}", name="channels", value=2) for at in (1, 2, 3)),
            ),
        ),
        ablation=Variant(
            label="Filters that see one pixel",
            expect="About 59 of 100: without neighbours it can tell how much ink there is, but not its form.",
            block="stage",
            edits=tuple(
                SetParam(id=id, name=name, value=value)
                for id in ("conv1", "conv2")
                for name, value in (("kernel_size", 1), ("padding", 0))
            ),
        ),
        broken=Variant(
            label="Break it: a learning rate of 0.2",
            expect=(
                "The first steps are so wide that it says the same of every picture: a third is right, as by chance."
            ),
            edits=(SetParam(id="objective", name="lr", value=0.2),),
        ),
        baselines=(
            Baseline("logistic regression", "accuracy", method="logistic"),
            Baseline("random forest", "accuracy", method="forest"),
        ),
        full_size=(FullSize("VGG-16", 138_357_544, "Simonyan and Zisserman, 2015, configuration D", vgg16()),),
    ),
)
