"""Learning by heart: a network too large for its data, and four remedies.

Reference: Srivastava et al., "Dropout: A Simple Way to Prevent Neural Networks from Overfitting", 2014.
"""

from builder.drawing.problems import SetParam
from builder.kinds.lesson import Baseline, Bypass, Comparison, Lesson, Variant, retrain
from builder.kinds.starter import Bar, Starter, chain

NO_DROPOUT = (Bypass(id="drop1"), Bypass(id="drop2"))
DECAY = (
    SetParam(id="objective", name="optimizer", value="AdamW"),
    SetParam(id="objective", name="weight_decay", value=1.0),
)
STOP = retrain(monitor="loss", patience=10)
MORE = SetParam(id="moons", name="only_first", value=600)

STARTER = Starter(
    key="overfitting",
    order=70,
    chapter="foundations",
    system="overfitting",
    title="Learning by heart, and four remedies",
    summary=(
        "A large network learns 60 points by heart; dropout, decay, stopping in time or more data keep it from that."
    ),
    bars=(Bar("loss", 0.5, margin=0.1),),
    lesson=Lesson(
        paper=(
            'Srivastava et al., "Dropout: A Simple Way to Prevent Neural Networks from Overfitting", 2014; Krogh and '
            'Hertz, "A Simple Weight Decay Can Improve Generalization", 1991; Prechelt, "Early Stopping - But When?", '
            "1998"
        ),
        teaches=(
            "What is learned by heart is no use elsewhere: mind the gap between the points that it has "
            "seen and those it has not."
        ),
        expect=(
            "Both losses fall at first. Then the one on new points stops falling and turns up, while that "
            "on the sixty points goes on down: from there on it learns by heart. Dropout holds the gap "
            "between them at 0.3, where without it they end 0.8 apart."
        ),
        tries=(
            Variant(
                label="Weight decay in place of dropout",
                expect=(
                    "Weights that are drawn to 0 make smooth borders: the gap closes as much as with dropout, and "
                    "the loss on new points is the same."
                ),
                edits=(*NO_DROPOUT, *DECAY),
            ),
            Variant(
                label="Stop in time in place of dropout",
                expect=(
                    "Training ends after fifteen epochs or so, ten after the best one, whose weights are kept: "
                    "the loss on new points is 0.38, the gap under 0.1, and it took a tenth of the time."
                ),
                edits=(*NO_DROPOUT, STOP),
            ),
            Variant(
                label="Ten times the data in place of dropout",
                expect=(
                    "Six hundred points can't be learned by heart so easily: the loss on new points is 0.32, the "
                    "least of all. Data are the best remedy, where they can be had."
                ),
                edits=(*NO_DROPOUT, MORE),
            ),
        ),
        ablation=Variant(
            label="Take dropout away",
            expect=(
                "The border winds around single points. On what it has seen the loss is 0.14, on new points "
                "0.7, as bad as guessing, though 83 of 100 are right: it is sure of itself where it is wrong."
            ),
            edits=NO_DROPOUT,
        ),
        broken=Variant(
            label="Break it: no remedy and ten times as long",
            expect=(
                "The longer it learns the surer it is: on new points the loss climbs beyond 2, four times "
                "that of guessing."
            ),
            edits=(*NO_DROPOUT, retrain(epochs=1500)),
        ),
        baselines=(
            Baseline("logistic regression", "loss", method="logistic"),
            Baseline("guessing", "loss", value=0.693, why="log 2: either moon is as likely as the other."),
        ),
        comparisons=(
            Comparison(
                title="Four remedies against learning by heart",
                measure="loss",
                expect=(
                    "Without a remedy the loss on new points ends near 1; each of the four at least halves the "
                    "gap to what it has seen, from 0.8 to 0.3 or less. Stopping in time is the cheapest. Three "
                    "seeds of each, the medians marked."
                ),
                arms=(
                    Variant(label="none", edits=NO_DROPOUT),
                    Variant(label="dropout"),
                    Variant(label="weight decay", edits=(*NO_DROPOUT, *DECAY)),
                    Variant(label="stop in time", edits=(*NO_DROPOUT, STOP)),
                    Variant(label="more data", edits=(*NO_DROPOUT, MORE)),
                ),
                axes=(("training.seed", (0, 1, 2)),),
                at="end",
            ),
        ),
    ),
    document=chain(
        ("fc1", "Linear", {"out_features": 128}),
        ("relu1", "ReLU", {}),
        ("drop1", "Dropout", {"p": 0.5}),
        ("fc2", "Linear", {"out_features": 128}),
        ("relu2", "ReLU", {}),
        ("drop2", "Dropout", {"p": 0.5}),
        ("fc3", "Linear", {"out_features": 2}),
        data=("moons", "TwoMoons", {"samples": 3000, "noise": 0.35, "only_first": 60}),
        feed="point",
        lr=0.003,
        notes={
            "moons": "Points x of two moons, so blurred that they overlap: no border can have all of them right.",
            "fc1": "A hundred and twenty-eight neurons: far more than sixty points need.",
            "drop1": "While it learns, half of the numbers, p = 0.5, are set to 0 by chance: none may rely on another.",
            "fc2": "A hundred and twenty-eight more, 16,512 weights: enough to remember every point.",
            "drop2": "Once more. When the network answers, nothing is dropped.",
            "fc3": "A score for each moon.",
            "loss": "Cross-entropy -log p(y), in nats. To be sure and wrong costs most: learning by heart shows here.",
            "objective": "Adam. AdamW would also draw every weight a little towards 0 in each step: weight decay.",
        },
        epochs=150,
        batch_size=20,
    ),
)
