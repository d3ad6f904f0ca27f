"""A scaling law: the loss of a language model against the number of its parameters.

Reference: Kaplan et al., "Scaling Laws for Neural Language Models", 2020.
"""

from builder.drawing.problems import SetParam
from builder.kinds.lesson import Baseline, BlockParam, Bypass, Comparison, Lesson, Variant
from builder.kinds.starter import Bar, Starter, cell, drawing, grid
from builder.starters.parts.gpt_layer import gpt_layer

LAYER = gpt_layer(
    4,
    "=4 * width",
    "=width",
    {
        "norm1": "Brings each letter's numbers to mean 0 and size 1.",
        "attention": "Each letter takes a weighted mean of what those before it say: softmax(QK/sqrt d) V.",
        "seen": "Adds what it heard to what it was: x + attention(x).",
        "norm2": "As norm1.",
        "up": "Four times as many numbers to think in.",
        "gelu": "Bends them, smoothly.",
        "down": "Back to the width d.",
        "thought": "Adds what it thought.",
    },
    width=32,
)
WIDTHS = (8, 16, 24, 32, 48)

STARTER = Starter(
    key="scaling",
    order=810,
    chapter="scale",
    system="scaling-laws",
    title="A scaling law of language models",
    summary="Larger language models are better, by a law that can be read off a chart before they are built.",
    bars=(Bar("loss", 2.45, margin=0.05),),
    lesson=Lesson(
        paper=(
            'Kaplan et al., "Scaling Laws for Neural Language Models", 2020; Hoffmann et al., "Training Compute-'
            'Optimal Large Language Models", 2022'
        ),
        teaches=(
            "Each tenfold of parameters takes the same share off the loss, so what a larger model will "
            "bring is known before it is built."
        ),
        expect=(
            "In one pass through 265,000 letters the loss falls from 4.6 nats a letter, guessing, to "
            "about 2.4; the letter with the highest score is right once in three."
        ),
        tries=(
            Variant(
                label="A fourth of the width",
                expect=("A tenth of the parameters: the loss ends clearly higher."),
                edits=(BlockParam(name="width", value=8),),
            ),
            Variant(
                label="Twice the width",
                expect=(
                    "Three and a half times the parameters take a little more off the loss, for twice the time. "
                    "The law of the experiment says how much before."
                ),
                edits=(BlockParam(name="width", value=64),),
            ),
            Variant(
                label="A tenth of the text",
                expect=(
                    "One pass is now a tenth of the steps, and the loss is much higher. Text and time count as "
                    "parameters do."
                ),
                edits=(SetParam(id="text", name="only_first", value=552),),
            ),
        ),
        ablation=Variant(
            label="Take attention away",
            expect=(
                "Each letter sees itself alone and guesses what follows from that: about what half of the "
                "width comes to with attention."
            ),
            block="layer",
            edits=(Bypass(id="attention"),),
        ),
        broken=Variant(
            label="Break it: fifty times the learning rate",
            expect=("The steps are so wide that what one learns the next undoes: the loss stays above 3."),
            edits=(SetParam(id="objective", name="lr", value=0.3),),
        ),
        baselines=(
            Baseline("guessing", "loss", value=4.564, why="log 96: each of the 96 letters is as likely as any other."),
        ),
        comparisons=(
            Comparison(
                title="Loss against parameters",
                measure="loss",
                expect=(
                    "On logarithmic axes the five models lie nearly on a straight line: ten times the parameters "
                    "take about a tenth off the loss. It bends a little, as larger models would want more text "
                    "than one pass of it."
                ),
                axes=(("main/width", WIDTHS),),
                against="parameters",
                is_power_law=True,
                at="end",
            ),
        ),
    ),
    document=drawing(
        grid(
            [
                cell("text", "HelpText"),
                cell("embed", "Embedding", num_embeddings=96, embedding_dim="=width"),
                cell("positions", "LearnedPositions", max_len=48),
                cell("layers", "Repeat", block="layer", times=2, width="=width"),
                cell("norm", "LayerNorm"),
            ],
            [
                cell("scores", "Linear", out_features=96),
                cell("per_letter", "Transpose", dim0=1, dim1=2),
                cell("loss", "CrossEntropyLoss"),
                cell("objective", "Objective", lr=0.006, schedule="OneCycleLR"),
            ],
            [
                None,
                cell("answer", "Output"),
                cell("accuracy", "Accuracy"),
                cell("write", "GenerateTokens", kept=8, length=100, temperature=0.7),
            ],
            wires={
                "embed": "text.tokens",
                "positions": "embed",
                "layers.x": "positions",
                "norm": "layers.y",
                "scores": "norm",
                "answer": "scores",
                "write.scores": "scores",
                "write.into": "text.tokens",
                "per_letter": "scores",
                "loss": "per_letter",
                "loss.target": "text.next",
                "accuracy": "per_letter",
                "accuracy.target": "text.next",
                "objective.loss": "loss.loss",
            },
            width=32,
            notes={
                "text": "Pieces of 48 letters x of the manual that comes with Python, and the letter y after each.",
                "embed": "A vector of as many numbers as the width d for each of the 96 letters.",
                "positions": "A vector for each of the 48 places, learned too: without it order would be lost.",
                "layers": "Two transformer layers: each letter looks at those before it, then thinks by itself.",
                "norm": "Each letter's numbers, brought to mean 0 and size 1.",
                "scores": "A score for each of the 96 letters that may follow.",
                "per_letter": "Puts the scores where the loss wants them: letter by letter.",
                "loss": "L: the mean of -log p(y), in nats a letter: how surprised the model is by what comes.",
                "accuracy": "How often the letter with the highest score comes.",
                "write": "Goes on with a text, one letter after the other.",
                "objective": "Adam, one pass through the text, with a rate that rises and falls to nothing.",
            },
        ),
        layer=LAYER,
        epochs=1,
        batch_size=16,
    ),
)
