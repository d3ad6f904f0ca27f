"""Four memories that must hold one symbol for 10, 50 and 150 steps.

Reference: Bengio, Simard and Frasconi, "Learning Long-Term Dependencies with Gradient Descent is Difficult", 1994;
Tallec and Ollivier, "Can Recurrent Neural Networks Warp Time?", 2018.
"""

from builder.drawing.problems import SetParam
from builder.kinds.lesson import Baseline, Comparison, Lesson, Variant, replace
from builder.kinds.starter import Bar, Starter, cell, drawing, grid

RNN = replace("memory", "RNN", hidden_size=32)
GRU = replace("memory", "GRU", hidden_size=32, init="chrono", longest=150)
S4 = replace("memory", "S4D", d_state=16)

STARTER = Starter(
    key="long-memory",
    order=318,
    chapter="sequences",
    system="lstm",
    title="Long memory: 10, 50, 150 steps",
    summary="One symbol is to be held for 150 steps. Gates and state spaces can, a plain recurrent network can not.",
    bars=(Bar("accuracy", 0.97, margin=0.25),),
    lesson=Lesson(
        paper='Bengio, Simard and Frasconi, "Learning Long-Term Dependencies with Gradient Descent is Difficult", 1994',
        teaches="What must be remembered for long must pass each step unchanged, or its gradient dies on the way.",
        expect=(
            "The LSTM begins with gates that hold, and after some epochs it recalls all first symbols after 150 steps. "
            "One seed of five is slower: it recalls three of the four symbols by then."
        ),
        tries=(
            Variant(label="A GRU instead", expect="Two gates hold as well as three.", edits=(GRU,)),
            Variant(
                label="A state space model (S4D)",
                expect="Slow waves carry the symbol along; no gate has to be learned.",
                edits=(S4,),
            ),
            Variant(
                label="A plain recurrent network, over 10 steps",
                expect="Over ten steps what the first symbol left is still there: it recalls them all.",
                edits=(RNN, SetParam(id="steps", name="end", value=10)),
            ),
        ),
        ablation=Variant(
            label="Take the gates away",
            expect=(
                "A plain recurrent network mixes its state anew at each step. What the first symbol left is gone after "
                "some twenty steps, and so is the gradient: it guesses, one in four."
            ),
            edits=(RNN,),
        ),
        broken=Variant(
            label="Break it: gates that start half open",
            expect=(
                "By torch's own start half of the memory is forgotten at each step: nothing is left after 150, and "
                "no gradient that could say so. It never begins to learn."
            ),
            edits=(SetParam(id="memory", name="init", value="torch"),),
        ),
        baselines=(
            Baseline("guessing", "accuracy", value=0.25, why="Each of the four symbols comes first equally often."),
        ),
        comparisons=(
            Comparison(
                title="Who remembers for how long",
                measure="accuracy",
                expect=(
                    "At 10 steps all four recall the symbol. At 50 the plain recurrent network has lost it; at 150 the "
                    "gated ones and the state space still hold it."
                ),
                arms=(
                    Variant(label="RNN", edits=(RNN,)),
                    Variant(label="GRU", edits=(GRU,)),
                    Variant(label="LSTM"),
                    Variant(label="S4D", edits=(S4,)),
                ),
                axes=(("steps.end", (10, 50, 150)),),
            ),
        ),
    ),
    document=drawing(
        grid(
            [
                cell("symbols", "LongerMemory"),
                cell("steps", "Slice", dim=1, start=0, end=150),
                cell("enter", "Linear", out_features=32),
                cell("norm", "LayerNorm"),
                cell("memory", "LSTM", hidden_size=32, init="chrono", longest=150),
                cell("last", "Select", dim=1, index=-1),
            ],
            [
                None,
                cell("answer", "Output"),
                cell("objective", "Objective", lr=0.01, max_norm=1.0),
                cell("loss", "CrossEntropyLoss"),
                cell("accuracy", "Accuracy"),
                cell("scores", "Linear", out_features=4),
            ],
            wires={
                "steps": "symbols.sequence",
                "enter": "steps",
                "norm": "enter",
                "memory": "norm",
                "last": "memory",
                "scores": "last",
                "loss": "scores",
                "loss.target": "symbols.label",
                "accuracy": "scores",
                "accuracy.target": "symbols.label",
                "answer": "scores",
                "objective.loss": "loss.loss",
            },
            notes={
                "symbols": "Sequences of 150 symbols: the first is a, b, c or d, the others only distract.",
                "steps": "The first T steps of them: set end to 10 or 50 for a shorter memory.",
                "enter": "Each symbol as a vector of 32 numbers.",
                "norm": "Each vector is brought to mean 0 and spread 1, which suits all four memories.",
                "memory": (
                    "The memory on trial. An LSTM's c_t = f c_(t-1) + i g passes a step unchanged where f is 1; "
                    "its gates start so that they hold for up to 150 steps (chrono)."
                ),
                "last": "h_T: what is left after the last step. Only this is asked for.",
                "scores": "A score for each of the four symbols that may have come first.",
                "loss": "Cross-entropy: how surprised it is by the right symbol, in nats; ln 4 = 1.39 by guessing.",
                "objective": "Adam, back through all steps; long gradients are cut to length 1.",
            },
        ),
        epochs=50,
        batch_size=50,
    ),
)
