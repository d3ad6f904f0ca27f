"""A deep multilayer perceptron that reads digits which are never twice in one place.

Reference: Ciresan, Meier, Gambardella and Schmidhuber, "Deep, Big, Simple Neural Nets for Handwritten Digit
Recognition", 2010.
"""

from builder.drawing.document import Document, Value
from builder.drawing.problems import SetParam
from builder.kinds.lesson import Baseline, Bypass, FullSize, Lesson, Variant
from builder.kinds.starter import Bar, Starter, chain

NOTES = {
    "digits": "Pictures x of 28 x 28 pixels in many handwritings, and the digit y that was meant.",
    "shift": "While it learns, each digit is moved by up to two pixels: the same digit, other pixels.",
    "turn": "And turned by up to ten degrees, so no two epochs show the same picture.",
    "scores": "One score per digit; the largest wins.",
    "loss": "Cross-entropy: how surprised the network is by the right digit, in nats.",
    "objective": "Adam; its rate falls along half a cosine, so that the end is calm.",
}
TOLD = "{} neurons, h = Wx + b: each weighs all that comes in."


Step = tuple[str, str, dict[str, Value]]
"""A layer: id, type and parameters."""


def _step(id: str, type_name: str, /, **params: Value) -> Step:
    return id, type_name, params


def deep(*widths: int, epochs: int, padded: bool = False) -> Document:
    """A network of hidden layers of so many neurons; ``padded`` pictures are 29 x 29, as in the paper."""
    pad: list[Step] = [("pad", "ZeroPad2d", {"padding": (0, 1, 0, 1)})] if padded else []
    layers: list[Step] = [
        step
        for number, width in enumerate(widths, 1)
        for step in (_step(f"fc{number}", "Linear", out_features=width), _step(f"tanh{number}", "Tanh"))
    ]
    notes = NOTES | {f"fc{number}": TOLD.format(width) for number, width in enumerate(widths, 1)}
    if padded:
        notes["pad"] = "A row and a column of paper more: 29 x 29 pixels, as in the paper."
    document = chain(
        ("shift", "RandomShift", {"max_shift": 2}),
        ("turn", "RandomTurn", {"max_degrees": 10.0}),
        *pad,
        ("flatten", "Flatten", {}),
        *layers,
        ("scores", "Linear", {"out_features": 10}),
        data=("digits", "PenDigits", {}),
        feed="image",
        lr=0.002,
        notes=notes,
        epochs=epochs,
        batch_size=50,
    )
    return Variant(label="calm", edits=(SetParam(id="objective", name="schedule", value="CosineAnnealingLR"),)).made(
        document
    )


STARTER = Starter(
    key="big-mlp",
    order=85,
    chapter="foundations",
    system="big-mlp",
    title="Deep, big, simple",
    summary="A plain deep network reads 99 % of the digits, because it never sees the same picture twice.",
    bars=(Bar("accuracy", 0.99, margin=0.005),),
    lesson=Lesson(
        paper=(
            'Ciresan, Meier, Gambardella and Schmidhuber, "Deep, Big, Simple Neural Nets for Handwritten Digit '
            'Recognition", 2010'
        ),
        teaches=(
            "Moved and turned copies are new examples for free; with enough of them a plain network does very well."
        ),
        expect=(
            "Accuracy climbs slowly, since no two epochs show the same pictures, and ends above 99 %: no convolution, "
            "nothing but weighted sums. On validation it is better than on what it learns from, which is harder."
        ),
        tries=(
            Variant(
                label="Stronger turns: 45 degrees",
                expect=(
                    "98.5 %: turned this far, a 7 may look like a 1 and a 9 like a 4. Copies must stay what they are."
                ),
                edits=(SetParam(id="turn", name="max_degrees", value=45.0),),
            ),
            Variant(
                label="A first layer of 32 neurons",
                expect="98.5 %: what the first layer does not keep, no later one can find.",
                edits=(SetParam(id="fc1", name="out_features", value=32),),
            ),
            Variant(
                label="A fifth of the digits",
                expect="96 %: moved copies help, but they are no new handwritings.",
                edits=(SetParam(id="digits", name="only_first", value=1000),),
            ),
        ),
        ablation=Variant(
            label="Take the moving and turning away",
            expect="98 %: it learns these pictures by heart. Its loss on new ones is three times as large.",
            edits=(Bypass(id="shift"), Bypass(id="turn")),
        ),
        broken=Variant(
            label="Break it: a learning rate of 1",
            expect=(
                "Every tanh is pressed to -1 or 1 in the first steps, where its slope is 0: nothing moves any more, 10"
                " %."
            ),
            edits=(SetParam(id="objective", name="lr", value=1.0),),
        ),
        baselines=(
            Baseline("logistic regression", "accuracy", method="logistic"),
            Baseline("kernel SVM", "accuracy", method="kernel_svm"),
            Baseline("random forest", "accuracy", method="forest"),
        ),
        full_size=(
            FullSize(
                title="Ciresan's largest: 2,500-2,000-1,500-1,000-500",
                parameters=12_115_010,
                source="Ciresan et al. 2010, table 1, the largest network: 12.11 million weights on 29 x 29 pixels",
                document=deep(2_500, 2_000, 1_500, 1_000, 500, epochs=12, padded=True),
            ),
        ),
    ),
    document=deep(256, 128, 64, epochs=14),
)
