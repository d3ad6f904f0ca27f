"""A recurrent encoder and decoder that aligns what it says with what it read.

Reference: Bahdanau, Cho and Bengio, "Neural Machine Translation by Jointly Learning to Align and Translate", 2015.
"""

from builder.drawing.problems import Connect, SetParam
from builder.kinds.lesson import Baseline, Lesson, Variant, replace
from builder.kinds.starter import Bar, Starter, cell, drawing, grid

READ, SAY, LENGTH = 38, 12, 30
"""How many letters texts are made of, and dates, and how long a text is."""

CELL = grid(
    [
        cell("letter", "Input"),
        None,
        None,
        None,
        None,
        cell("seen", "Concatenate", dim=1, inputs=2),
        cell("gru", "GRUCell", hidden_size=64),
        cell("told", "Concatenate", dim=1, inputs=3),
        cell("output", "Output"),
    ],
    [
        cell("state", "Input"),
        cell("query", "Linear", out_features=64),
        cell("each", "Unsqueeze", dim=1),
        None,
        None,
        cell("context", "Sum", dim=1),
        None,
        cell("weights", "Flatten", start_dim=1),
        cell("new_state", "Output"),
    ],
    [
        cell("keys", "Input"),
        None,
        cell("sum", "Add"),
        cell("tanh", "Tanh"),
        cell("energy", "Linear", out_features=1, bias=False),
        cell("alpha", "Softmax", dim=1),
    ],
    [cell("memory", "Input"), None, None, None, None, cell("weighed", "Multiply")],
    wires={
        "query": "state",
        "each": "query",
        "sum": "keys",
        "sum.other": "each",
        "tanh": "sum",
        "energy": "tanh",
        "alpha": "energy",
        "weighed": "memory",
        "weighed.other": "alpha",
        "context": "weighed",
        "seen.input1": "letter",
        "seen.input2": "context",
        "gru.input": "seen",
        "gru.hx": "state",
        "weights": "alpha",
        "told.input1": "gru.h",
        "told.input2": "context",
        "told.input3": "weights",
        "output": "told",
        "new_state": "gru.h",
    },
    notes={
        "query": "W_a s: what the decoder, in its state s, is looking for.",
        "each": "The same query for each of the 30 places.",
        "sum": "W_a s + U_a h_j: the query beside what place j offers.",
        "energy": "e_j = v . tanh(W_a s + U_a h_j): how well place j fits, by a little network with one hidden layer.",
        "alpha": "alpha_j: the energies as shares that sum to 1 over the places. This is the attention.",
        "weighed": "alpha_j h_j: each place counts as much as it is attended to.",
        "context": "c = sum of alpha_j h_j: one vector, made anew for every letter that is said.",
        "seen": "The letter before, y, and the context c, side by side.",
        "gru": "s' = GRU([y, c], s): the decoder's next state.",
        "weights": "The 30 shares in a row, to be shown.",
        "told": "State, context and shares together, for what comes after the scan.",
    },
)

STARTER = Starter(
    key="seq2seq-attention",
    order=320,
    chapter="sequences",
    system="seq2seq-attention",
    title="Translation with attention",
    summary="A recurrent network reads a date, another one says it and looks, at each letter, where to read.",
    bars=(Bar("exact", 0.95, margin=0.05),),
    lesson=Lesson(
        paper='Bahdanau, Cho and Bengio, "Neural Machine Translation by Jointly Learning to Align and Translate", 2015',
        teaches="A network that may look back at what it read need not squeeze a whole text into one vector.",
        expect=(
            "For some hundred steps it says dates that could be any. Then the alignment becomes sharp: while the year "
            "is said the network looks at the year, wherever it stands, and nearly all dates are right soon after."
        ),
        tries=(
            Variant(
                label="Read in one direction only",
                expect="Each letter knows only what came before it. For dates that is enough, with fewer weights.",
                edits=(SetParam(id="encoder", name="bidirectional", value=False),),
            ),
            Variant(
                label="A fifth of the dates",
                expect="The rule must be found in a thousand days; fewer of those that it never saw are right.",
                edits=(SetParam(id="dates", name="samples", value=1_400),),
            ),
            Variant(
                label="Shares over the wrong axis",
                expect=(
                    "A softmax over the one energy of each place is always 1: the context is a sum of everything. "
                    "Shapes fit and training runs; only the check says that something is wrong."
                ),
                block="cell",
                edits=(SetParam(id="alpha", name="dim", value=2),),
            ),
        ),
        ablation=Variant(
            label="Take the attention away",
            expect=(
                "All places count alike, so the context is the same mean at each letter: one vector has to carry the "
                "whole date. It learns more slowly, and about one date in ten stays wrong."
            ),
            block="cell",
            edits=(replace("alpha", "Scale", factor=0.0, offset=1 / LENGTH),),
        ),
        broken=Variant(
            label="Break it: targets one letter late",
            expect=(
                "It is asked for the letter that it was just given. The loss falls to nothing, as there is nothing to "
                "translate; and when it writes alone it repeats the sign of the beginning."
            ),
            edits=(Connect(target="loss.target", source="dates.given"),),
        ),
        baselines=(Baseline("guessing", "exact", value=1 / 36_525, why="A day from 1950 to 2049 is one of 36,525."),),
    ),
    document=drawing(
        grid(
            [
                cell("dates", "Dates", samples=7_000),
                cell("read", "Embedding", num_embeddings=READ, embedding_dim=32),
                cell("encoder", "GRU", hidden_size=48, bidirectional=True),
                cell("first", "Select", dim=1, index=0),
                cell("start", "Linear", out_features=64),
                cell("tanh", "Tanh"),
            ],
            [
                None,
                cell("say", "Embedding", num_embeddings=SAY, embedding_dim=32),
                cell("keys", "Linear", out_features=64),
                None,
                None,
                cell("decoder", "Scan", block="cell", state_size=64),
            ],
            [
                cell("exact", "SequenceExactMatch"),
                cell("written", "GenerateTokens", start=0, kept=0, pick="greedy"),
                None,
                cell("scores", "Linear", out_features=SAY),
                cell("parts", "Split", index=-LENGTH),
                cell("alignment", "Output"),
            ],
            [
                None,
                None,
                cell("per_letter", "Transpose", dim0=1, dim1=2),
                cell("loss", "CrossEntropyLoss"),
                cell("objective", "Objective", lr=0.01, schedule="OneCycleLR", max_norm=1.0),
                cell("answer", "Output"),
            ],
            wires={
                "read": "dates.text",
                "encoder": "read",
                "keys": "encoder",
                "first": "encoder",
                "start": "first",
                "tanh": "start",
                "say": "dates.given",
                "decoder.letter": "say",
                "decoder.state": "tanh",
                "decoder.keys": "keys",
                "decoder.memory": "encoder",
                "parts": "decoder.output",
                "scores": "parts.first",
                "alignment": "parts.second",
                "per_letter": "scores",
                "loss": "per_letter",
                "loss.target": "dates.date",
                "objective.loss": "loss.loss",
                "written.scores": "scores",
                "written.into": "dates.given",
                "exact": "written",
                "exact.target": "dates.date",
                "answer": "scores",
            },
            notes={
                "dates": "Dates from 1950 to 2049 in one of eight spellings (text), and by the standard (date).",
                "read": "A vector of 32 numbers for each letter that is read.",
                "encoder": "Reads from both ends; h_j, of 2 x 48 numbers, knows letter j and what stands around it.",
                "first": "h_1: what was read backwards ends here and has seen it all.",
                "start": "s_0 = tanh(W_s h_1): the state in which the decoder begins.",
                "say": "A vector for each letter of a date. While it learns, the right letters so far are given.",
                "keys": "U_a h_j, computed once for all places: what each place offers to a query.",
                "decoder": "Says the date letter by letter; at each it looks at all places. Open it: it is one step.",
                "parts": "Takes apart what each step told: state and context for the scores, and the 30 shares.",
                "scores": "A score for each of the 12 letters of dates, from state and context.",
                "alignment": "alpha: a row for each letter that is said, a column for each letter that was read.",
                "per_letter": "The same scores in the order that the loss wants: letters second, places last.",
                "loss": "Cross-entropy: how surprised it is by the right letter, in nats, at all ten places.",
                "objective": "Adam; its rate rises first and falls then. Long gradients are cut to length 1.",
                "written": "Says the date alone: the likeliest letter, again and again, each after its own before it.",
                "exact": "How many of the dates that it writes alone are right from the first letter to the last.",
            },
        ),
        cell=CELL,
        epochs=6,
        batch_size=64,
        settings={"decoded": 400},
    ),
)
