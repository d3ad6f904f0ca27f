"""A multilayer perceptron on a table, against classical methods: rules of thresholds, where trees win.

Reference: Grinsztajn, Oyallon and Varoquaux, "Why do tree-based models still outperform deep learning on typical
tabular data?", 2022.
"""

from builder.drawing.problems import SetParam
from builder.kinds.lesson import Bypass, Lesson, Variant
from builder.kinds.starter import Bar, Starter
from builder.starters.parts.loans import CLASSICAL, decides_on_loans

STARTER = Starter(
    key="classical-baselines",
    order=90,
    chapter="foundations",
    system="classical-baselines",
    title="A network against classical methods",
    summary="A table of loans that a bank decides by thresholds: trees do better than a network.",
    bars=(Bar("accuracy", 0.8, margin=0.04),),
    lesson=Lesson(
        paper='Grinsztajn, Oyallon and Varoquaux, "Why do tree-based models still outperform deep learning on typical '
        'tabular data?", 2022',
        teaches="A network is not always best: rules with thresholds are found by trees, not by weighted sums.",
        expect=(
            "The network ends at 82 to 85 %. On its chart it lies above logistic regression (70 %) and the kernel SVM "
            "(79 %), but far below a single decision tree (94 %) and gradient boosting (96 %): each of their questions "
            "is one threshold of one number, as each rule of the bank is."
        ),
        tries=(
            Variant(
                label="The bank that weighs everything",
                expect="The same applicants, another bank: the network reaches 96 %, the tree falls to 68 %.",
                edits=(SetParam(id="loans", name="bank", value="score"),),
            ),
            Variant(
                label="Four times as wide",
                expect="82 to 84 % again: what is missing is not size but the kind of question.",
                edits=(
                    SetParam(id="fc1", name="out_features", value=128),
                    SetParam(id="fc2", name="out_features", value=128),
                ),
            ),
            Variant(
                label="A tenth of the applicants",
                expect="72 to 77 %: with 350 applicants the thresholds blur even more.",
                edits=(SetParam(id="loans", name="only_first", value=350),),
            ),
        ),
        ablation=Variant(
            label="Take both ReLUs away",
            expect="One weighted sum is left: 70 %, the line of logistic regression.",
            edits=(Bypass(id="relu1"), Bypass(id="relu2")),
        ),
        broken=Variant(
            label="Break it: a learning rate of 3",
            expect="Each step leaps over the valley until the network says the same of everybody: 57 % at most.",
            edits=(SetParam(id="objective", name="lr", value=3.0),),
        ),
        baselines=CLASSICAL,
    ),
    document=decides_on_loans(
        "rules", "This bank goes by rules: income above 2.8? debts below 9? in which band of seven years is the age?"
    ),
)
