"""A multilayer perceptron for digits written with a pen.

Reference: Rumelhart, Hinton and Williams, "Learning Representations by Back-Propagating Errors", 1986.
"""

from builder.drawing.problems import SetParam
from builder.kinds.lesson import Baseline, Bypass, Lesson, Variant
from builder.kinds.starter import Bar, Starter, chain

STARTER = Starter(
    key="pen-mlp",
    order=24,
    chapter="foundations",
    system="mlp",
    title="Pen digits, multilayer perceptron",
    summary="Two hidden layers read digits of 784 pixels, yours too.",
    bars=(Bar("accuracy", 0.96, margin=0.01),),
    lesson=Lesson(
        paper='Rumelhart, Hinton and Williams, "Learning Representations by Back-Propagating Errors", 1986',
        teaches="Hidden layers find what belongs together; weighing pixel by pixel does not.",
        expect=(
            "After one epoch about 90 % are read, after twelve 97 to 98 % on handwriting it never saw. Then draw one "
            "yourself in Try it."
        ),
        tries=(
            Variant(
                label="Sixteen neurons instead of 256",
                expect="Still 95 %: sixteen well-chosen sums hold most of what tells digits apart.",
                edits=(SetParam(id="fc1", name="out_features", value=16),),
            ),
            Variant(
                label="A tenth of the digits to learn from",
                expect=(
                    "About 92 %: five more of every hundred are misread for want of examples. No trick is as good as "
                    "data."
                ),
                edits=(SetParam(id="digits", name="only_first", value=500),),
            ),
            Variant(
                label="Take the dropout away",
                expect="As good on this many digits: 97.5 %. Dropout pays where there is less to learn from.",
                edits=(Bypass(id="dropout"),),
            ),
        ),
        ablation=Variant(
            label="Take the bends of the hidden layers away",
            expect="A weighted sum of pixels and no more: 92 %, where the bent layers have 97 %.",
            edits=(Bypass(id="relu1"), Bypass(id="relu2")),
        ),
        broken=Variant(
            label="Break it: a learning rate of 1",
            expect="Every ReLU falls silent in the first steps, and it says the same digit always: 10 %.",
            edits=(SetParam(id="objective", name="lr", value=1.0),),
        ),
        baselines=(
            Baseline("logistic regression", "accuracy", method="logistic"),
            Baseline("nearest neighbours", "accuracy", method="nearest"),
            Baseline("random forest", "accuracy", method="forest"),
        ),
    ),
    document=chain(
        ("flatten", "Flatten", {}),
        ("fc1", "Linear", {"out_features": 256}),
        ("relu1", "ReLU", {}),
        ("dropout", "Dropout", {"p": 0.3}),
        ("fc2", "Linear", {"out_features": 64}),
        ("relu2", "ReLU", {}),
        ("fc3", "Linear", {"out_features": 10}),
        data=("digits", "PenDigits", {}),
        feed="image",
        lr=0.002,
        notes={
            "digits": "Pictures x of 28 x 28 pixels in many handwritings, and the digit y that was meant.",
            "fc1": "256 neurons, h = Wx + b: each weighs all 784 pixels, and knows nothing of which are neighbours.",
            "dropout": "While it learns, three of ten neurons are silent by chance, so none leans on another.",
            "fc2": "64 neurons that combine what the first ones found.",
            "fc3": "One score per digit; the largest wins.",
            "loss": "Cross-entropy: how surprised the network is by the right digit, in nats.",
            "objective": "Adam changes every weight a little against the slope of the loss, found by backpropagation.",
        },
        epochs=12,
        batch_size=64,
    ),
)
