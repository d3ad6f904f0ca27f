"""The same network on the same table, where all numbers are weighed into one score: there it beats classical methods.

Reference: Rumelhart, Hinton and Williams, "Learning Representations by Back-Propagating Errors", 1986.
"""

from builder.drawing.problems import SetParam
from builder.kinds.lesson import Bypass, Lesson, Variant
from builder.kinds.starter import Bar, Starter
from builder.starters.parts.loans import CLASSICAL, decides_on_loans

STARTER = Starter(
    key="network-beats-trees",
    order=91,
    chapter="foundations",
    system="classical-baselines",
    title="Where a network beats trees",
    summary="The same table of loans, decided by one weighed score: the network does better than trees.",
    bars=(Bar("accuracy", 0.95, margin=0.02),),
    lesson=Lesson(
        paper='Rumelhart, Hinton and Williams, "Learning Representations by Back-Propagating Errors", 1986',
        teaches="A weighted sum of all numbers is one neuron, but for a tree it is a staircase of many steps.",
        expect=(
            "The network reaches 96 to 97 % within a few epochs; 2 % of the decisions are mistakes, so nobody can do "
            "better than 98 %. All lines stay below: kernel SVM 90 %, forest and boosting 81 %, one tree 68 %, and "
            "logistic regression near 58 %, as one threshold on the score is not enough."
        ),
        tries=(
            Variant(
                label="The bank that goes by rules",
                expect="The same applicants, another bank: the network ends at 83 %, gradient boosting at 96 %.",
                edits=(SetParam(id="loans", name="bank", value="rules"),),
            ),
            Variant(
                label="Two hidden neurons",
                expect="Two borders are just enough, by seed: 97 %, 70 % or a coin's throw. Try another one.",
                edits=(
                    SetParam(id="fc1", name="out_features", value=2),
                    SetParam(id="fc2", name="out_features", value=2),
                ),
            ),
            Variant(
                label="One decision in five is a mistake",
                expect="75 to 79 %: nobody can do better than 80 % now, and the network begins to learn the mistakes.",
                edits=(SetParam(id="loans", name="mistakes", value=0.2),),
            ),
        ),
        ablation=Variant(
            label="Take both ReLUs away",
            expect="One straight border can't enclose a middle: 52 to 58 %.",
            edits=(Bypass(id="relu1"), Bypass(id="relu2")),
        ),
        broken=Variant(
            label="Break it: a learning rate of 3",
            expect="Each step leaps over the valley until the network says the same of everybody: about 50 %.",
            edits=(SetParam(id="objective", name="lr", value=3.0),),
        ),
        baselines=CLASSICAL,
    ),
    document=decides_on_loans(
        "score", "This bank weighs all of them into one score, and grants where that lies in the middle."
    ),
)
