"""A diagonal state space model.

Reference: Gu, Gupta, Goel and Re, "On the Parameterization and Initialization of Diagonal State Space Models", 2022.
"""

from builder.drawing.problems import SetParam
from builder.kinds.lesson import Baseline, Bypass, Lesson, Variant
from builder.kinds.starter import Bar, Starter, cell, drawing, grid

LAYER = grid(
    [cell("x", "Input"), None, None, None, None, cell("skip", "Add"), cell("y", "Output")],
    [
        None,
        cell("norm", "LayerNorm"),
        cell("memory", "S4D", d_state="=state"),
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
            "h' = A h + x, y = C h + D x: each channel feeds damped waves (A is diagonal), whose steps dt are learned. "
            "Nothing in it depends on x, so it is one long convolution."
        ),
        "gelu": "Bends what the waves say.",
        "mix": "Mixes the channels, which the waves keep apart.",
    },
    width=16,
    state=16,
)

STARTER = Starter(
    key="s4d",
    order=370,
    chapter="sequences",
    system="s4",
    title="Long memory, state space",
    summary="Damped waves remember the first symbol of a sequence to its end.",
    bars=(Bar("accuracy", 0.97, margin=0.05),),
    lesson=Lesson(
        paper='Gu et al., "On the Parameterization and Initialization of Diagonal State Space Models", 2022',
        teaches="Waves that die away slowly carry the past along, and need no gates to be trained.",
        expect="Within a few epochs some waves are slow enough to ring from the first symbol to the last: 100 %.",
        tries=(
            Variant(
                label="One wave per channel",
                expect="Two numbers of state are one wave. Sixteen channels with one each nearly do.",
                edits=(SetParam(id="layers", name="state", value=2),),
            ),
            Variant(
                label="One layer",
                expect="One memory is enough for one symbol.",
                edits=(SetParam(id="layers", name="times", value=1),),
            ),
            Variant(
                label="A tenth of the learning rate",
                expect="The same road in small steps.",
                edits=(SetParam(id="objective", name="lr", value=0.0005),),
            ),
        ),
        ablation=Variant(
            label="Take the memory away",
            expect="Nothing passes from one step to the next any more, and the last symbol says nothing: a guess.",
            block="layer",
            edits=(Bypass(id="memory"),),
        ),
        broken=Variant(
            label="Break it: a learning rate of 1",
            expect="Decays and frequencies are thrown about at each step: it guesses, and goes on guessing.",
            edits=(SetParam(id="objective", name="lr", value=1.0),),
        ),
        baselines=(
            Baseline("guessing", "accuracy", value=0.25, why="Each of the four symbols comes first equally often."),
        ),
    ),
    document=drawing(
        grid(
            [
                cell("memory", "LongMemory"),
                cell("enter", "Linear", out_features=16),
                cell("layers", "Repeat", block="layer", times=2, width=16),
                cell("last", "Select", dim=1, index=-1),
                cell("scores", "Linear", out_features=4),
                cell("loss", "CrossEntropyLoss"),
                cell("objective", "Objective", lr=0.005),
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
                "layers": "Two layers, each with a memory of waves beside a skip. Open it.",
                "last": "What is known after the last symbol. Only this is asked for.",
                "scores": "A score for each of the four symbols that may have come first.",
                "loss": "Cross-entropy: how surprised it is by the right symbol, in nats. Guessing costs ln 4 = 1.39.",
                "objective": "Adam, over all steps at once.",
            },
        ),
        layer=LAYER,
        epochs=15,
        batch_size=64,
    ),
)
