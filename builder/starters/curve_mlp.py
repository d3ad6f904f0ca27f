"""A shallow network that fits a curve.

Reference: Cybenko, "Approximation by Superpositions of a Sigmoidal Function", 1989.
"""

from builder.drawing.problems import SetParam
from builder.kinds.lesson import Baseline, Bypass, Comparison, Lesson, Variant, replace
from builder.kinds.starter import Bar, Starter, cell, drawing, grid

WIDTHS = (1, 2, 4, 8, 16, 32, 64)

STARTER = Starter(
    key="curve-mlp",
    order=50,
    chapter="foundations",
    system="shallow-universal",
    title="Fit a curve",
    summary="One hidden layer bends into any curve; its width decides how well.",
    bars=(Bar("error", 0.001, margin=0.001),),
    lesson=Lesson(
        paper=(
            'Cybenko, "Approximation by Superpositions of a Sigmoidal Function", 1989; Hornik, Stinchcombe and White, '
            '"Multilayer Feedforward Networks are Universal Approximators", 1989'
        ),
        teaches="A sum of enough bent lines is as close to any smooth curve as you like: one hidden layer will do.",
        expect=(
            "The line bends into the curve within seconds. What is left of the error without noise falls "
            "under 0.0003, while the loss stays near 0.0025: that much is noise, and no network can "
            "foresee it."
        ),
        tries=(
            Variant(
                label="Four hidden neurons",
                expect=(
                    "Four steps are too few for three waves: the error is some 70 times as large, and Watch shows "
                    "where the line cuts the corners."
                ),
                edits=(SetParam(id="hidden", name="out_features", value=4),),
            ),
            Variant(
                label="ReLU in place of tanh",
                expect=(
                    "The line is made of straight pieces with corners. With 32 of them the error is some 25 times "
                    "that of smooth steps; it falls as the pieces become more."
                ),
                edits=(replace("tanh", "ReLU"),),
            ),
            Variant(
                label="Learn from 20 points",
                expect=(
                    "The line goes through the noise of its 20 points and swings between them: the error without "
                    "noise is hundreds of times as large."
                ),
                edits=(SetParam(id="curve", name="only_first", value=20),),
            ),
        ),
        ablation=Variant(
            label="Take the tanh away",
            expect=(
                "A sum of straight lines is one straight line, however many there are: error 0.47, as with "
                "linear regression."
            ),
            edits=(Bypass(id="tanh"),),
        ),
        broken=Variant(
            label="Break it: every weight begins at 0",
            expect=(
                "All neurons are alike, so none has a reason to become another: each gives 0, and only the "
                "last bias learns. The line stays flat at the mean, error 0.56. That is why weights begin at "
                "random."
            ),
            edits=(
                SetParam(id="objective", name="init", value="normal"),
                SetParam(id="objective", name="init_std", value=0.0),
            ),
        ),
        baselines=(
            Baseline("linear regression", "error", method="linear"),
            Baseline("decision tree", "error", method="tree"),
        ),
        comparisons=(
            Comparison(
                title="How wide is wide enough?",
                measure="error",
                expect=(
                    "Without a bend no width helps. With tanh the error falls several hundredfold from 1 neuron "
                    "to 8 and then slowly, as noise is all that is left. ReLU needs many more pieces for a smooth "
                    "curve."
                ),
                arms=(
                    Variant(label="tanh"),
                    Variant(label="ReLU", edits=(replace("tanh", "ReLU"),)),
                    Variant(label="straight", edits=(Bypass(id="tanh"),)),
                ),
                axes=(("hidden.out_features", WIDTHS),),
            ),
        ),
    ),
    document=drawing(
        grid(
            [
                cell("curve", "Curve"),
                cell("hidden", "Linear", out_features=32),
                cell("tanh", "Tanh"),
                cell("height", "Linear", out_features=1),
                cell("loss", "MSELoss"),
                cell("objective", "Objective", lr=0.1, schedule="OneCycleLR"),
            ],
            [None, None, None, None, cell("error", "MeanSquaredError"), cell("answer", "Output")],
            wires={
                "hidden": "curve.x",
                "tanh": "hidden",
                "height": "tanh",
                "loss": "height",
                "loss.target": "curve.y",
                "error": "height",
                "error.target": "curve.clean",
                "answer": "height",
                "objective.loss": "loss.loss",
            },
            notes={
                "curve": (
                    "Points x from -2 to 2 with their heights y = f(x) + noise, where f(x) = sin 3x + x/2. The clean "
                    "height f(x) is for measuring alone."
                ),
                "hidden": "Neurons h = w x + b: so many straight lines, each of its own slope and place.",
                "tanh": "Bends each line into a step, tanh(h): flat on both sides, steep in the middle.",
                "height": "The sum of all steps, each with its own height v: g(x) = sum of v tanh(w x + b).",
                "loss": "The mean of (g(x) - y)^2 over the noisy points: what is learned from.",
                "error": "The mean of (g(x) - f(x))^2: how far the network is from the curve without the noise.",
                "objective": "Adam, with a rate that rises and then falls to nothing, so that the end is calm.",
            },
        ),
        epochs=300,
        batch_size=64,
    ),
)
