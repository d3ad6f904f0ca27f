"""A multilayer perceptron for the digits.

Reference: Rumelhart, Hinton and Williams, "Learning Representations by Back-Propagating Errors", 1986.
"""

from builder.drawing.problems import SetParam
from builder.kinds.lesson import Baseline, Bypass, Lesson, Variant, retrain
from builder.kinds.starter import Bar, Starter, chain

STARTER = Starter(
    key="digits-mlp",
    order=20,
    chapter="foundations",
    system="mlp",
    title="Digits, multilayer perceptron",
    summary="Two hidden layers that read handwritten digits pixel by pixel.",
    bars=(Bar("accuracy", 0.8, margin=0.05),),
    lesson=Lesson(
        paper='Rumelhart, Hinton and Williams, "Learning Representations by Back-Propagating Errors", 1986',
        teaches="A network can learn to read from examples alone, and reads strange hands worse than familiar ones.",
        expect=(
            "Within seconds 95 % of the digits on validation are read. The test part was written by other people "
            "still, with another look, and there it is about 84 %: what is measured on too few hands promises too "
            "much."
        ),
        tries=(
            Variant(
                label="Only 100 digits to learn from",
                expect="About 80 % on validation, 70 % on the test: with few examples every writer is a stranger.",
                edits=(SetParam(id="digits", name="only_first", value=100),),
            ),
            Variant(
                label="Five epochs instead of thirty",
                expect="91 % already: most is learned early. On the test it is as good as after thirty.",
                edits=(retrain(epochs=5),),
            ),
            Variant(
                label="Take both ReLUs away",
                expect=(
                    "Hardly worse: on pictures this small, weighing each pixel once reads nearly as well. What hidden "
                    "layers are good for shows on the larger pictures of the pen digits."
                ),
                edits=(Bypass(id="relu1"), Bypass(id="relu2")),
            ),
        ),
        ablation=Variant(
            label="Take the width away: four neurons a layer",
            expect="Four numbers can't hold which of ten digits it is: about 30 % on validation instead of 95 %.",
            edits=(
                SetParam(id="fc1", name="out_features", value=4),
                SetParam(id="fc2", name="out_features", value=4),
            ),
        ),
        broken=Variant(
            label="Break it: a learning rate of 1",
            expect="The first steps are so large that every ReLU falls silent: it says the same digit always, 10 %.",
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
        ("fc1", "Linear", {"out_features": 128}),
        ("relu1", "ReLU", {}),
        ("fc2", "Linear", {"out_features": 64}),
        ("relu2", "ReLU", {}),
        ("fc3", "Linear", {"out_features": 10}),
        data=("digits", "Digits", {}),
        feed="image",
        lr=0.002,
        notes={
            "digits": "Scans of 8 x 8 pixels, x, with the digit y that was meant. Nobody's hand is in two parts.",
            "fc1": "128 neurons, h = Wx + b: each weighs all 64 pixels, and knows nothing of which are neighbours.",
            "fc2": "64 neurons that combine what the first ones found.",
            "fc3": "One score per digit; the largest wins.",
            "loss": "Cross-entropy: how surprised the network is by the right digit, in nats.",
            "objective": "Adam changes every weight a little against the slope of the loss, found by backpropagation.",
        },
        epochs=30,
        batch_size=64,
        seed=0,
    ),
)
