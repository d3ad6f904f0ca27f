"""A convolutional network that is looked into: edges, parts, objects, and at each level what can be told from it.

References: Zeiler and Fergus, "Visualizing and Understanding Convolutional Networks", 2014; Alain and Bengio,
"Understanding Intermediate Layers Using Linear Classifier Probes", 2016 (the readouts that teach nothing); Adebayo,
Gilmer, Muelly, Goodfellow, Hardt and Kim, "Sanity Checks for Saliency Maps", 2018.
"""

from builder.drawing.problems import SetParam
from builder.kinds.lesson import Baseline, Bypass, Lesson, Variant, replace
from builder.kinds.starter import Bar, Cell, Starter, cell, drawing, grid, line

READOUT = line(
    cell("anywhere", "AdaptiveMaxPool2d", output_size=1),
    cell("flatten", "Flatten"),
    cell("scores", "Linear", out_features=10),
    into="input",
    out="output",
    notes={
        "anywhere": "Of each map the largest value: whether its pattern is there, wherever it is.",
        "flatten": "One number for each map.",
        "scores": "Ten weighed sums of these: a score for each digit.",
    },
)
PROBE = line(
    cell("still", "Detach"),
    cell("readout", "Block", block="readout"),
    into="input",
    out="output",
    notes={
        "still": "No slope goes back from here: the maps stay what they are for the digits' sake.",
        "readout": "The same readout as at the end, with weights of its own.",
    },
)
FILTERS = {"edges": 8, "parts": 12, "objects": 24}


def filters(id: str) -> Cell:
    """A convolution that keeps the size of its maps."""
    return cell(id, "Conv2d", out_channels=FILTERS[id], kernel_size=5, padding=2)


STARTER = Starter(
    key="feature-hierarchy",
    order=202,
    chapter="vision",
    system="feature-hierarchy",
    title="Edges, parts, objects: looking inside",
    summary="Reads digits in three levels, and shows what each of them sees and what its answer rests on.",
    bars=(Bar("accuracy", 0.98, margin=0.015),),
    lesson=Lesson(
        paper=(
            'Zeiler and Fergus, "Visualizing and Understanding Convolutional Networks", 2014; Alain and Bengio, '
            '"Understanding Intermediate Layers Using Linear Classifier Probes", 2016'
        ),
        teaches="Each layer is made of what the one before it found: edges, then parts, then whole digits.",
        expect=(
            "Edges alone tell about 30 of 100 digits, parts 60, wholes 99. In Watch, Weights of edges are the first "
            "filters; Answers most to shows that units of relu1 like strokes of any digit, those of relu3 mostly one "
            "or two digits. Under What the answer rests on, whole strokes speak for a digit (blue) or against it; in "
            "the untrained network below there is only grain along the ink."
        ),
        tries=(
            Variant(
                label="Look at everything, not at the best fit",
                expect=(
                    "About 97 of 100: the mean over all places says how much of a pattern there is; whether it is "
                    "there at all says more."
                ),
                block="readout",
                edits=(replace("anywhere", "AdaptiveAvgPool2d", output_size=1),),
            ),
            Variant(
                label="One filter for edges",
                expect=(
                    "From one kind of edge hardly more than chance is told, 14 of 100. Yet the levels above make parts "
                    "of it, and 98 or 99 digits are still read."
                ),
                edits=(SetParam(id="edges", name="out_channels", value=1),),
            ),
            Variant(
                label="One large pattern for each unit",
                expect=(
                    "Three layers without anything between are one: patterns of 13 x 13 pixels. Of digits as many are "
                    "read, 99, as 24 such patterns are enough for ten; but relu2 is gone, and with it what could be "
                    "looked at in between."
                ),
                edits=tuple(Bypass(id=id) for id in ("relu1", "relu2", "relu3", "pool1", "pool2")),
            ),
        ),
        ablation=Variant(
            label="Filters that never learned",
            expect=(
                "Only the readouts learn: each level tells about 25 of 100, the last no more than the first. What the "
                "answer rests on looks like the map of the untrained network below it: grain."
            ),
            edits=(SetParam(id="objective", name="over", value="from_edges, from_parts, from_objects"),),
        ),
        broken=Variant(
            label="Break it: steps fifty times as large",
            expect=(
                "The first steps are so wide that the upper filters die and give 0 for every digit: accuracy stays at "
                "10 %, and the maps of what it rests on are empty."
            ),
            edits=(SetParam(id="objective", name="lr", value=0.5),),
        ),
        baselines=(
            Baseline("logistic regression", "accuracy", method="logistic"),
            Baseline("by chance", "accuracy", method="chance"),
        ),
    ),
    document=drawing(
        grid(
            [
                cell("digits", "PenDigits", samples=2_100),
                filters("edges"),
                cell("relu1", "ReLU"),
                cell("from_edges", "Block", block="probe"),
                cell("edge_loss", "CrossEntropyLoss"),
                cell("edge_accuracy", "Accuracy"),
            ],
            [
                cell("pool1", "MaxPool2d", kernel_size=2),
                filters("parts"),
                cell("relu2", "ReLU"),
                cell("from_parts", "Block", block="probe"),
                cell("part_loss", "CrossEntropyLoss"),
                cell("part_accuracy", "Accuracy"),
            ],
            [
                cell("pool2", "MaxPool2d", kernel_size=2),
                filters("objects"),
                cell("relu3", "ReLU"),
                cell("from_objects", "Block", block="readout"),
                cell("loss", "CrossEntropyLoss"),
                cell("accuracy", "Accuracy"),
            ],
            [
                None,
                None,
                None,
                cell("answer", "Output"),
                cell("all", "AddLosses", inputs=3),
                cell("objective", "Objective", lr=0.01, schedule="OneCycleLR"),
            ],
            wires={
                "edges": "digits.image",
                "relu1": "edges",
                "from_edges": "relu1",
                "pool1": "relu1",
                "parts": "pool1",
                "relu2": "parts",
                "from_parts": "relu2",
                "pool2": "relu2",
                "objects": "pool2",
                "relu3": "objects",
                "from_objects": "relu3",
                "answer": "from_objects",
                **{
                    f"{judge}.{port}": source
                    for level, judges in (
                        ("from_edges", ("edge_loss", "edge_accuracy")),
                        ("from_parts", ("part_loss", "part_accuracy")),
                        ("from_objects", ("loss", "accuracy")),
                    )
                    for judge in judges
                    for port, source in (("input", f"{level}.output"), ("target", "digits.label"))
                },
                "all.loss1": "edge_loss.loss",
                "all.loss2": "part_loss.loss",
                "all.loss3": "loss.loss",
                "objective.loss": "all.loss",
            },
            notes={
                "digits": "Pictures x of 28 x 28 grey values, 0 paper and 1 ink, and for each its label y, 0 to 9.",
                "edges": (
                    "Eight filters w of 5 x 5 pixels. See its Weights in Watch: light beside dark is an edge, and "
                    "how it lies is what the filter looks for."
                ),
                "relu1": "Keeps where a filter fits, max(0, h). In Watch: which digits a unit answers most to.",
                "from_edges": "Reads the digit from the edges alone. It learns, but teaches the filters nothing.",
                "edge_loss": "Cross-entropy -log p(y) of that reading.",
                "edge_accuracy": "How many digits can be told from edges alone.",
                "pool1": "Of every 2 x 2 places the strongest stays: maps of 14 x 14.",
                "parts": "Twelve filters over the eight maps: each sees 14 x 14 pixels, corners and bows.",
                "relu2": "Where a part is. The mark in Answers most to says at which place of the digit.",
                "from_parts": "Reads the digit from the parts alone, with weights of its own.",
                "part_loss": "Cross-entropy of that reading.",
                "part_accuracy": "How many digits can be told from parts alone.",
                "pool2": "Maps of 7 x 7.",
                "objects": "Twenty-four filters over the twelve maps: each sees the whole digit, part beside part.",
                "relu3": "Where a whole fits. Its units answer to one digit or two that are alike.",
                "from_objects": "The network's own answer: of each map the best fit, weighed for each digit.",
                "loss": "Cross-entropy -log p(y). All filters learn from this loss alone.",
                "accuracy": "How many digits are read in the end.",
                "all": "The three losses together. As the first two stop at their readouts, each learns by itself.",
                "objective": "Adam on OneCycle: steps grow at first and shrink to nothing at the end.",
            },
        ),
        probe=PROBE,
        readout=READOUT,
        epochs=10,
        batch_size=32,
    ),
)
