"""An encoder-decoder transformer that translates dates.

Reference: Vaswani et al., "Attention Is All You Need", 2017.
"""

from builder.drawing.document import Document
from builder.drawing.problems import Disconnect, SetParam
from builder.kinds.lesson import Baseline, Bypass, FullSize, Lesson, Variant
from builder.kinds.starter import Bar, Starter, cell, drawing, grid
from builder.starters.parts.transformer import DECODER_LAYER, ENCODER_LAYER

READ, SAY = 38, 12
"""How many letters texts are made of, and dates."""


def full_size() -> Document:
    """The base model of the paper: one table of 37,000 tokens reads, is shared by what is said, and scores."""
    sizes = {"width": 512, "heads": 8, "wide": 2048, "times": 6}
    main = grid(
        [
            cell("source", "RandomIntegers", high=37_000, shape=64),
            cell("read", "Embedding", num_embeddings=37_000, embedding_dim=512),
            cell("read_larger", "Scale", factor=22.627417),
            cell("read_at", "SinusoidalPositions"),
            cell("encoder", "Repeat", block="encoder_layer", **sizes),
            cell("memory", "LayerNorm"),
        ],
        [
            cell("given", "RandomIntegers", high=37_000, shape=64),
            cell("say", "Share", of="read"),
            cell("say_larger", "Scale", factor=22.627417),
            cell("say_at", "SinusoidalPositions"),
            cell("decoder", "Repeat", block="decoder_layer", **sizes),
            cell("norm", "LayerNorm"),
            cell("scores", "TiedLinear", of="read"),
        ],
        [
            None,
            cell("next", "RandomIntegers", high=37_000, shape=64),
            None,
            cell("objective", "Objective", lr=0.0001),
            cell("loss", "CrossEntropyLoss", label_smoothing=0.1),
            cell("per_token", "Transpose", dim0=1, dim1=2),
            cell("answer", "Output"),
        ],
        wires={
            "read": "source.integers",
            "read_larger": "read",
            "read_at": "read_larger",
            "encoder.x": "read_at",
            "memory": "encoder.y",
            "say": "given.integers",
            "say_larger": "say",
            "say_at": "say_larger",
            "decoder.x": "say_at",
            "decoder.memory": "memory",
            "norm": "decoder.y",
            "scores": "norm",
            "answer": "scores",
            "per_token": "scores",
            "loss": "per_token",
            "loss.target": "next.integers",
            "objective.loss": "loss.loss",
        },
    )
    return drawing(main, encoder_layer=ENCODER_LAYER, decoder_layer=DECODER_LAYER, epochs=1, batch_size=8)


STARTER = Starter(
    key="transformer",
    order=330,
    chapter="sequences",
    system="transformer",
    title="Transformer",
    summary="Reads a date as people write it and says it by the standard: march 3, 2021 is 2021-03-03.",
    bars=(Bar("exact", 0.98, margin=0.03),),
    lesson=Lesson(
        paper='Vaswani et al., "Attention Is All You Need", 2017',
        teaches="Attention lets each letter that is said look up, in all that was read, the letters that it needs.",
        expect=(
            "First it learns what dates look like, and what it writes is a date but the wrong one. Then, within about "
            "two hundred steps, the maps of the cross-attention sharpen, each letter finds its place in the text, and "
            "almost every date is right from its first letter to its last."
        ),
        tries=(
            Variant(
                label="Take the positions away",
                expect="The text becomes a bag of letters: it knows which digits there are, but not which stood where.",
                edits=(Bypass(id="read_at"), Bypass(id="say_at")),
            ),
            Variant(
                label="One layer instead of two",
                expect="Half of the weights and of the time.",
                edits=(SetParam(id="encoder", name="times", value=1), SetParam(id="decoder", name="times", value=1)),
            ),
            Variant(
                label="A tenth of the dates",
                expect="It learns too few days by heart and does not find the rule: those that it never saw are wrong.",
                edits=(SetParam(id="dates", name="samples", value=700),),
            ),
        ),
        ablation=Variant(
            label="Take the cross-attention away",
            expect="It says a date that could be one, but not the one that was read: nothing leads from text to date.",
            block="decoder_layer",
            edits=(Bypass(id="look_across", input="query"),),
        ),
        broken=Variant(
            label="Break it: let it see the future",
            expect=(
                "The loss falls to nothing at once, as each letter is copied from where it stands. When it must write, "
                "nothing stands there yet, and what it writes is wrong: a low loss of the wrong task."
            ),
            block="decoder_layer",
            edits=(Disconnect(target="look_back.attn_mask"),),
        ),
        baselines=(Baseline("guessing", "exact", value=1 / 36_525, why="A day from 1950 to 2049 is one of 36,525."),),
        full_size=(
            FullSize(
                "Transformer, base",
                63_084_544,
                'Vaswani et al., 2017, table 3: 65 million; with "The Annotated Transformer"\'s two last norms',
                full_size(),
            ),
        ),
    ),
    document=drawing(
        grid(
            [
                cell("dates", "Dates", samples=7_000),
                cell("read", "Embedding", num_embeddings=READ, embedding_dim=64),
                cell("read_at", "SinusoidalPositions"),
                cell("encoder", "Repeat", block="encoder_layer", times=2),
                cell("memory", "LayerNorm"),
            ],
            [
                None,
                cell("say", "Embedding", num_embeddings=SAY, embedding_dim=64),
                cell("say_at", "SinusoidalPositions"),
                cell("decoder", "Repeat", block="decoder_layer", times=2),
                cell("norm", "LayerNorm"),
                cell("scores", "Linear", out_features=SAY),
            ],
            [
                cell("exact", "SequenceExactMatch"),
                cell("written", "GenerateTokens", start=0, kept=0, pick="greedy"),
                cell("answer", "Output"),
                cell("objective", "Objective", lr=0.003, schedule="OneCycleLR", max_norm=1.0),
                cell("loss", "CrossEntropyLoss"),
                cell("per_letter", "Transpose", dim0=1, dim1=2),
            ],
            wires={
                "read": "dates.text",
                "read_at": "read",
                "encoder.x": "read_at",
                "memory": "encoder.y",
                "say": "dates.given",
                "say_at": "say",
                "decoder.x": "say_at",
                "decoder.memory": "memory",
                "norm": "decoder.y",
                "scores": "norm",
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
                "read": "A table with a vector of d_model = 64 numbers for each letter that is read.",
                "read_at": "Adds waves of many lengths, PE(pos, 2i) = sin(pos / 10000^(2i/d)), so that places differ.",
                "encoder": "Two layers that look at the whole text: each letter learns what its neighbours make of it.",
                "memory": "What was read, a vector per letter, brought to one size: keys K and values V come from it.",
                "say": "A vector for each letter of a date. While it learns, the right letters so far are given.",
                "say_at": "The same waves for the places in the date.",
                "decoder": "Two layers that look back at what was said and across at what was read. Watch their maps.",
                "norm": "One size for all vectors before they are scored.",
                "scores": "A score for each of the 12 letters of dates, at each place: what comes next.",
                "per_letter": "The same scores in the order that the loss wants: letters second, places last.",
                "loss": "Cross-entropy: how surprised it is by the right letter, in nats, at all ten places at once.",
                "objective": "Adam; its rate rises first and falls then, as in the paper, which keeps the start calm.",
                "written": "Says the date alone: the likeliest letter, again and again, each after its own before it.",
                "exact": "How many of the dates that it writes alone are right from the first letter to the last.",
            },
        ),
        encoder_layer=ENCODER_LAYER,
        decoder_layer=DECODER_LAYER,
        epochs=8,
        batch_size=64,
        settings={"decoded": 400},
    ),
)
