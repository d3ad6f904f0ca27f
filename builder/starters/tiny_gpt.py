"""A small GPT that writes letter by letter.

Reference: Radford et al., "Language Models are Unsupervised Multitask Learners", 2019.
"""

from builder.drawing.document import Document
from builder.drawing.problems import Connect, Disconnect, SetParam
from builder.kinds.lesson import Baseline, Bypass, FullSize, Lesson, Variant, replace, retrain
from builder.kinds.starter import Bar, Starter, cell, drawing, grid
from builder.starters.parts.gpt_layer import gpt_layer
from builder.starters.parts.language_model import language_model

LAYER = gpt_layer(
    "=heads",
    "=4 * width",
    "=width",
    {
        "norm1": "Each vector is brought to mean 0 and spread 1 before it is used.",
        "attention": (
            "Each letter looks at those before it, and only those: softmax(QK^T / sqrt(d) + mask) V, in several heads."
        ),
        "norm2": "The same before the second half.",
        "up": "The feed-forward part, four times as wide: each letter thinks by itself.",
        "gelu": "Bends: GELU(x) = x P(X < x), a ReLU with a soft corner.",
        "down": "Back to the width of the stream; added to it, so that nothing is lost.",
    },
    width=32,
    heads=4,
)


def gpt(width: int, times: int, heads: int, context: int) -> Document:
    """A published size, with the 50,257 tokens of GPT-2."""
    sizes = {"width": width, "heads": heads}
    norm = cell("norm", "LayerNorm")
    return language_model(
        LAYER, sizes, vocabulary=50_257, context=context, width=width, times=times, norm=norm, has_places=True
    )


STARTER = Starter(
    key="tiny-gpt",
    order=350,
    chapter="sequences",
    system="gpt",
    title="Tiny GPT",
    summary="Two transformer layers learn to continue a text, letter by letter.",
    bars=(Bar("loss", 0.5, margin=0.05),),
    lesson=Lesson(
        paper='Radford et al., "Language Models are Unsupervised Multitask Learners", 2019',
        teaches="To say the next letter well, again and again, is to have learned how a text is made.",
        expect=(
            "First it learns which letters are frequent, then words, then what follows what. The loss comes near "
            "what the grammar that wrote the text leaves open, 0.40 nats a letter, and cannot get under it."
        ),
        tries=(
            Variant(
                label="Take the positions away",
                expect="Attention alone does not see order; only what is hidden by the mask tells it a little.",
                edits=(Bypass(id="positions"),),
            ),
            Variant(
                label="A single layer",
                expect="It looks once instead of twice: a little worse in the same time.",
                edits=(SetParam(id="layers", name="times", value=1),),
            ),
            Variant(
                label="A short text, read over and over",
                expect="The training loss falls on, validation turns and rises: it learns the text, not the language.",
                edits=(SetParam(id="text", name="samples", value=200), retrain(epochs=60)),
            ),
        ),
        ablation=Variant(
            label="Take the attention away",
            expect="Each letter is guessed from the one before it alone: a table of pairs, which makes no words.",
            block="layer",
            edits=(Bypass(id="attention"),),
        ),
        broken=Variant(
            label="Break it: let it see the future",
            expect=(
                "Every letter looks at the next one and copies it: the loss falls to nothing, accuracy is 100 %, "
                "but what it writes is nonsense, as there is no next letter to copy yet."
            ),
            block="layer",
            edits=(
                Disconnect(target="attention.input"),
                replace("attention", "MultiheadAttention", num_heads="=heads"),
                *(Connect(target=f"attention.{port}", source="norm1.output") for port in ("query", "key", "value")),
            ),
        ),
        baselines=(
            Baseline(
                "the grammar itself",
                "loss",
                value=0.40,
                why="Who knows the grammar and sees 32 letters is as surprised as that by each next one.",
            ),
        ),
        full_size=(
            FullSize(
                "GPT-2 XL", 1_557_611_200, "Radford et al., 2019: 48 layers of width 1,600", gpt(1600, 48, 25, 1024)
            ),
            FullSize(
                "GPT-3",
                174_604_259_328,
                'Brown et al., "Language Models are Few-Shot Learners", 2020, table 2.1',
                gpt(12_288, 96, 96, 2048),
            ),
        ),
    ),
    document=drawing(
        grid(
            [
                cell("text", "Characters", samples=4_000),
                cell("embed", "Embedding", num_embeddings=28, embedding_dim=32),
                cell("positions", "LearnedPositions", max_len=32),
                cell("layers", "Repeat", block="layer", times=2, width=32),
                cell("norm", "LayerNorm"),
            ],
            [
                cell("scores", "Linear", out_features=28),
                cell("per_letter", "Transpose", dim0=1, dim1=2),
                cell("loss", "CrossEntropyLoss"),
                cell("objective", "Objective", lr=0.01, schedule="OneCycleLR"),
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
            notes={
                "text": "Pieces of 32 letters of a small text, and the same pieces one letter on: what comes next.",
                "embed": "A vector of 32 numbers for each of the 28 letters.",
                "positions": "Adds a learned vector for each of the 32 places.",
                "layers": "Two layers that gather from the letters before and think. Open it.",
                "norm": "One size for all vectors before they are scored.",
                "scores": "A score for each letter, at each place: what comes next.",
                "per_letter": "The same in the order that the loss wants: letters second, places last.",
                "loss": "Cross-entropy in nats: how surprised it is by the next letter, at all 32 places at once.",
                "objective": "Adam; its rate rises first and falls then. The best weights on validation are kept.",
                "write": "Goes on from 8 letters: draws one by its score, adds it, and again.",
            },
        ),
        layer=LAYER,
        epochs=8,
        batch_size=64,
        settings={"monitor": "loss"},
    ),
)
