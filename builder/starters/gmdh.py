"""Ivakhnenko's networks: layers of small formulas, grown until nothing becomes better.

Reference: Ivakhnenko, "Polynomial Theory of Complex Systems", 1971; the first of them, with Lapa, "Cybernetic
Predicting Devices", 1965.
"""

from builder.drawing.problems import Connect, SetParam
from builder.kinds.lesson import Baseline, Lesson, Variant, retrain
from builder.kinds.starter import Bar, Starter, cell, drawing, grid

LAYERS = range(1, 6)

STARTER = Starter(
    key="gmdh",
    order=78,
    chapter="foundations",
    system="gmdh",
    title="Layers that grow (GMDH)",
    summary="The first deep networks, of 1965: formulas of pairs compete, and layers grow until none is better.",
    bars=(Bar("error", 0.0072, margin=0.0),),
    lesson=Lesson(
        paper=(
            'Ivakhnenko and Lapa, "Cybernetic Predicting Devices", 1965; Ivakhnenko, "Polynomial Theory of Complex '
            'Systems", 1971'
        ),
        teaches=(
            "Networks were deep long before gradients went through them: each layer is solved by itself, and samples "
            "kept aside say when to stop."
        ),
        expect=(
            "All five layers are there before the first step. Read the errors from error1 to error5: one pair of "
            "inputs leaves 0.107 on validation, pairs of pairs 0.0067, then 0.0059 and 0.0055, and the fifth layer "
            "finds nothing better: it adds nothing. Steps only teach the last neuron, which comes down to the same "
            "0.0055."
        ),
        tries=(
            Variant(
                label="Only two formulas go on",
                expect=(
                    "The first layer chooses two formulas that tell nearly the same, and pairs of those bring nothing "
                    "new: it stays at 0.109. Many different survivors are what deeper layers are made of."
                ),
                edits=tuple(SetParam(id=f"layer{place}", name="keep", value=2) for place in LAYERS),
            ),
            Variant(
                label="No noise",
                expect=(
                    "0.003, all of it the formula's own: each layer takes what helps at once, and that is not always "
                    "the way to the whole."
                ),
                edits=(SetParam(id="data", name="noise", value=0.0),),
            ),
            Variant(
                label="Six times the noise",
                expect=(
                    "0.085, about what the noise alone makes, 0.09. The second layer has nearly all there is to find; "
                    "it stops at the fourth."
                ),
                edits=(SetParam(id="data", name="noise", value=0.3),),
            ),
        ),
        ablation=Variant(
            label="Take all layers but the first away",
            expect=(
                "The best formula of one pair alone, as the last neuron has it: 0.108. It knows two letters of four."
            ),
            edits=(Connect(target="weigh.input", source="layer1.best"),),
        ),
        broken=Variant(
            label="Break it: a tenth of the samples",
            expect=(
                "Fifty samples settle, fifty choose, and with so few chance chooses with them. On validation the error "
                "falls from 0.085 to 0.020 and then rises with each layer, 0.025, 0.036, to 0.108, though on what is "
                "learned from it falls."
            ),
            edits=(SetParam(id="data", name="samples", value=140), retrain(epochs=100)),
        ),
        baselines=(
            Baseline("least squares", "error", method="linear"),
            Baseline("boosted trees", "error", method="boosting"),
            Baseline("the noise, which nobody can foretell", "error", value=0.0025, why="0.05², the noise in y"),
        ),
    ),
    document=drawing(
        grid(
            [
                cell("data", "HiddenFormula", seed=1),
                *(cell(f"layer{place}", "GMDHLayer", keep=12) for place in LAYERS[:3]),
            ],
            [None, *(cell(f"error{place}", "MeanSquaredError") for place in LAYERS[:3])],
            [
                *(cell(f"layer{place}", "GMDHLayer", keep=12) for place in LAYERS[3:]),
                cell("weigh", "Linear", out_features=1),
                cell("loss", "MSELoss"),
                cell("objective", "Objective", lr=0.02),
            ],
            [
                *(cell(f"error{place}", "MeanSquaredError") for place in LAYERS[3:]),
                cell("answer", "Output"),
                cell("error", "MeanSquaredError"),
            ],
            wires={
                "layer1": "data.numbers",
                **{f"layer{place}": f"layer{place - 1}.output" for place in LAYERS if place > 1},
                **{f"layer{place}.target": "data.y" for place in LAYERS},
                **{f"error{place}": f"layer{place}.best" for place in LAYERS},
                **{f"error{place}.target": "data.y" for place in LAYERS},
                "weigh": "layer5.best",
                "answer": "weigh",
                "loss": "weigh",
                "loss.target": "data.y",
                "error": "weigh",
                "error.target": "data.y",
                "objective.loss": "loss.loss",
            },
            notes={
                "data": "Six numbers a to f, and y = a b + c²/2 - d + 0.3 a c², which nobody tells the network.",
                "layer1": (
                    "15 pairs of inputs. To each, least squares fits a + b u + c v + d u v + e u² + f v² on half of "
                    "the samples; the 12 that are best on the other half go on."
                ),
                "layer2": "66 pairs of the 12 formulas before: formulas of up to four letters, and of fourth degree.",
                "layer3": "The same once more: formulas of formulas.",
                "layer4": "The last that finds something better.",
                "layer5": "None of its 66 pairs is better than what came in: it passes that on. Growth has stopped.",
                **{
                    f"error{place}": f"(best - y)², where best is the formula that leads after layer {place}."
                    for place in LAYERS
                },
                "weigh": "w best + b: the only two numbers that are learned step by step; w comes to 1, b to 0.",
                "loss": "The mean of the squares (ŷ - y)².",
                "error": "The same on samples that it does not learn from. Noise alone makes 0.0025.",
                "objective": "Adam moves w and b. The layers stay as they were fitted before the first step.",
            },
        ),
        epochs=10,
        batch_size=50,
    ),
)
