"""A recurrent reader and a decoder with attention that put a report into one line.

Reference: Rush, Chopra and Weston, "A Neural Attention Model for Abstractive Sentence Summarization", 2015.
"""

from builder.drawing.problems import Connect, SetParam
from builder.kinds.lesson import Baseline, Bypass, Lesson, Variant, retrain
from builder.kinds.starter import Bar, Starter, cell, drawing, grid
from builder.starters.parts.transformer import decoder_layer

WORDS = 36
"""How many words reports are made of."""

STARTER = Starter(
    key="summarise",
    order=388,
    chapter="sequences",
    system="summarise",
    title="Summary",
    summary="Reads of three events and puts the most important one into a line: fire in oslo on friday.",
    bars=(Bar("exact", 0.85, margin=0.05),),
    lesson=Lesson(
        paper='Rush, Chopra and Weston, "A Neural Attention Model for Abstractive Sentence Summarization", 2015',
        teaches="To sum up is to weigh: from examples alone a network learns what matters, and leaves out the rest.",
        expect=(
            "After one epoch 2 of 100 lines are right in every word, after two about three in four, and after "
            "all six 99 of 100, about reports that it never saw."
        ),
        tries=(
            Variant(
                label="Read each word by itself",
                expect=(
                    "It still names the right event, but can't tell which of three places and days go with it: 10 % "
                    "are right, about one in nine, as by guessing."
                ),
                edits=(Bypass(id="encoder"),),
            ),
            Variant(
                label="Read in one direction only",
                expect=(
                    "At a word it knows only what stood before it. The event is always right, its place or day not "
                    "always: 84 %."
                ),
                edits=(
                    SetParam(id="encoder", name="bidirectional", value=False),
                    SetParam(id="encoder", name="hidden_size", value=64),
                ),
            ),
            Variant(
                label="A tenth of the reports, ten times as often",
                expect=(
                    "280 reports, seen ten times as often, so that it takes about as many steps: the loss on those "
                    "held out stops falling long before the end, and about three in four lines are right."
                ),
                edits=(SetParam(id="reports", name="samples", value=280), retrain(epochs=60)),
            ),
        ),
        ablation=Variant(
            label="Take the cross-attention away",
            expect=(
                "Nothing leads from the report to the line: it always writes the same one, and that is right once in "
                "200 times."
            ),
            block="decoder_layer",
            edits=(Bypass(id="look_across", input="query"),),
        ),
        broken=Variant(
            label="Break it: targets one word late",
            expect=(
                "It is asked for the word that it was just given, and copies it. The loss falls to almost nothing, "
                "lower than that of the right drawing, and no line is right."
            ),
            edits=(Connect(target="loss.target", source="reports.given"),),
        ),
        baselines=(
            Baseline(
                "the lead sentence",
                "exact",
                value=1 / 3,
                why="The first of three sentences tells of the most important event in a third of the reports.",
            ),
        ),
    ),
    document=drawing(
        grid(
            [
                cell("reports", "Reports", samples=2_800),
                cell("read", "Embedding", num_embeddings=WORDS, embedding_dim=64),
                cell("encoder", "GRU", hidden_size=32, bidirectional=True),
                cell("memory", "LayerNorm"),
            ],
            [
                None,
                cell("say", "Embedding", num_embeddings=WORDS, embedding_dim=64),
                cell("say_at", "SinusoidalPositions"),
                cell("decoder", "Repeat", block="decoder_layer", times=1),
                cell("norm", "LayerNorm"),
                cell("scores", "Linear", out_features=WORDS),
            ],
            [
                cell("exact", "SequenceExactMatch", stop=2),
                cell("written", "GenerateTokens", start=1, kept=0, stop=2, pick="greedy"),
                cell("answer", "Output"),
                cell("objective", "Objective", lr=0.005, schedule="OneCycleLR", max_norm=1.0),
                cell("loss", "CrossEntropyLoss"),
                cell("per_word", "Transpose", dim0=1, dim1=2),
            ],
            wires={
                "read": "reports.report",
                "encoder": "read",
                "memory": "encoder",
                "say": "reports.given",
                "say_at": "say",
                "decoder.x": "say_at",
                "decoder.memory": "memory",
                "norm": "decoder.y",
                "scores": "norm",
                "per_word": "scores",
                "loss": "per_word",
                "loss.target": "reports.summary",
                "objective.loss": "loss.loss",
                "written.scores": "scores",
                "written.into": "reports.given",
                "exact": "written",
                "exact.target": "reports.summary",
                "answer": "scores",
            },
            notes={
                "reports": "Reports of three events, and the line about the most important one.",
                "read": "A table with a vector of 64 numbers for each word that is read.",
                "encoder": "Reads from both ends: each word comes to know what happened in its sentence.",
                "memory": "The report as it was read, a vector per word: keys K and values V come from it.",
                "say": "A vector for each word of the line. While it learns, the right words so far are given.",
                "say_at": "Adds waves that say which place of the line each word is for.",
                "decoder": "Looks back at what it said and across at the report, and adds what it finds there.",
                "norm": "One size for all vectors before they are scored.",
                "scores": "A score for each word, at each place of the line: what comes next.",
                "per_word": "The same scores in the order that the loss wants: words second, places last.",
                "loss": "Cross-entropy: how surprised it is by the right word, in nats, at all six places.",
                "objective": "Adam; its rate rises first and falls then. Long gradients are cut to length 1.",
                "written": "Writes the line alone: the likeliest word, again and again, until $, the end.",
                "exact": "How many of the lines that it writes alone are right in every word.",
            },
        ),
        decoder_layer=decoder_layer(
            future="Hides what comes later: a word may only look at those before it, as when it is written.",
            look_back="Self-attention among the words that were said so far.",
            look_across=(
                "Cross-attention: the query Q comes from what is being said, keys K and values V from what was read. "
                "Its map shows where in the report each word of the line looks."
            ),
        ),
        epochs=6,
        batch_size=32,
        settings={"decoded": 400},
    ),
)
