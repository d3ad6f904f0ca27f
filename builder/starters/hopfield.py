"""A Hopfield network: patterns stored by Hebb's rule, without any error passed back.

Reference: Hopfield, "Neural Networks and Physical Systems with Emergent Collective Computational Abilities", 1982.
"""

from builder.drawing.problems import SetParam
from builder.kinds.lesson import Baseline, Lesson, Variant
from builder.kinds.starter import Bar, Starter, cell, drawing, grid

STARTER = Starter(
    key="hopfield",
    order=72,
    chapter="foundations",
    system="hebbian",
    title="Hopfield memory",
    summary="Fire together, wire together: stores five patterns and mends damaged copies of them.",
    bars=(Bar("right", 0.95, margin=0.05),),
    lesson=Lesson(
        paper=(
            'Hopfield, "Neural Networks and Physical Systems with Emergent Collective Computational Abilities", 1982'
        ),
        teaches=(
            "Neurons that fire together wire together; such wires complete a damaged memory, as a smell does a day."
        ),
        expect=(
            "After one epoch all five patterns are stored, and copies with 15 % of their values turned, which it never "
            "saw, come back without a mistake. Watch the energy of the memory: each one rolls down into a valley."
        ),
        tries=(
            Variant(
                label="Damage twice as much",
                expect="With 30 % of the values turned, 96 % still come back right.",
                edits=(SetParam(id="patterns", name="damage", value=0.3),),
            ),
            Variant(
                label="Damage 40 %",
                expect="About 80 %: many copies now lie nearer to another valley and roll into that one.",
                edits=(SetParam(id="patterns", name="damage", value=0.4),),
            ),
            Variant(
                label="One turn of recall",
                expect="99.6 %: nearly all is mended at the first look; further turns mend what is left.",
                edits=(SetParam(id="memory", name="steps", value=1),),
            ),
        ),
        ablation=Variant(
            label="Take the recall away",
            expect="The damaged copy comes out as it went in: 85 % right, as 15 % were turned.",
            edits=(SetParam(id="memory", name="steps", value=0),),
        ),
        broken=Variant(
            label="Break it: turn half of all values",
            expect="Half turned is no pattern any more: about 49 %, as good as guessing. No memory can mend it.",
            edits=(SetParam(id="patterns", name="damage", value=0.5),),
        ),
        baselines=(
            Baseline("the damaged copy as it is", "right", value=0.85, why="15 % of its values have been turned"),
            Baseline("guessing", "right", value=0.5, why="each value is -1 or 1, as often the one as the other"),
        ),
    ),
    document=drawing(
        grid(
            [
                cell("patterns", "PatternBits"),
                cell("memory", "HopfieldMemory"),
                None,
                cell("objective", "Objective", optimizer="SGD", lr=0.001, momentum=0.0),
            ],
            [None, cell("recall", "Share", of="memory"), cell("right", "BinaryAccuracy"), cell("answer", "Output")],
            wires={
                "memory": "patterns.pattern",
                "recall": "patterns.damaged",
                "right": "recall",
                "right.target": "patterns.pattern",
                "answer": "recall",
                "objective.loss": "memory.loss",
            },
            notes={
                "patterns": "Five patterns ξ of 64 values, each -1 or 1, and copies with 15 % of the signs turned.",
                "memory": "Hebb's rule: w_ij grows with ξ_i ξ_j. Its loss is the energy E = -Σ w_ij s_i s_j, no error.",
                "recall": "The same weights: each value s_i takes the sign of Σ w_ij s_j, five times over.",
                "right": "The share of values that come back as they were in the undamaged pattern.",
                "objective": "One step of plain SGD on the energy is one step of Hebb's rule.",
            },
        ),
        epochs=30,
        batch_size=50,
    ),
)
