"""A graph convolutional network for the karate club.

Reference: Kipf and Welling, "Semi-Supervised Classification with Graph Convolutional Networks", 2017.
"""

from builder.drawing.problems import Connect, SetParam
from builder.kinds.lesson import Baseline, Bypass, Lesson, Variant, retrain
from builder.kinds.starter import Bar, Starter, cell, drawing, grid

STARTER = Starter(
    key="gcn",
    order=610,
    chapter="graphs",
    system="gnn",
    title="Karate club, graph network",
    summary="Two known members are enough to guess, along friendships, with whom each other one went.",
    bars=(Bar("accuracy", 0.95, margin=0.05),),
    lesson=Lesson(
        paper='Kipf and Welling, "Semi-Supervised Classification with Graph Convolutional Networks", 2017',
        teaches="Who your friends are tells a lot about you: each layer mixes every node with its neighbours.",
        expect=(
            "All 8 members of the validation part are right within ten steps, and 23 of the 24 of the test. The one "
            "it misses is number 9, whom Zachary's own flow model missed too: he stood with the officer and stayed "
            "with the teacher, three weeks before his black belt. Watch the colours spread on the drawn graph."
        ),
        tries=(
            Variant(
                label="Ten epochs",
                expect=(
                    "Already 22 or 23 of the 24 of the test are right: the halves spread fast along friendships. "
                    "Only the network is less sure of them."
                ),
                edits=(retrain(epochs=10),),
            ),
            Variant(
                label="Two hidden features",
                expect="Some seeds find a way, others forget too much: 79 to 96 % on the test.",
                edits=(SetParam(id="friends1", name="out_features", value=2),),
            ),
            Variant(
                label="One layer: friends only",
                expect="A member hears of direct friends alone, and who knows neither leader is guessed: 92 or 96 %.",
                edits=(Bypass(id="friends1"), Bypass(id="relu")),
            ),
        ),
        ablation=Variant(
            label="Take the friendships away",
            expect=(
                "Everybody stands alone, and two known halves say nothing of the others: about 46 %, no better than "
                "guessing."
            ),
            edits=(
                Connect(target="friends1.adjacency", source="club.features"),
                Connect(target="friends2.adjacency", source="club.features"),
            ),
        ),
        broken=Variant(
            label="Break it: weights that decay too fast",
            expect="The weights shrink to nothing, every member gets the same scores: 46 or 54 %, all in one half.",
            edits=(SetParam(id="objective", name="weight_decay", value=1.0),),
        ),
        baselines=(
            Baseline(
                "all with one leader", "accuracy", value=13 / 24, why="13 of the 24 members went with the officer"
            ),
            Baseline(
                "the nearer leader",
                "accuracy",
                value=22 / 24,
                why="who is fewer friendships away, and the teacher where both are as near: 22 of 24 are right",
            ),
        ),
    ),
    document=drawing(
        grid(
            [
                cell("club", "KarateClub"),
                cell("friends1", "GraphConvolution", out_features=16),
                cell("relu", "ReLU"),
                cell("friends2", "GraphConvolution", out_features=2),
                cell("per_member", "Transpose", dim0=1, dim1=2),
                cell("loss", "CrossEntropyLoss"),
                cell("objective", "Objective", lr=0.01, weight_decay=0.0005),
            ],
            [None, None, None, cell("answer", "Output"), None, cell("accuracy", "Accuracy"), cell("f1", "F1")],
            wires={
                "friends1": "club.features",
                "friends1.adjacency": "club.adjacency",
                "relu": "friends1",
                "friends2": "relu",
                "friends2.adjacency": "club.adjacency",
                "answer": "friends2",
                "per_member": "friends2",
                "loss": "per_member",
                "loss.target": "club.label",
                "accuracy": "per_member",
                "accuracy.target": "club.label",
                "f1": "per_member",
                "f1.target": "club.label",
                "objective.loss": "loss.loss",
            },
            notes={
                "club": "34 members X, who is friends with whom A, and the halves y of the two leaders alone.",
                "friends1": (
                    "H = Â X W: each member becomes a mix of itself and its friends, 16 features. Â is A, evened out."
                ),
                "friends2": "Once more: now friends of friends count too. Two scores for each member.",
                "per_member": "Puts the two scores where the loss looks for classes.",
                "loss": "Cross-entropy of the two leaders alone; nobody else's half is told.",
                "f1": "The mean of precision and recall of each half: it shows if one half is forgotten.",
                "objective": "Adam; a little weight decay keeps the weights from growing for two examples.",
            },
        ),
        epochs=200,
        batch_size=1,
    ),
)
