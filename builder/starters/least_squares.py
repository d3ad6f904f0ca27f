"""A straight line by least squares, found step by step.

Reference: Legendre, "Nouvelles méthodes pour la détermination des orbites des comètes", 1805; Gauss, "Theoria motus",
1809; the rule by which it learns, Widrow and Hoff, "Adaptive Switching Circuits", 1960.
"""

from builder.drawing.problems import SetParam
from builder.kinds.lesson import Baseline, Lesson, Variant, replace, retrain
from builder.kinds.starter import Bar, Starter, cell, drawing, grid

STARTER = Starter(
    key="least-squares",
    order=21,
    chapter="foundations",
    system="least-squares",
    title="Least squares and the delta rule",
    summary="One neuron without any bend finds the line of Gauss and Legendre, step by step.",
    bars=(Bar("error", 0.4802, margin=0.0),),
    lesson=Lesson(
        paper='Legendre, "Nouvelles méthodes", 1805; Widrow and Hoff, "Adaptive Switching Circuits", 1960',
        teaches="Going downhill on the squared error ends where Gauss's formula says: on the one best line.",
        expect=(
            "The loss slides down a bowl and comes to rest at 0.44 on validation: to four digits what Gauss's formula "
            "gives at once. Watch the fitted line turn into its place. What is left is the wave, which no line has."
        ),
        tries=(
            Variant(
                label="One sample at a time, as ADALINE did",
                expect=(
                    "w ← w + η (y - ŷ) x after each point: it is there sooner, but the line trembles around its place, "
                    "since each point pulls it its own way. Error 0.44 to 0.45."
                ),
                edits=(retrain(batch_size=1, epochs=5), SetParam(id="objective", name="lr", value=0.01)),
            ),
            Variant(
                label="Sizes of errors instead of squares",
                expect=(
                    "Another line: a far point pulls no harder than a near one. Its squares come to a little more, "
                    "0.445."
                ),
                edits=(replace("loss", "L1Loss"),),
            ),
            Variant(
                label="Ten times the noise",
                expect=(
                    "Nearly the same line through a wider cloud: the error is 0.72, most of it noise that nobody could"
                    " foretell."
                ),
                edits=(SetParam(id="curve", name="noise", value=0.5),),
            ),
        ),
        ablation=Variant(
            label="Take the learning away",
            expect="The line lies as chance laid it: 0.77 or 0.78.",
            edits=(SetParam(id="objective", name="lr", value=0.0),),
        ),
        broken=Variant(
            label="Break it: steps that are too long",
            expect=(
                "Each step leaps across the bowl and lands higher up: the error doubles and doubles, past a trillion."
            ),
            edits=(SetParam(id="objective", name="lr", value=0.8),),
        ),
        baselines=(
            Baseline("least squares, in closed form", "error", method="linear"),
            Baseline("always the mean", "error", method="chance"),
        ),
    ),
    document=drawing(
        grid(
            [
                cell("curve", "Curve"),
                cell("line", "Linear", out_features=1),
                cell("loss", "MSELoss"),
                cell("objective", "Objective", optimizer="SGD", lr=0.1, momentum=0.0),
            ],
            [None, cell("answer", "Output"), cell("error", "MeanSquaredError")],
            wires={
                "line": "curve.x",
                "loss": "line",
                "loss.target": "curve.y",
                "error": "line",
                "error.target": "curve.y",
                "answer": "line",
                "objective.loss": "loss.loss",
            },
            notes={
                "curve": "Points (x, y) on a wavy curve, with noise. No line goes through all of them.",
                "line": "ŷ = w x + b: one weight and one bias, two numbers to find.",
                "loss": "The mean of the squares (ŷ - y)²: a bowl over w and b, with one deepest place.",
                "error": "The same on points that it does not learn from.",
                "objective": "The delta rule: w ← w - η 2(ŷ - y) x, the mean over all points. Plain SGD, no more.",
            },
        ),
        epochs=100,
        batch_size=1_024,
    ),
)
