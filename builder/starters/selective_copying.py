"""A memory that chooses by what it reads, on the task that asks for it.

Reference: Gu and Dao, "Mamba: Linear-Time Sequence Modeling with Selective State Spaces", 2023, section 3.1.
"""

from builder.drawing.problems import AddNode, Connect, SetParam
from builder.kinds.lesson import Baseline, Lesson, Variant, VariantEdit, replace
from builder.kinds.starter import Bar, Starter, cell, drawing, grid

LAYER = grid(
    [cell("x", "Input"), None, None, None, cell("skip", "Add"), cell("y", "Output")],
    [None, cell("norm", "RMSNorm"), cell("memory", "MambaBlock", d_state=4)],
    wires={"norm": "x", "memory": "norm", "skip": "x", "skip.other": "memory", "y": "skip"},
    notes={
        "norm": "Each vector is brought to one size (RMSNorm).",
        "memory": (
            "The memory on trial. In Mamba the step dt, B and C of h_t = exp(dt A) h_(t-1) + dt B x_t, y_t = C h_t are "
            "made of x_t: where dt is 0 a blank passes and leaves nothing behind."
        ),
    },
)


def _waves(type_name: str, state: int) -> tuple[VariantEdit, ...]:
    """A state space that does not depend on what it reads, with the bend and the mixing that it needs."""
    return (
        replace("memory", type_name, d_state=state),
        AddNode(id="gelu", type="GELU", position=(750.0, 230.0)),
        AddNode(id="mix", type="Linear", params={"out_features": 32}, position=(1000.0, 230.0)),
        Connect(target="gelu.input", source="memory.output"),
        Connect(target="mix.input", source="gelu.output"),
        Connect(target="skip.other", source="mix.output"),
    )


S4D, S5 = _waves("S4D", 96), _waves("S5", 96)
LSTM = (replace("memory", "LSTM", hidden_size=32),)

STARTER = Starter(
    key="selective-copying",
    order=376,
    chapter="sequences",
    system="mamba",
    title="Selective copying",
    summary="Four symbols lie among blanks, never in the same places. A memory that chooses says them in order.",
    bars=(Bar("accuracy", 0.95, margin=0.05), Bar("exact", 0.8, margin=0.15)),
    lesson=Lesson(
        paper='Gu and Dao, "Mamba: Linear-Time Sequence Modeling with Selective State Spaces", 2023',
        teaches="To keep what matters and let the rest pass, a memory must depend on what it reads.",
        expect=(
            "For an epoch it is little better than guessing, one in eight. Then it finds out that blanks are to leave "
            "nothing behind, and what it keeps comes out in order: more than 95 of 100 symbols are right by the end."
        ),
        tries=(
            Variant(
                label="An LSTM in the place of Mamba",
                expect=(
                    "An LSTM's gates are made of what it reads, too: it copies as well, and over 20 steps it costs "
                    "less. It must walk through time step by step, though."
                ),
                block="layer",
                edits=LSTM,
            ),
            Variant(
                label="One layer",
                expect="What to keep and which of the four is asked for, in one look: nine of ten symbols are right.",
                edits=(SetParam(id="layers", name="times", value=1),),
            ),
            Variant(
                label="Waves instead (S4D)",
                expect="Waves ring on whatever comes: blanks and symbols alike. One symbol of six comes out wrong.",
                block="layer",
                edits=S4D,
            ),
        ),
        ablation=Variant(
            label="Take the choice away (S5)",
            expect="Waves for all channels, as many parameters; they take in all there is: one of ten is wrong.",
            block="layer",
            edits=S5,
        ),
        broken=Variant(
            label="Break it: a learning rate of 0.3",
            expect="Such steps ruin it: at the end it guesses, at ln 8 = 2.08.",
            edits=(SetParam(id="objective", name="lr", value=0.3),),
        ),
        baselines=(
            Baseline("guessing", "accuracy", value=0.125, why="Each of the eight symbols comes equally often."),
        ),
    ),
    document=drawing(
        grid(
            [
                cell("copying", "SelectiveCopying", samples=4_200, within=16),
                cell("steps", "Slice", dim=1, start=16, end=36),
                cell("embed", "Embedding", num_embeddings=10, embedding_dim=32),
                cell("layers", "Repeat", block="layer", times=2),
                cell("norm", "LayerNorm"),
                cell("scores", "Linear", out_features=9),
                cell("at_marks", "Slice", dim=1, start=16, end=20),
                cell("answer", "Output"),
            ],
            [
                None,
                cell("wanted", "Slice", dim=1, start=32, end=36),
                cell("objective", "Objective", lr=0.01, schedule="OneCycleLR", max_norm=1.0),
                cell("loss", "CrossEntropyLoss"),
                cell("accuracy", "Accuracy"),
                cell("per_place", "Transpose", dim0=1, dim1=2),
            ],
            [None, None, None, None, cell("exact", "SequenceExactMatch"), cell("said", "ArgMax", dim=-1)],
            wires={
                "steps": "copying.tokens",
                "wanted": "copying.target",
                "embed": "steps",
                "layers.x": "embed",
                "norm": "layers.y",
                "scores": "norm",
                "at_marks": "scores",
                "answer": "at_marks",
                "per_place": "at_marks",
                "loss": "per_place",
                "loss.target": "wanted",
                "accuracy": "per_place",
                "accuracy.target": "wanted",
                "said": "at_marks",
                "exact": "said",
                "exact.target": "wanted",
                "objective.loss": "loss.loss",
            },
            notes={
                "copying": "Four of eight symbols lie somewhere in 16 places, the rest are blanks; then four times ?.",
                "steps": "Those 16 places and the four ?: 20 steps x_t.",
                "embed": "A vector of 32 numbers for the blank, each symbol and ?.",
                "layers": "Two layers, each with a memory beside a skip. Open it.",
                "norm": "One size for all vectors before they are scored.",
                "scores": "At each step a score for each symbol.",
                "at_marks": "Only at the four ?: before, nothing is asked.",
                "wanted": "The four symbols in their order, one for each ?.",
                "per_place": "The same in the order that the loss wants: symbols second, steps last.",
                "loss": "Cross-entropy at the four ?, in nats. Guessing costs ln 8 = 2.08.",
                "said": "The likeliest symbol at each ?.",
                "exact": "The share of samples in which all four are said in order.",
                "objective": "Adam; its rate rises first and falls then, and long gradients are cut to length 1.",
            },
        ),
        layer=LAYER,
        epochs=9,
        batch_size=32,
    ),
)
