"""A state space that all channels share, computed for all times at once.

Reference: Smith, Warrington and Linderman, "Simplified State Space Layers for Sequence Modeling", 2023.
"""

from builder.drawing.problems import SetParam
from builder.kinds.lesson import Baseline, Bypass, Lesson, Variant
from builder.kinds.starter import Bar, Starter, cell, drawing, grid

LAYER = grid(
    [cell("x", "Input"), None, None, None, None, cell("skip", "Add"), cell("y", "Output")],
    [
        None,
        cell("norm", "LayerNorm"),
        cell("memory", "S5", d_state="=state", dt_min="=shortest", dt_max="=longest"),
        cell("gelu", "GELU"),
        cell("mix", "Linear", out_features="=width"),
    ],
    wires={
        "norm": "x",
        "memory": "norm",
        "gelu": "memory",
        "mix": "gelu",
        "skip": "x",
        "skip.other": "mix",
        "y": "skip",
    },
    notes={
        "norm": "Each vector is brought to mean 0 and spread 1.",
        "memory": (
            "h_t = exp(A dt) h_(t-1) + B x_t, y_t = C h_t + D x_t: one state of damped waves for all channels (S4 has "
            "one for each). Joining stretches of 1, 2, 4 ... steps gives all 150 states in eight rounds."
        ),
        "gelu": "Bends what the waves say.",
        "mix": "Mixes the channels once more after the bend.",
    },
    width=16,
    state=16,
    shortest=0.001,
    longest=0.1,
)

STARTER = Starter(
    key="s5",
    order=372,
    chapter="sequences",
    system="s5",
    title="Long memory, S5",
    summary="One set of damped waves, shared by all channels, carries the first symbol over 150 steps.",
    bars=(Bar("accuracy", 0.95, margin=0.05),),
    lesson=Lesson(
        paper='Smith, Warrington and Linderman, "Simplified State Space Layers for Sequence Modeling", 2023',
        teaches="Where a memory is linear, all its steps can be computed at once, however long the sequence is.",
        expect=(
            "For some six epochs it guesses. Then slow waves are found that still ring after 150 steps, and by the end "
            "all first symbols are recalled: 100 %."
        ),
        tries=(
            Variant(
                label="A single wave",
                expect="One wave is all that 16 channels have for four symbols: it guesses.",
                edits=(SetParam(id="layers", name="state", value=2),),
            ),
            Variant(
                label="One layer",
                expect="One memory nearly does: 99 of 100 in the same time.",
                edits=(SetParam(id="layers", name="times", value=1),),
            ),
            Variant(
                label="A tenth of the learning rate",
                expect="In 18 epochs of such small steps it gets part of the way: six of ten are right.",
                edits=(SetParam(id="objective", name="lr", value=0.001),),
            ),
        ),
        ablation=Variant(
            label="Take the memory away",
            expect="Nothing passes from one step to the next any more, and the last symbol says nothing: a guess.",
            block="layer",
            edits=(Bypass(id="memory"),),
        ),
        broken=Variant(
            label="Break it: waves that die too soon",
            expect="Steps of 1 and more in the place of 0.001 to 0.1: after 150 of them e^(-75) is left. It guesses.",
            edits=(
                SetParam(id="layers", name="shortest", value=1.0),
                SetParam(id="layers", name="longest", value=2.0),
            ),
        ),
        baselines=(
            Baseline("guessing", "accuracy", value=0.25, why="Each of the four symbols comes first equally often."),
        ),
    ),
    document=drawing(
        grid(
            [
                cell("symbols", "LongerMemory"),
                cell("enter", "Linear", out_features=16),
                cell("layers", "Repeat", block="layer", times=2, width=16),
                cell("last", "Select", dim=1, index=-1),
                cell("scores", "Linear", out_features=4),
                cell("loss", "CrossEntropyLoss"),
                cell("objective", "Objective", lr=0.01),
            ],
            [None, None, None, None, None, cell("accuracy", "Accuracy"), cell("answer", "Output")],
            wires={
                "enter": "symbols.sequence",
                "layers.x": "enter",
                "last": "layers.y",
                "scores": "last",
                "loss": "scores",
                "loss.target": "symbols.label",
                "accuracy": "scores",
                "accuracy.target": "symbols.label",
                "answer": "scores",
                "objective.loss": "loss.loss",
            },
            notes={
                "symbols": "Sequences x_1 ... x_150: the first symbol is a, b, c or d, the others only distract.",
                "enter": "Each symbol as a vector of 16 channels.",
                "layers": "Two layers, each with one memory of eight waves beside a skip. Open it.",
                "last": "What is known after the last symbol. Only this is asked for.",
                "scores": "A score for each of the four symbols that may have come first.",
                "loss": "Cross-entropy: how surprised it is by the right symbol, in nats. Guessing costs ln 4 = 1.39.",
                "objective": "Adam, over all steps at once.",
            },
        ),
        layer=LAYER,
        epochs=18,
        batch_size=50,
    ),
)
