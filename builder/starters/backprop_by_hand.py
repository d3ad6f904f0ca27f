"""Backpropagation on one sample at a time, with every number to be read.

Reference: Rumelhart, Hinton and Williams, "Learning Representations by Back-Propagating Errors", 1986.
"""

from builder.drawing.problems import SetParam
from builder.kinds.lesson import Baseline, Bypass, Lesson, Variant, replace
from builder.kinds.starter import Bar, Starter, cell, drawing, grid

STARTER = Starter(
    key="backprop-by-hand",
    order=45,
    chapter="foundations",
    system="backprop-by-hand",
    title="Backpropagation by hand",
    summary="One sample a step, and every number of it: forward, loss, backward, update.",
    bars=(Bar("accuracy", 1.0, margin=0.05),),
    lesson=Lesson(
        paper=(
            'Rumelhart, Hinton and Williams, "Learning Representations by Back-Propagating Errors", Nature 323, 1986'
        ),
        teaches="Each weight is told by the chain rule how much it had to do with the error, and moves against it.",
        expect=(
            "Pause, open Watch and By hand: the numbers of the next step stand on the wires, and on paper below. Press "
            "Step: each weight moves by what was foretold. After some hundred steps all four corners are right."
        ),
        tries=(
            Variant(
                label="ReLU in place of tanh",
                expect=(
                    "The slope through a neuron is 1 or 0: where a neuron is at 0, nothing reaches its weights. Look "
                    "for zeros on the way back."
                ),
                edits=(replace("bend", "ReLU"),),
            ),
            Variant(
                label="Momentum",
                expect="Each update carries nine tenths of the one before: By hand shows updates that the slope alone "
                "does not explain.",
                edits=(
                    SetParam(id="objective", name="momentum", value=0.9),
                    SetParam(id="objective", name="lr", value=0.02),
                ),
            ),
            Variant(
                label="A hundredth of the rate",
                expect="The same slopes, steps a hundred times smaller: after ten epochs a corner is still wrong.",
                edits=(SetParam(id="objective", name="lr", value=0.002),),
            ),
        ),
        ablation=Variant(
            label="Take the tanh away",
            expect="Two sums in a row are one sum: the border is straight, and XOR needs a bend.",
            edits=(Bypass(id="bend"),),
        ),
        broken=Variant(
            label="Break it: a rate of 20",
            expect="Each step jumps over what it aims at; tanh is driven to its ends, where its slope is 0, and stays.",
            edits=(SetParam(id="objective", name="lr", value=20.0),),
        ),
        baselines=(
            Baseline("logistic regression", "accuracy", method="logistic"),
            Baseline("decision tree", "accuracy", method="tree"),
        ),
    ),
    document=drawing(
        grid(
            [
                cell("corners", "LogicGate", gate="xor"),
                cell("hidden", "Linear", out_features=6),
                cell("bend", "Tanh"),
                cell("scores", "Linear", out_features=2),
                cell("loss", "CrossEntropyLoss"),
            ],
            [
                None,
                None,
                cell("answer", "Output"),
                cell("accuracy", "Accuracy"),
                cell("objective", "Objective", optimizer="SGD", lr=0.2, momentum=0.0),
            ],
            wires={
                "hidden": "corners.inputs",
                "bend": "hidden",
                "scores": "bend",
                "loss": "scores",
                "loss.target": "corners.label",
                "accuracy": "scores",
                "accuracy.target": "corners.label",
                "answer": "scores",
                "objective.loss": "loss.loss",
            },
            notes={
                "corners": "Two inputs x, each about 0 or 1, and y: whether exactly one of them is 1 (XOR).",
                "hidden": "Six sums z = Wx + b. Backward: ∂L/∂W = ∂L/∂z · x, the sum's slope times what came in.",
                "bend": "h = tanh(z). Backward: ∂L/∂z = ∂L/∂h · (1 − h²): flat ends let hardly anything through.",
                "scores": "Two sums of the six h, one for each answer.",
                "loss": "L = −log p of the right answer. Backward: ∂L/∂score = p − y, how far each probability is off.",
                "objective": "Plain gradient descent on one sample at a time: w ← w − η ∂L/∂w, with η = 0.2.",
            },
        ),
        epochs=10,
        batch_size=1,
    ),
)
