"""A recurrent network whose cell is drawn by hand.

Reference: Elman, "Finding Structure in Time", 1990.
"""

from builder.drawing.problems import SetParam
from builder.kinds.lesson import Baseline, Bypass, Lesson, Variant, replace
from builder.kinds.starter import Bar, Starter, cell, drawing, grid

CELL = grid(
    [
        cell("step", "Input"),
        cell("from_step", "Linear", out_features="=state_size"),
        cell("sum", "Add"),
        cell("tanh", "Tanh"),
        cell("output", "Output"),
    ],
    [
        cell("state", "Input"),
        cell("from_state", "Linear", out_features="=state_size"),
        None,
        None,
        cell("new_state", "Output"),
    ],
    wires={
        "from_step": "step",
        "from_state": "state",
        "sum": "from_step",
        "sum.other": "from_state",
        "tanh": "sum",
        "output": "tanh",
        "new_state": "tanh",
    },
    notes={
        "from_step": "W x_t + b: what this row adds.",
        "from_state": "U h_(t-1): what is kept of the rows before.",
    },
    state_size=32,
)

STARTER = Starter(
    key="rnn-cell",
    order=310,
    chapter="sequences",
    system="rnn",
    title="Digits, row by row",
    summary="A recurrent cell drawn by hand reads a digit from top to bottom, one row at a time.",
    bars=(Bar("accuracy", 0.8, margin=0.05),),
    lesson=Lesson(
        paper='Elman, "Finding Structure in Time", 1990',
        teaches="One small network, used again at every step, reads a sequence of any length.",
        expect=(
            "The cell sees one row of eight pixels at a time and must keep in 32 numbers what it saw. Accuracy rises "
            "more slowly than with a network that sees the whole picture at once, to more than four in five."
        ),
        tries=(
            Variant(
                label="A state of 8 numbers",
                expect="Less fits into the memory: digits that differ only in one row are mixed up.",
                edits=(SetParam(id="read", name="state_size", value=8),),
            ),
            Variant(
                label="A state of 64 numbers",
                expect="More room, and it learns faster at first.",
                edits=(SetParam(id="read", name="state_size", value=64),),
            ),
            Variant(
                label="ReLU instead of tanh",
                expect="Nothing keeps the state in bounds any more: it may learn faster, or swing.",
                block="cell",
                edits=(replace("tanh", "ReLU"),),
            ),
        ),
        ablation=Variant(
            label="Take the memory away",
            expect="Without the state the answer rests on the last row of pixels alone, and most digits are wrong.",
            block="cell",
            edits=(Bypass(id="sum"),),
        ),
        broken=Variant(
            label="Break it: ten times the learning rate",
            expect="An error at one step is multiplied at all eight: the loss jumps instead of falling.",
            edits=(SetParam(id="objective", name="lr", value=0.1),),
        ),
        baselines=(
            Baseline("logistic regression", "accuracy", method="logistic"),
            Baseline("decision tree", "accuracy", method="tree"),
        ),
    ),
    document=drawing(
        grid(
            [
                cell("digits", "Digits"),
                cell("rows", "Flatten", start_dim=1, end_dim=2),
                cell("read", "Scan", block="cell", state_size=32),
                cell("scores", "Linear", out_features=10),
                cell("loss", "CrossEntropyLoss"),
                cell("objective", "Objective", lr=0.005),
            ],
            [None, None, None, None, cell("accuracy", "Accuracy"), cell("answer", "Output")],
            wires={
                "rows": "digits.image",
                "read.step": "rows",
                "scores": "read.new_state",
                "loss": "scores",
                "loss.target": "digits.label",
                "accuracy": "scores",
                "accuracy.target": "digits.label",
                "answer": "scores",
                "objective.loss": "loss.loss",
            },
            notes={
                "digits": "Pictures of 8 x 8 pixels: digits that people wrote by hand.",
                "rows": "The picture as a sequence of 8 rows x_t, from top to bottom.",
                "read": "Uses the cell once for each row and hands its state h_t to the next step. Open it.",
                "scores": "A score for each digit, from the state after the last row.",
                "loss": "Cross-entropy: how surprised it is by the right digit, in nats.",
                "objective": "Adam. The gradient runs back through all eight steps to the same weights.",
            },
        ),
        cell=CELL,
        epochs=30,
        batch_size=64,
    ),
)
