"""A gated recurrent unit, drawn gate by gate.

Reference: Cho et al., "Learning Phrase Representations using RNN Encoder-Decoder for Statistical Machine Translation",
2014; Tallec and Ollivier, "Can Recurrent Neural Networks Warp Time?", 2018, for gates that hold at the start.
"""

from builder.drawing.problems import Connect, SetParam
from builder.kinds.lesson import Baseline, Bypass, Lesson, Variant
from builder.kinds.starter import Bar, Starter, cell, drawing, grid

CELL = grid(
    [
        cell("step", "Input"),
        cell("from_step", "Linear", out_features="=3 * state_size"),
        cell("step_parts", "ChunkInThree"),
        cell("sum_reset", "Add"),
        cell("reset", "Sigmoid"),
        cell("recalled", "Multiply"),
        cell("sum_idea", "Add"),
        cell("idea", "Tanh"),
    ],
    [
        cell("state", "Input"),
        cell("from_state", "Linear", out_features="=3 * state_size"),
        cell("state_parts", "ChunkInThree"),
        cell("sum_keep", "Add"),
        cell("hold", "Scale", factor=1.0, offset=4.0),
        cell("keep", "Sigmoid"),
        cell("change", "Scale", factor=-1.0, offset=1.0),
    ],
    [*[None] * 6, cell("old", "Multiply")],
    [*[None] * 6, cell("new", "Multiply"), cell("mixed", "Add"), cell("output", "Output")],
    [*[None] * 8, cell("next_state", "Output")],
    wires={
        "from_step": "step",
        "from_state": "state",
        "step_parts": "from_step",
        "state_parts": "from_state",
        "sum_reset": "step_parts.first",
        "sum_reset.other": "state_parts.first",
        "reset": "sum_reset",
        "sum_keep": "step_parts.second",
        "sum_keep.other": "state_parts.second",
        "hold": "sum_keep",
        "keep": "hold",
        "recalled": "reset",
        "recalled.other": "state_parts.third",
        "sum_idea": "step_parts.third",
        "sum_idea.other": "recalled",
        "idea": "sum_idea",
        "change": "keep",
        "new": "change",
        "new.other": "idea",
        "old": "keep",
        "old.other": "state",
        "mixed": "new",
        "mixed.other": "old",
        "output": "mixed",
        "next_state": "mixed",
    },
    notes={
        "from_step": "What this symbol x_t says to the reset gate, to the update gate and to the new idea.",
        "from_state": "What the memory h_(t-1) says to the same three.",
        "step_parts": "Cut into three: for r, for z and for the idea.",
        "state_parts": "Cut into three in the same way.",
        "sum_reset": "What both say to the reset gate.",
        "reset": "r_t, between 0 and 1: how much of the memory the new idea may look at.",
        "recalled": "The part of the memory that r_t lets through.",
        "sum_idea": "What this symbol says, and what is recalled.",
        "idea": "The new idea, between -1 and 1.",
        "sum_keep": "What both say to the update gate.",
        "hold": "Plus 4: before it has learned anything, z is about 0.98, so that a memory lasts some 50 steps.",
        "keep": "z_t, between 0 and 1: how much of the memory stays as it is.",
        "change": "1 - z_t: how much is replaced.",
        "old": "z_t h_(t-1): what stays.",
        "new": "(1 - z_t) times the idea: what comes in its place.",
        "mixed": "h_t: the memory after this step.",
    },
    state_size=24,
)

STARTER = Starter(
    key="gru",
    order=314,
    chapter="sequences",
    system="gru",
    title="Long memory, GRU drawn by hand",
    summary="A gated recurrent unit, gate by gate, keeps the first symbol of a sequence to its end.",
    bars=(Bar("accuracy", 0.97, margin=0.05),),
    lesson=Lesson(
        paper='Cho et al., "Learning Phrase Representations using RNN Encoder-Decoder", 2014',
        teaches="One gate that mixes old and new, and holds at first, lets a memory last.",
        expect=(
            "For some four epochs it guesses, one in four. Then the update gate finds out that the first symbol is to "
            "be held, and within some ten epochs all of them are recalled after 50 steps: 100 %."
        ),
        tries=(
            Variant(
                label="Take the reset gate away",
                expect="The update gate alone holds one symbol: 100 % as before.",
                block="cell",
                edits=(Bypass(id="recalled", input="other"),),
            ),
            Variant(
                label="Eight numbers of memory",
                expect="One of four symbols fits into few numbers: it still recalls them all.",
                edits=(SetParam(id="read", name="state_size", value=8),),
            ),
            Variant(
                label="Hold by 2 only",
                expect="z is about 0.88: little of a memory arrives after 50 steps, and yet enough to learn from.",
                block="cell",
                edits=(SetParam(id="hold", name="offset", value=2.0),),
            ),
        ),
        ablation=Variant(
            label="Take the update gate away",
            expect=(
                "Each step now puts its idea in the place of the memory, as a plain recurrent network does. After 50 "
                "steps nothing is left of the first symbol: it guesses."
            ),
            block="cell",
            edits=(
                Connect(target="output.input", source="idea.output"),
                Connect(target="next_state.input", source="idea.output"),
            ),
        ),
        broken=Variant(
            label="Break it: a gate that is half open",
            expect=(
                "Without the plus 4 half of the memory is replaced at each step. The gates could learn to hold, but no "
                "gradient arrives that would say so: it guesses to the end."
            ),
            block="cell",
            edits=(SetParam(id="hold", name="offset", value=0.0),),
        ),
        baselines=(
            Baseline("guessing", "accuracy", value=0.25, why="Each of the four symbols comes first equally often."),
        ),
    ),
    document=drawing(
        grid(
            [
                cell("symbols", "LongerMemory"),
                cell("steps", "Slice", dim=1, start=0, end=50),
                cell("read", "Scan", block="cell", state_size=24),
                cell("scores", "Linear", out_features=4),
                cell("loss", "CrossEntropyLoss"),
                cell("objective", "Objective", lr=0.01),
            ],
            [None, None, None, None, cell("accuracy", "Accuracy"), cell("answer", "Output")],
            wires={
                "steps": "symbols.sequence",
                "read.step": "steps",
                "scores": "read.next_state",
                "loss": "scores",
                "loss.target": "symbols.label",
                "accuracy": "scores",
                "accuracy.target": "symbols.label",
                "answer": "scores",
                "objective.loss": "loss.loss",
            },
            notes={
                "symbols": "Sequences of 150 symbols: the first is a, b, c or d, the others only distract.",
                "steps": "Their first 50 steps x_1 ... x_50. Set end to 150 for all of them.",
                "read": "Uses the cell once for each symbol and hands its memory h_t to the next step. Open it.",
                "scores": "A score for each of the four symbols that may have come first, from h_50.",
                "loss": "Cross-entropy: how surprised it is by the right symbol, in nats. Guessing costs ln 4 = 1.39.",
                "objective": "Adam, through all 50 steps back to the first (backpropagation through time).",
            },
        ),
        cell=CELL,
        epochs=16,
        batch_size=50,
    ),
)
