"""One neuron that learns a gate by Rosenblatt's rule.

Reference: Rosenblatt, "The Perceptron: A Probabilistic Model for Information Storage and Organization in the Brain",
1958; what it can't learn, Minsky and Papert, "Perceptrons", 1969.
"""

from builder.drawing.problems import SetParam
from builder.kinds.lesson import Baseline, Lesson, Variant
from builder.kinds.starter import Bar, Starter, cell, drawing, grid

STARTER = Starter(
    key="perceptron",
    order=22,
    chapter="foundations",
    system="perceptron",
    title="Perceptron",
    summary="One neuron learns AND from its mistakes; XOR it can't learn, and you will see why.",
    bars=(Bar("accuracy", 1.0, margin=0.0),),
    lesson=Lesson(
        paper=(
            'Rosenblatt, "The Perceptron: A Probabilistic Model for Information Storage and Organization in the '
            'Brain", 1958'
        ),
        teaches="A neuron that changes only when it is wrong finds a line between two classes, if there is one.",
        expect=(
            "In the first epochs it errs and moves its line; then it makes no mistake any more, the loss is 0 and "
            "nothing changes: 100 % on points that it never saw. Rosenblatt proved that it always ends so, if a line "
            "exists."
        ),
        tries=(
            Variant(
                label="OR instead of AND",
                expect="Another line, found by the same rule: 100 %.",
                edits=(SetParam(id="gate", name="gate", value="or"),),
            ),
            Variant(
                label="Inputs that stray three times as far",
                expect=(
                    "The corners begin to touch; where they overlap no line is right, and the rule never rests: 90 to "
                    "98 %."
                ),
                edits=(SetParam(id="gate", name="noise", value=0.15),),
            ),
            Variant(
                label="A tenth of the learning rate",
                expect=(
                    "The same line in more steps. Only the ratio of weights and threshold counts, so the rate hardly "
                    "matters."
                ),
                edits=(SetParam(id="objective", name="lr", value=0.01),),
            ),
        ),
        ablation=Variant(
            label="Take the threshold away",
            expect=(
                "Every line must now pass through (0, 0): about 60 %. The threshold is what moves it away from there."
            ),
            edits=(SetParam(id="neuron", name="bias", value=False),),
        ),
        broken=Variant(
            label="Break it: XOR",
            expect=(
                "No line has (0, 1) and (1, 0) on one side and (0, 0) and (1, 1) on the other: three corners of four, "
                "75 %, are the most that one neuron can have. The rule never rests: 48 to 70 % where it was stopped."
            ),
            edits=(SetParam(id="gate", name="gate", value="xor"),),
        ),
        baselines=(
            Baseline("logistic regression", "accuracy", method="logistic"),
            Baseline("always no", "accuracy", method="chance"),
        ),
    ),
    document=drawing(
        grid(
            [
                cell("gate", "LogicGate"),
                cell("neuron", "Linear", out_features=1),
                cell("score", "Squeeze", dim=1),
                cell("agreement", "Multiply"),
                cell("mistake", "ReLU"),
                cell("loss", "MeanLoss"),
                cell("objective", "Objective", optimizer="SGD", lr=0.1, momentum=0.0),
            ],
            [
                cell("yes", "ToFloat"),
                cell("sign", "Scale", factor=-2.0, offset=1.0),
                cell("accuracy", "BinaryAccuracy", threshold=0.0),
                cell("answer", "Output"),
            ],
            wires={
                "neuron": "gate.inputs",
                "score": "neuron",
                "yes": "gate.label",
                "sign": "yes",
                "agreement": "score",
                "agreement.other": "sign",
                "mistake": "agreement",
                "loss.signal": "mistake",
                "objective.loss": "loss.loss",
                "accuracy": "score",
                "accuracy.target": "yes",
                "answer": "score",
            },
            notes={
                "gate": "Two inputs x, each about 0 or about 1, and what AND says of them: yes only if both are 1.",
                "neuron": "s = w·x + b: two weights and a threshold. Where s = 0 lies a straight line.",
                "score": "Above 0 the neuron fires: yes.",
                "yes": "1 for yes, 0 for no.",
                "sign": "-y: -1 where yes is right, 1 where no is.",
                "agreement": "-y s: above 0 only where the neuron is on the wrong side.",
                "mistake": "max(0, -y s): nothing to change where it is right.",
                "accuracy": "The share of cases in which it fires where it should, and only there.",
                "loss": "The perceptron's criterion; its slope is -y x for a mistake and 0 else.",
                "objective": "SGD, one sample at a time: w ← w + η y x after a mistake. That is Rosenblatt's rule.",
            },
        ),
        epochs=10,
        batch_size=1,
    ),
)
