"""A learning curve: what more samples bring to three networks.

Reference: Hestness et al., "Deep Learning Scaling is Predictable, Empirically", 2017.
"""

from builder.drawing.problems import SetParam
from builder.kinds.lesson import Baseline, Bypass, Comparison, Lesson, Variant
from builder.kinds.starter import Bar, Starter, chain

CONVOLUTIONS = ("conv1", "relu1", "pool1", "conv2", "relu2", "pool2")
MLP = tuple(Bypass(id=id) for id in CONVOLUTIONS)
LINEAR = (*MLP, Bypass(id="fc1"), Bypass(id="relu3"))


def first(many: int) -> SetParam:
    """Learn from so many digits alone."""
    return SetParam(id="digits", name="only_first", value=many)


STARTER = Starter(
    key="data-scale",
    order=820,
    chapter="scale",
    system="data-scale",
    title="How many digits are enough?",
    summary=(
        "The same three networks learn from a hundred digits and from thousands: who is best depends "
        "on how many there are."
    ),
    bars=(Bar("accuracy", 0.98, margin=0.02),),
    lesson=Lesson(
        paper=(
            'Hestness et al., "Deep Learning Scaling is Predictable, Empirically", 2017; Banko and Brill, "Scaling '
            'to Very Very Large Corpora for Natural Language Disambiguation", 2001'
        ),
        teaches=(
            "More samples help every network, and most the one that can say most: with few of them it is "
            "the worst, with many the best."
        ),
        expect=(
            "With all 5,000 digits it reads 99 of 100 after fifteen epochs. Run the experiment to see "
            "what it would have been with fewer."
        ),
        tries=(
            Variant(
                label="Learn from 100 digits",
                expect=("About 80 of 100 are right, fewer than the network without convolutions gets from as many."),
                edits=(first(100),),
            ),
            Variant(
                label="Learn from 1,000 digits",
                expect=("98 of 100 are right. Four thousand more take away half of the mistakes that are left."),
                edits=(first(1000),),
            ),
            Variant(
                label="100 digits, without convolutions",
                expect=("About 86 of 100: the smaller question has fewer wrong answers that fit a hundred digits."),
                edits=(*MLP, first(100)),
            ),
        ),
        ablation=Variant(
            label="One layer alone",
            expect=(
                "About 96 of 100, however many more digits it gets: one straight border for each digit is all "
                "that it can draw."
            ),
            edits=LINEAR,
        ),
        broken=Variant(
            label="Break it: ten digits",
            expect=("Ten digits, seen fifteen times, are no more than chance: 10 of 100 are right."),
            edits=(first(10),),
        ),
        baselines=(
            Baseline("logistic regression", "accuracy", method="logistic"),
            Baseline("random forest", "accuracy", method="forest"),
        ),
        comparisons=(
            Comparison(
                title="A learning curve of three networks",
                measure="loss",
                expect=(
                    "On logarithmic axes each curve is nearly straight: so many times the data divide the loss by "
                    "so much. The exponent is the slope; that of the convolutions is the steepest, so they are "
                    "behind at 100 digits and ahead from 300 on."
                ),
                arms=(
                    Variant(label="one layer", edits=LINEAR),
                    Variant(label="hidden layer", edits=MLP),
                    Variant(label="convolutions"),
                ),
                axes=(("digits.only_first", (100, 300, 1000, 3000)),),
                is_power_law=True,
            ),
        ),
    ),
    document=chain(
        ("half", "AvgPool2d", {"kernel_size": 2}),
        ("conv1", "Conv2d", {"out_channels": 8, "kernel_size": 3, "padding": 1}),
        ("relu1", "ReLU", {}),
        ("pool1", "MaxPool2d", {"kernel_size": 2}),
        ("conv2", "Conv2d", {"out_channels": 16, "kernel_size": 3, "padding": 1}),
        ("relu2", "ReLU", {}),
        ("pool2", "MaxPool2d", {"kernel_size": 2}),
        ("flatten", "Flatten", {}),
        ("fc1", "Linear", {"out_features": 64}),
        ("relu3", "ReLU", {}),
        ("fc2", "Linear", {"out_features": 10}),
        data=("digits", "PenDigits", {}),
        feed="image",
        lr=0.002,
        notes={
            "digits": "Pictures x of 28 x 28 grey values and their labels y. Here all 5,000 are learned from.",
            "half": "Each 2 x 2 pixels become their mean: 14 x 14 are enough to read a digit, and four times as fast.",
            "conv1": "Eight filters w of 3 x 3 slide over the picture: what is learned at one place serves at all.",
            "pool1": "Of every 2 x 2 places the strongest stays.",
            "conv2": "Sixteen filters over the eight maps of before: corners and bows, made of strokes.",
            "pool2": "3 x 3 places are left.",
            "fc1": "Sixty-four neurons weigh all parts together.",
            "fc2": "A score for each digit; the highest is the answer.",
            "loss": "Cross-entropy -log p(y): how surprised the network is by the right digit, in nats.",
            "objective": "Adam, a little downhill after each batch of eight digits.",
        },
        epochs=15,
        batch_size=8,
    ),
)
