"""The same layer one, three, ten and thirty times: what depth does to the gradient, and what mends it.

Reference: Hochreiter, "Untersuchungen zu dynamischen neuronalen Netzen", 1991; He, Zhang, Ren and Sun, "Deep Residual
Learning for Image Recognition", 2016.
"""

from builder.drawing.problems import SetParam
from builder.kinds.lesson import Baseline, Bypass, Comparison, Lesson, Variant, replace
from builder.kinds.starter import Bar, Starter, cell, drawing, grid

LAYER = grid(
    [cell("x", "Input"), None, None, cell("skip", "Add"), cell("y", "Output")],
    [None, cell("weigh", "Linear", out_features="=width"), cell("bend", "ReLU")],
    wires={"weigh": "x", "bend": "weigh", "skip": "x", "skip.other": "bend", "y": "skip"},
    notes={
        "x": "What the layer before gives, x.",
        "weigh": "Sixteen weighted sums, Wx + b.",
        "bend": "max(0, Wx + b): where it is 0, no gradient comes through this way.",
        "skip": (
            "x + max(0, Wx + b). The slope of a sum is 1 on each side, so the gradient passes down here unchanged, "
            "however many layers there are."
        ),
    },
    width=16,
)

PLAIN = Bypass(id="skip", input="other")
SIGMOID = replace("bend", "Sigmoid")


def at(layers: int) -> SetParam:
    """So many layers."""
    return SetParam(id="deep", name="times", value=layers)


STARTER = Starter(
    key="depth",
    order=65,
    chapter="foundations",
    system="depth",
    title="Two spirals, thirty layers",
    summary="Thirty layers that learn because each may be skipped; without the skips the gradient is lost on its way.",
    bars=(Bar("accuracy", 0.97, margin=0.05),),
    lesson=Lesson(
        paper=(
            'Hochreiter, "Untersuchungen zu dynamischen neuronalen Netzen", 1991; Glorot and Bengio, "Understanding '
            'the Difficulty of Training Deep Feedforward Neural Networks", 2010; He, Zhang, Ren and Sun, "Deep '
            'Residual Learning for Image Recognition", 2016'
        ),
        teaches=(
            "Every layer multiplies the gradient on its way down: thirty factors below 1 leave nothing of it, and a "
            "skip makes the factor 1."
        ),
        expect=(
            "All thirty layers learn: accuracy climbs from a half to 99 of 100 within forty epochs. The "
            "gradient that reaches the first layer is of the size of 1, where without the skips it is "
            "0.000000000000002."
        ),
        tries=(
            Variant(
                label="One layer in place of thirty",
                expect=(
                    "One layer draws a few straight borders, and two arms that wind around each other need more: "
                    "about 70 of 100 are right."
                ),
                edits=(at(1),),
            ),
            Variant(
                label="Ten layers",
                expect=(
                    "Ten layers are enough for this: 99 of 100, in a third of the time. Depth is worth what the "
                    "task asks for."
                ),
                edits=(at(10),),
            ),
            Variant(
                label="Sigmoid in place of ReLU",
                expect=(
                    "With skips even thirty sigmoids learn something, about 68 of 100. But each adds something "
                    "between 0 and 1 to every number, so the numbers only grow, and less is told apart."
                ),
                block="layer",
                edits=(SIGMOID,),
            ),
        ),
        ablation=Variant(
            label="Take the skips away",
            expect=(
                "Half are right, as by guessing, and the loss stays at 0.69: of the gradient at the top a "
                "million-millionth arrives below, so the first layers stay as they began, and those after "
                "them see nothing of use."
            ),
            block="layer",
            edits=(PLAIN,),
        ),
        broken=Variant(
            label="Break it: weights begin far too large",
            expect=(
                "Each layer now multiplies by several times too much, thirty times over. The first losses are "
                "astronomical, most of the training is spent on coming down, and some 72 of 100 are right."
            ),
            edits=(
                SetParam(id="objective", name="init", value="normal"),
                SetParam(id="objective", name="init_std", value=1.5),
            ),
        ),
        baselines=(
            Baseline("logistic regression", "accuracy", method="logistic"),
            Baseline("random forest", "accuracy", method="forest"),
        ),
        comparisons=(
            Comparison(
                title="How deep may it be?",
                measure="accuracy",
                expect=(
                    "At one layer all three do much the same. Sigmoid is lost from ten layers on, ReLU at thirty; "
                    "with skips each step deeper is better. All have the same data, rate and epochs."
                ),
                arms=(
                    Variant(label="sigmoid", block="layer", edits=(PLAIN, SIGMOID)),
                    Variant(label="ReLU", block="layer", edits=(PLAIN,)),
                    Variant(label="residual"),
                ),
                axes=(("deep.times", (1, 3, 10, 30)),),
                gradients=True,
            ),
        ),
    ),
    document=drawing(
        grid(
            [
                cell("spirals", "Spirals"),
                cell("enter", "Linear", out_features=16),
                cell("deep", "Repeat", block="layer", times=30, width=16),
                cell("scores", "Linear", out_features=2),
                cell("loss", "CrossEntropyLoss"),
                cell("objective", "Objective", lr=0.003, schedule="OneCycleLR"),
            ],
            [None, None, None, None, cell("accuracy", "Accuracy"), cell("answer", "Output")],
            wires={
                "enter": "spirals.point",
                "deep.x": "enter",
                "scores": "deep.y",
                "loss": "scores",
                "loss.target": "spirals.label",
                "accuracy": "scores",
                "accuracy.target": "spirals.label",
                "answer": "scores",
                "objective.loss": "loss.loss",
            },
            notes={
                "spirals": "Points of the plane on two arms that wind around each other; which arm is the class y.",
                "enter": "Two coordinates become 16 numbers, as wide as every layer after it.",
                "deep": "The same small block thirty times in a row, each copy with weights of its own.",
                "scores": "A score for each arm; the higher one is the answer.",
                "loss": "Cross-entropy: how surprised the network is by the right arm, in nats. Guessing gives 0.69.",
                "objective": (
                    "Adam, with a rate that rises and falls again. It divides by the size of the gradient, so small "
                    "ones are no trouble until they are lost among rounding and noise."
                ),
            },
        ),
        layer=LAYER,
        epochs=40,
        batch_size=64,
    ),
)
