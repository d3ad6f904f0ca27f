"""A transformer that runs programs of a toy language.

References:
    Zaremba and Sutskever, "Learning to Execute", 2014.
    Nye et al., "Show Your Work: Scratchpads for Intermediate Computation with Language Models", 2021.
"""

from builder.drawing.problems import Disconnect, SetParam
from builder.kinds.lesson import Baseline, Bypass, Lesson, Variant
from builder.kinds.starter import Bar, Starter, cell, drawing, grid
from builder.starters.parts.transformer import decoder_layer, encoder_layer

READ, SAY = 27, 21
"""How many letters programs are made of, and what is said of them."""

STARTER = Starter(
    key="code",
    order=382,
    chapter="sequences",
    system="code",
    title="Running programs",
    summary="Reads a little program and says what it does, step by step: a=3;b=a+4;print(b*2) is a3 3+4 b7 7*2 14.",
    bars=(Bar("exact", 0.85, margin=0.05),),
    lesson=Lesson(
        paper='Zaremba and Sutskever, "Learning to Execute", 2014; Nye et al., "Show Your Work: Scratchpads", 2021',
        teaches="A network that may write down its steps solves in many easy ones what it cannot in a single hard one.",
        expect=(
            "After three epochs about 3 of 10 programs that it never saw run without a wrong letter, in steps and "
            "result; after five 8 of 10 or more, and at the end 96 to 100 of 100."
        ),
        tries=(
            Variant(
                label="It may not look back at its work",
                expect=(
                    "Values that it worked out stand in its own words alone, where it can't look them up now: 4 of 10 "
                    "programs fail."
                ),
                block="decoder_layer",
                edits=(Bypass(id="look_back", input="query"),),
            ),
            Variant(
                label="Take the program's positions away",
                expect="A program becomes a bag of letters, in which 8-a and a-8 are one: 2 of 3 programs fail.",
                edits=(Bypass(id="read_at"),),
            ),
            Variant(
                label="A quarter of the programs",
                expect="As many epochs are a quarter of the steps, over fewer sums: 1 of 10 programs runs.",
                edits=(SetParam(id="programs", name="samples", value=1_750),),
            ),
        ),
        ablation=Variant(
            label="Take the steps away",
            expect=(
                "The result alone, at once: it would have to look up, reckon, look up again and reckon again, all "
                "inside. Of 10 results 3 are right."
            ),
            edits=(SetParam(id="programs", name="shows_work", value=False),),
        ),
        broken=Variant(
            label="Break it: let it see the future",
            expect=(
                "The loss falls to nothing within two epochs, as each letter is copied from where it stands. When it "
                "must write, nothing stands there yet, and no program runs."
            ),
            block="decoder_layer",
            edits=(Disconnect(target="look_back.attn_mask"),),
        ),
        baselines=(
            Baseline(
                "always 0", "exact", value=0.076, why="Of all results 7.6 % are 0, more than any other; no step is."
            ),
        ),
    ),
    document=drawing(
        grid(
            [
                cell("programs", "Programs", samples=7_000),
                cell("read", "Embedding", num_embeddings=READ, embedding_dim=64),
                cell("read_at", "LearnedPositions", max_len=20),
                cell("encoder", "Repeat", block="encoder_layer", times=1),
                cell("memory", "LayerNorm"),
            ],
            [
                None,
                cell("say", "Embedding", num_embeddings=SAY, embedding_dim=64),
                cell("say_at", "LearnedPositions", max_len=17),
                cell("decoder", "Repeat", block="decoder_layer", times=1),
                cell("norm", "LayerNorm"),
                cell("scores", "Linear", out_features=SAY),
            ],
            [
                cell("exact", "SequenceExactMatch", stop=2),
                cell("written", "GenerateTokens", start=1, kept=0, stop=2, pick="greedy"),
                cell("answer", "Output"),
                cell("objective", "Objective", lr=0.007, schedule="OneCycleLR", max_norm=1.0),
                cell("loss", "CrossEntropyLoss"),
                cell("per_letter", "Transpose", dim0=1, dim1=2),
            ],
            wires={
                "read": "programs.program",
                "read_at": "read",
                "encoder.x": "read_at",
                "memory": "encoder.y",
                "say": "programs.given",
                "say_at": "say",
                "decoder.x": "say_at",
                "decoder.memory": "memory",
                "norm": "decoder.y",
                "scores": "norm",
                "per_letter": "scores",
                "loss": "per_letter",
                "loss.target": "programs.said",
                "objective.loss": "loss.loss",
                "written.scores": "scores",
                "written.into": "programs.given",
                "exact": "written",
                "exact.target": "programs.said",
                "answer": "scores",
            },
            notes={
                "programs": "Programs that set one or two names and print something, and what is to be said of each.",
                "read": "A table with a vector of d_model = 64 numbers for each letter of a program.",
                "read_at": "Adds a learned vector for each of the 20 places, so that a = 3 is not 3 = a.",
                "encoder": "One layer that looks at the whole program: each name learns which line sets it.",
                "memory": "The program as it was read, a vector per letter: keys K and values V come from it.",
                "say": "A vector for each letter that is said. While it learns, the right letters so far are given.",
                "say_at": "A learned vector for each of 17 places of what is said.",
                "decoder": "Looks back at the steps so far and across at the program, then thinks. Watch its maps.",
                "norm": "One size for all vectors before they are scored.",
                "scores": "A score for each of 21 letters, at each place: what is said next.",
                "per_letter": "The same scores in the order that the loss wants: letters second, places last.",
                "loss": "Cross-entropy: how surprised it is by the right letter, in nats, at all places up to the end.",
                "objective": "Adam; its rate rises first and falls then. Long gradients are cut to length 1.",
                "written": "Runs the program alone: the likeliest letter, again and again, until $, the end.",
                "exact": "How many of the programs it runs without a wrong letter, in any step and in the result.",
            },
        ),
        encoder_layer=encoder_layer(),
        decoder_layer=decoder_layer(
            look_across=(
                "Cross-attention: the query Q comes from what is being said, keys K and values V from the program. "
                "Its map shows where in the program each letter comes from."
            ),
        ),
        epochs=8,
        batch_size=32,
        settings={"decoded": 150},
    ),
)
