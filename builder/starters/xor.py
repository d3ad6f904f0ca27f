"""Exclusive or, which no single straight line can solve.

Reference: Minsky and Papert, "Perceptrons", 1969.
"""

from builder.drawing.problems import SetParam
from builder.kinds.lesson import Baseline, Bypass, Lesson, Variant, retrain
from builder.kinds.starter import Bar, Starter, chain

STARTER = Starter(
    key="xor",
    order=40,
    chapter="foundations",
    system="mlp",
    title="XOR",
    summary="Four hidden neurons solve what a single one can not.",
    bars=(Bar("accuracy", 0.99, margin=0.05),),
    lesson=Lesson(
        paper='Minsky and Papert, "Perceptrons", 1969',
        teaches="One neuron can only draw one straight line; hidden neurons bend the border.",
        expect=(
            "Accuracy stays near 75 % for a moment, as long as one line does most of the work, then jumps to 100 % "
            "once two hidden neurons have found the two sides of the band."
        ),
        tries=(
            Variant(
                label="Two hidden neurons",
                expect="Two lines are just enough, but some seeds get stuck: try another seed.",
                edits=(SetParam(id="hidden", name="out_features", value=2),),
            ),
            Variant(
                label="Sixteen hidden neurons",
                expect="It gets there sooner, and from every seed: more lines than needed make the search easy.",
                edits=(SetParam(id="hidden", name="out_features", value=16),),
            ),
            Variant(
                label="A hundredth of the learning rate",
                expect="The same road in small steps: after 40 epochs it is not yet there.",
                edits=(SetParam(id="objective", name="lr", value=0.0002),),
            ),
        ),
        ablation=Variant(
            label="Take the tanh away",
            expect=(
                "Two linear layers in a row are one linear layer: the border is a straight line again, and about half "
                "of the points are wrong, whatever the line."
            ),
            edits=(Bypass(id="tanh"),),
        ),
        broken=Variant(
            label="Break it: one hidden neuron",
            expect="One number carries everything, as in Minsky and Papert's proof: three corners of four at best.",
            edits=(SetParam(id="hidden", name="out_features", value=1), retrain(epochs=40)),
        ),
        baselines=(
            Baseline("logistic regression", "accuracy", method="logistic"),
            Baseline("decision tree", "accuracy", method="tree"),
        ),
    ),
    document=chain(
        ("hidden", "Linear", {"out_features": 4}),
        ("tanh", "Tanh", {}),
        ("scores", "Linear", {"out_features": 2}),
        data=("xor", "Xor", {}),
        feed="point",
        lr=0.02,
        notes={
            "xor": "Points x in the plane; their class y is 1 where exactly one coordinate is positive.",
            "hidden": "Four neurons, each a weighted sum h = Wx + b: four straight lines across the plane.",
            "tanh": "Bends each sum into -1..1. Without it the whole network would be one straight line.",
            "scores": "One score per class, a weighted vote of the four lines.",
            "loss": "Cross-entropy: how surprised the network is by the right class, in nats.",
            "objective": "Adam changes every weight a little against the slope of the loss.",
        },
        epochs=40,
        batch_size=32,
        seed=0,
    ),
)
