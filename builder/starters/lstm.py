"""A long short-term memory.

Reference: Hochreiter and Schmidhuber, "Long Short-Term Memory", 1997.
"""

from builder.drawing.problems import SetParam
from builder.kinds.lesson import Baseline, Lesson, Variant, replace
from builder.kinds.starter import Bar, Starter, cell, drawing, grid

STARTER = Starter(
    key="lstm",
    order=312,
    chapter="sequences",
    system="lstm",
    title="Long memory, LSTM",
    summary="A long short-term memory keeps the first symbol of a sequence to its end.",
    bars=(Bar("accuracy", 0.97, margin=0.05),),
    lesson=Lesson(
        paper='Hochreiter and Schmidhuber, "Long Short-Term Memory", 1997',
        teaches="A memory that is only added to, behind gates that learn when to open, keeps what came long ago.",
        expect=(
            "Accuracy stays at chance, one in four, until the gates have found out that the first symbol matters and "
            "the fifteen after it do not. Then it jumps to 100 %."
        ),
        tries=(
            Variant(
                label="A GRU instead",
                expect="Two gates instead of three and no memory of its own, and it recalls the symbol as well.",
                edits=(replace("lstm", "GRU", hidden_size=32, init="chrono", longest=16),),
            ),
            Variant(
                label="Eight numbers of memory",
                expect="A symbol of four needs few numbers; it takes longer to find gates that keep them.",
                edits=(SetParam(id="lstm", name="hidden_size", value=8),),
            ),
            Variant(
                label="Take the gates away",
                expect=(
                    "A plain recurrent network mixes its state anew at each step. Over 16 steps the first symbol still "
                    "gets through; Long memory asks for 150."
                ),
                edits=(replace("lstm", "RNN", hidden_size=32),),
            ),
        ),
        ablation=Variant(
            label="Gates that start half open",
            expect=(
                "By torch's own start about half of the memory is forgotten at each step, so that next to nothing of "
                "the first symbol arrives: in the same time it learns to tell two of the four at best."
            ),
            edits=(SetParam(id="lstm", name="init", value="torch"),),
        ),
        broken=Variant(
            label="Break it: a learning rate of 1",
            expect="Each step throws the gates from open to shut: half of its answers stay wrong.",
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
                cell("lstm", "LSTM", hidden_size=32, init="chrono", longest=16),
                cell("last", "Select", dim=1, index=-1),
                cell("scores", "Linear", out_features=4),
                cell("loss", "CrossEntropyLoss"),
                cell("objective", "Objective", lr=0.01),
            ],
            [None, None, None, None, cell("accuracy", "Accuracy"), cell("answer", "Output")],
            wires={
                "lstm": "memory.sequence",
                "last": "lstm",
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
                "lstm": (
                    "At each step c_t = f c_(t-1) + i g: the forget gate f keeps, the input gate i lets in; the output "
                    "gate o shows h_t = o tanh(c_t). The gates start so that they remember up to 16 steps."
                ),
                "last": "h_16: what it remembers after the last symbol. Only this is asked for.",
                "scores": "A score for each of the four symbols that may have come first.",
                "loss": "Cross-entropy: how surprised it is by the right symbol, in nats. Guessing costs ln 4 = 1.39.",
                "objective": "Adam, through all 16 steps back to the first (backpropagation through time).",
            },
        ),
        epochs=30,
        batch_size=32,
    ),
)
