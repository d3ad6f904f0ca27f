"""A multilayer perceptron for the two moons.

Reference: Rumelhart, Hinton and Williams, "Learning Representations by Back-Propagating Errors", 1986.
"""

from builder.drawing.problems import SetParam
from builder.kinds.lesson import Baseline, Bypass, Lesson, Variant
from builder.kinds.starter import Bar, Starter, chain

STARTER = Starter(
    key="two-moons-mlp",
    order=30,
    chapter="foundations",
    system="mlp",
    title="Two moons",
    summary="Two small hidden layers that bend a border between two crescents.",
    bars=(Bar("accuracy", 0.97, margin=0.05),),
    lesson=Lesson(
        paper='Rumelhart, Hinton and Williams, "Learning Representations by Back-Propagating Errors", 1986',
        teaches="Each hidden layer bends the plane a little, until one straight cut is enough.",
        expect=(
            "The border begins as a straight line that gets 85 % right, then bends into the gap between the moons: "
            "98 % or more on points it has never seen. Open Watch and look at the decision boundary."
        ),
        tries=(
            Variant(
                label="Two neurons in each layer",
                expect="Too few bends: about 87 % at best, and some seeds stay at 50 % because every ReLU is silent.",
                edits=(
                    SetParam(id="fc1", name="out_features", value=2),
                    SetParam(id="fc2", name="out_features", value=2),
                ),
            ),
            Variant(
                label="Three times the noise",
                expect="The moons run into each other: about 93 %, and no border could do much better.",
                edits=(SetParam(id="moons", name="noise", value=0.3),),
            ),
            Variant(
                label="A hundredth of the learning rate",
                expect="The border has barely begun to bend when training ends: about 84 %.",
                edits=(SetParam(id="objective", name="lr", value=0.0001),),
            ),
        ),
        ablation=Variant(
            label="Take both ReLUs away",
            expect=(
                "Three linear layers are one linear layer: a straight border, about 86 %, as logistic regression has."
            ),
            edits=(Bypass(id="relu1"), Bypass(id="relu2")),
        ),
        broken=Variant(
            label="Break it: a learning rate of 3",
            expect="Each step leaps over the valley: the weights run away and accuracy ends at 50 %, a coin's throw.",
            edits=(SetParam(id="objective", name="lr", value=3.0),),
        ),
        baselines=(
            Baseline("logistic regression", "accuracy", method="logistic"),
            Baseline("decision tree", "accuracy", method="tree"),
            Baseline("kernel SVM", "accuracy", method="kernel_svm"),
        ),
    ),
    document=chain(
        ("fc1", "Linear", {"out_features": 8}),
        ("relu1", "ReLU", {}),
        ("fc2", "Linear", {"out_features": 8}),
        ("relu2", "ReLU", {}),
        ("fc3", "Linear", {"out_features": 2}),
        data=("moons", "TwoMoons", {}),
        feed="point",
        lr=0.01,
        notes={
            "moons": "Points x in the plane; their class y says on which of two interleaved crescents they lie.",
            "fc1": "Eight neurons, each a weighted sum h = Wx + b: eight straight lines across the plane.",
            "fc2": "Eight neurons that see only what the first ones say: lines of lines, which are bent.",
            "fc3": "One score per class. Where the two are equal is the border.",
            "loss": "Cross-entropy: how surprised the network is by the right class, in nats.",
            "objective": "Adam changes every weight a little against the slope of the loss, found by backpropagation.",
        },
        epochs=60,
        batch_size=32,
        seed=0,
    ),
)
