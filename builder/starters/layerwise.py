"""Layer by layer: each layer first learns to describe what the one before gives, then all learn from a few labels.

Reference: Bengio, Lamblin, Popovici and Larochelle, "Greedy Layer-Wise Training of Deep Networks", 2006.
"""

from builder.drawing.document import Stage
from builder.drawing.problems import SetParam
from builder.kinds.lesson import Baseline, Comparison, Lesson, Variant, retrain
from builder.kinds.starter import Bar, Starter, cell, drawing, grid

FIRST = Stage(name="First layer", epochs=20, objectives=("first",))
SECOND = Stage(name="Second layer", epochs=20, objectives=("second",), frozen=("layer1",))
TUNE = Stage(name="100 labels", epochs=60, objectives=("tune",))
SCRATCH = retrain(epochs=60, stages=(TUNE,))

STARTER = Starter(
    key="layerwise",
    order=80,
    chapter="foundations",
    system="layerwise-pretraining",
    title="Layer by layer",
    summary="Two layers learn from pictures without names, one after the other; then 100 named ones teach the rest.",
    bars=(Bar("accuracy", 0.7, margin=0.05),),
    lesson=Lesson(
        paper='Bengio, Lamblin, Popovici and Larochelle, "Greedy Layer-Wise Training of Deep Networks", 2006',
        teaches="Pictures without names teach a network what pictures look like; then few names are enough.",
        expect=(
            "The picture loss falls, then the code loss, and only then does accuracy begin to rise: to 84 % on "
            "validation and about 71 % on the strange hands of the test, from 100 names."
        ),
        tries=(
            Variant(
                label="Pre-train the first layer only",
                expect="Half the head start: about 80 % on validation instead of 84 %.",
                edits=(retrain(epochs=80, stages=(FIRST, TUNE)),),
            ),
            Variant(
                label="Hold the pre-trained layers still",
                expect=(
                    "About 71 % on validation: what was learned without names is good, but it must still bend towards "
                    "the names."
                ),
                edits=(
                    retrain(
                        stages=(FIRST, SECOND, TUNE.model_copy(update={"frozen": ("layer1", "layer2")})),
                    ),
                ),
            ),
            Variant(
                label="500 labels instead of 100",
                expect="90 %: with more names the head start matters less.",
                edits=(SetParam(id="few", name="only_first", value=500),),
            ),
        ),
        ablation=Variant(
            label="Take the pre-training away",
            expect="From a random start 75 % on validation instead of 84 %, and 65 % on the test instead of 71 %.",
            edits=(SCRATCH,),
        ),
        broken=Variant(
            label="Break it: fine-tune a hundred times too fast",
            expect="Large steps wipe out what both layers had learned: 10 %, one digit for everything.",
            edits=(SetParam(id="tune", name="lr", value=0.5),),
        ),
        baselines=(
            Baseline("logistic regression", "accuracy", method="logistic"),
            Baseline("nearest neighbours", "accuracy", method="nearest"),
        ),
        comparisons=(
            Comparison(
                title="Pre-trained against from scratch",
                measure="accuracy",
                expect=(
                    "With 50 names the pre-trained network reads 79 % of validation, the other one 59 %: it needs 200 "
                    "names to come as far. The more names, the smaller the head start: 91 against 88 % with 500."
                ),
                arms=(
                    Variant(label="from scratch", edits=(SCRATCH,)),
                    Variant(label="pre-trained"),
                ),
                axes=(("few.only_first", (50, 100, 200, 500)),),
            ),
        ),
    ),
    document=drawing(
        grid(
            [
                cell("digits", "Digits"),
                cell("flat", "Flatten"),
                cell("layer1", "Linear", out_features=64),
                cell("code1", "Sigmoid"),
                cell("back1", "Linear", out_features=64),
                cell("drawn1", "MSELoss"),
                cell("first", "Objective", lr=0.005, over="layer1, back1"),
            ],
            [
                None,
                None,
                cell("layer2", "Linear", out_features=48),
                cell("code2", "Sigmoid"),
                cell("back2", "Linear", out_features=64),
                cell("drawn2", "MSELoss"),
                cell("second", "Objective", lr=0.005, over="layer2, back2"),
            ],
            [
                cell("few", "Digits", only_first=100),
                cell("flat_few", "Flatten"),
                cell("again1", "Share", of="layer1"),
                cell("act1", "Sigmoid"),
                cell("again2", "Share", of="layer2"),
                cell("act2", "Sigmoid"),
            ],
            [
                None,
                None,
                cell("scores", "Linear", out_features=10),
                cell("loss", "CrossEntropyLoss"),
                cell("tune", "Objective", lr=0.005, over="layer1, layer2, scores"),
                cell("accuracy", "Accuracy"),
                cell("answer", "Output"),
            ],
            wires={
                "flat": "digits.image",
                "layer1": "flat",
                "code1": "layer1",
                "back1": "code1",
                "drawn1": "back1",
                "drawn1.target": "flat",
                "first.loss": "drawn1.loss",
                "layer2": "code1",
                "code2": "layer2",
                "back2": "code2",
                "drawn2": "back2",
                "drawn2.target": "code1",
                "second.loss": "drawn2.loss",
                "flat_few": "few.image",
                "again1": "flat_few",
                "act1": "again1",
                "again2": "act1",
                "act2": "again2",
                "scores": "act2",
                "loss": "scores",
                "loss.target": "few.label",
                "accuracy": "scores",
                "accuracy.target": "few.label",
                "answer": "scores",
                "tune.loss": "loss.loss",
            },
            notes={
                "digits": "All 1,280 pictures x to learn from; their names are not looked at.",
                "layer1": "64 neurons whose code h¹ must hold what is in the picture.",
                "code1": "h¹ = σ(W¹x + b): how strongly each neuron answers, from 0 to 1.",
                "back1": "Draws the picture again from the code: x̂.",
                "drawn1": "(x̂ - x)²: how much of the picture the code has lost.",
                "first": "The first stage: layer1 and back1 learn, nothing else.",
                "layer2": "48 neurons that describe the first code, as that describes the picture.",
                "code2": "h² = σ(W²h¹ + b).",
                "back2": "Draws the first code again.",
                "drawn2": "How much of the first code is lost.",
                "second": "The second stage: layer2 and back2 learn; layer1 holds still.",
                "few": "The same pictures with their names y, but 100 of them alone.",
                "flat_few": "Each picture as a row of 64 numbers.",
                "again1": "layer1 with the same weights, on the named pictures.",
                "act1": "h¹ of a named picture.",
                "again2": "layer2 with the same weights.",
                "act2": "h² of a named picture.",
                "scores": "One score per digit, from h².",
                "loss": "Cross-entropy: how surprised the network is by the right digit, in nats.",
                "tune": "The third stage, fine-tuning: both layers and the scores learn from the 100 names.",
            },
        ),
        epochs=20 + 20 + 60,
        batch_size=50,
        stages=(FIRST, SECOND, TUNE),
    ),
)
