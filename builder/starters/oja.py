"""Oja's rule: a neuron finds the direction in which its input varies most.

Reference: Oja, "A Simplified Neuron Model as a Principal Component Analyzer", 1982.
"""

from builder.drawing.problems import SetParam
from builder.kinds.lesson import Baseline, Lesson, Variant
from builder.kinds.starter import Bar, Starter, cell, drawing, grid

STARTER = Starter(
    key="oja",
    order=75,
    chapter="foundations",
    system="hebbian",
    title="Hebb's and Oja's rule",
    summary="A single neuron that strengthens what fires together finds the main direction of its input.",
    bars=(Bar("angle", 5.0, margin=3.0),),
    lesson=Lesson(
        paper='Oja, "A Simplified Neuron Model as a Principal Component Analyzer", 1982',
        teaches=(
            "A neuron that strengthens what fires together finds the main direction of its data; nobody tells it any."
        ),
        expect=(
            "The angle to the first principal component falls under 1 degree on validation within a few epochs, from "
            "wherever the neuron began, and the loss stands still once the weights have length 1."
        ),
        tries=(
            Variant(
                label="Turn the cloud",
                expect="Just as well: it follows the data, not the axes. Only from some beginnings it takes longer.",
                edits=(SetParam(id="cloud", name="angle", value=-60.0),),
            ),
            Variant(
                label="Hebb's rule alone, without the decay",
                expect=(
                    "The direction is found too, but the weights grow with every step: look at the neuron's weights "
                    "and its loss, which falls below -100,000. Oja's decay holds their length at 1."
                ),
                edits=(SetParam(id="neuron", name="decay", value=0.0),),
            ),
            Variant(
                label="A tenth of the learning rate",
                expect="It is still on its way when training ends: by seed 4 to 40 degrees off.",
                edits=(SetParam(id="objective", name="lr", value=0.001),),
            ),
        ),
        ablation=Variant(
            label="Take the learning away",
            expect="It stays at the angle that it began with: 8 to 60 degrees, by seed.",
            edits=(SetParam(id="objective", name="lr", value=0.0),),
        ),
        broken=Variant(
            label="Break it: a cloud as wide as long",
            expect=(
                "Without a main direction there is nothing to find: it settles on any, 20 to 70 degrees from what "
                "chance made the longest."
            ),
            edits=(SetParam(id="cloud", name="stretch", value=1.0),),
        ),
        baselines=(
            Baseline(
                "a direction drawn by chance", "angle", value=45.0, why="angles are even between 0 and 90 degrees"
            ),
        ),
    ),
    document=drawing(
        grid(
            [
                cell("cloud", "StretchedCloud"),
                cell("neuron", "HebbianLayer", out_features=1),
                cell("angle", "SubspaceAngle"),
                cell("objective", "Objective", optimizer="SGD", lr=0.01, momentum=0.0),
            ],
            [None, None, cell("answer", "Output")],
            wires={
                "neuron": "cloud.point",
                "angle": "neuron",
                "angle.target": "cloud.point",
                "answer": "neuron",
                "objective.loss": "neuron.loss",
            },
            notes={
                "cloud": "Points x around the origin, four times as long as wide, along a line of 30 degrees.",
                "neuron": (
                    "y = w x. Hebb's rule adds y x to w; Oja's decay takes y² w away, so that w stays of length 1."
                ),
                "angle": "Between w and the first principal component of the data, in degrees; 0 is the same line.",
                "objective": (
                    "One step of plain SGD on the neuron's loss is one step of Oja's rule; no error flows back."
                ),
            },
        ),
        epochs=40,
        batch_size=50,
    ),
)
