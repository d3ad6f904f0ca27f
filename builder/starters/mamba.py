"""A small Mamba.

Reference: Gu and Dao, "Mamba: Linear-Time Sequence Modeling with Selective State Spaces", 2023.
"""

from builder.drawing.problems import SetParam
from builder.kinds.lesson import Baseline, Bypass, FullSize, Lesson, Variant
from builder.kinds.starter import Bar, Starter, cell, drawing, grid
from builder.starters.parts.language_model import language_model

LAYER = grid(
    [cell("x", "Input"), None, None, cell("skip", "Add"), cell("y", "Output")],
    [None, cell("norm", "RMSNorm"), cell("mamba", "MambaBlock", d_state="=state")],
    wires={"norm": "x", "mamba": "norm", "skip": "x", "skip.other": "mamba", "y": "skip"},
    notes={
        "norm": "Each vector is brought to one size (RMSNorm).",
        "mamba": (
            "h_t = exp(dt A) h_(t-1) + dt B x_t, y_t = C h_t, where the step dt, B and C are made of x_t: it chooses "
            "at each symbol what it lets in and keeps (SelectiveScan), between a short convolution and a gate."
        ),
    },
    state=8,
)

STARTER = Starter(
    key="mamba",
    order=374,
    chapter="sequences",
    system="mamba",
    title="Long memory, Mamba",
    summary="A memory that chooses what it keeps holds the first symbol of a sequence to its end.",
    bars=(Bar("accuracy", 0.97, margin=0.05),),
    lesson=Lesson(
        paper='Gu and Dao, "Mamba: Linear-Time Sequence Modeling with Selective State Spaces", 2023',
        teaches="A state that decides by what it reads what to keep can hold one thing and let all others pass.",
        expect=(
            "For some six epochs it guesses, and one of four is right. Then it finds that the first symbol is what "
            "to keep, and within a few epochs more it is always right: 100 %."
        ),
        tries=(
            Variant(
                label="One layer",
                expect="One selective memory is enough for one symbol.",
                edits=(SetParam(id="layers", name="times", value=1),),
            ),
            Variant(
                label="Two numbers of state",
                expect="Each of 32 channels keeps two numbers in the place of eight; together that still suffices.",
                edits=(SetParam(id="layers", name="state", value=2),),
            ),
            Variant(
                label="A tenth of the learning rate",
                expect="In 24 epochs of such small steps it does not even begin: it still guesses.",
                edits=(SetParam(id="objective", name="lr", value=0.001),),
            ),
        ),
        ablation=Variant(
            label="Take the memory away",
            expect="Nothing passes from one step to the next any more, and the last symbol says nothing: a guess.",
            block="layer",
            edits=(Bypass(id="mamba"),),
        ),
        broken=Variant(
            label="Break it: a learning rate of 0.1",
            expect="Each step throws away what it chose: the loss climbs into millions, and at the end it guesses.",
            edits=(SetParam(id="objective", name="lr", value=0.1),),
        ),
        baselines=(
            Baseline("guessing", "accuracy", value=0.25, why="Each of the four symbols comes first equally often."),
        ),
        full_size=(
            FullSize(
                "Mamba-130M",
                129_135_360,
                "Gu and Dao, 2023: 24 layers of width 768, as published by its authors",
                language_model(
                    LAYER,
                    {"state": 16},
                    vocabulary=50_280,
                    context=64,
                    width=768,
                    times=24,
                    norm=cell("norm", "RMSNorm"),
                    has_places=False,
                ),
            ),
        ),
    ),
    document=drawing(
        grid(
            [
                cell("memory", "LongMemory"),
                cell("enter", "Linear", out_features=16),
                cell("layers", "Repeat", block="layer", times=2),
                cell("last", "Select", dim=1, index=-1),
                cell("scores", "Linear", out_features=4),
                cell("loss", "CrossEntropyLoss"),
                cell("objective", "Objective", lr=0.01),
            ],
            [None, None, None, None, None, cell("accuracy", "Accuracy"), cell("answer", "Output")],
            wires={
                "enter": "memory.sequence",
                "layers.x": "enter",
                "last": "layers.y",
                "scores": "last",
                "loss": "scores",
                "loss.target": "memory.label",
                "accuracy": "scores",
                "accuracy.target": "memory.label",
                "answer": "scores",
                "objective.loss": "loss.loss",
            },
            notes={
                "memory": "Sequences x_1 ... x_16: the first symbol is a, b, c or d, the others only distract.",
                "enter": "Each symbol as a vector of 16 channels.",
                "layers": "Two layers, each with a selective memory beside a skip. Open it.",
                "last": "What is known after the last symbol. Only this is asked for.",
                "scores": "A score for each of the four symbols that may have come first.",
                "loss": "Cross-entropy: how surprised it is by the right symbol, in nats. Guessing costs ln 4 = 1.39.",
                "objective": "Adam, over all steps at once.",
            },
        ),
        layer=LAYER,
        epochs=24,
        batch_size=64,
    ),
)
