"""A small BERT that fills in hidden letters, with the embedding's weights again at the end.

Reference: Devlin, Chang, Lee and Toutanova, "BERT: Pre-training of Deep Bidirectional Transformers for Language
Understanding", 2019.
"""

from builder.drawing.document import Document
from builder.drawing.problems import AddNode, Connect, SetParam
from builder.kinds.lesson import Baseline, Bypass, FullSize, Lesson, Variant, replace
from builder.kinds.starter import Bar, Starter, cell, drawing, grid


def large() -> Document:
    """BERT-large with its pooler; it is trained to say what stands at each place, and answers with the pooler."""
    table = {"embedding_dim": 1024}
    main = grid(
        [
            cell("text", "RandomIntegers", high=30_522, shape=512),
            cell("embed", "Embedding", num_embeddings=30_522, **table),
            cell("sum", "Add"),
            cell("positions", "LearnedPositions", max_len=512),
            cell("norm", "LayerNorm", eps=1e-12),
            cell(
                "layers",
                "TransformerEncoder",
                num_layers=24,
                nhead=16,
                dim_feedforward=4096,
                activation="gelu",
                layer_norm_eps=1e-12,
            ),
        ],
        [
            cell("part", "RandomIntegers", high=2, shape=512),
            cell("segments", "Embedding", num_embeddings=2, **table),
            None,
            None,
            cell("first", "Select", dim=1, index=0),
            cell("pooler", "Linear", out_features=1024),
            cell("tanh", "Tanh"),
            cell("answer", "Output"),
        ],
        [
            cell("hidden", "RandomIntegers", high=30_522, shape=512),
            None,
            None,
            cell("objective", "Objective", lr=0.0001),
            cell("loss", "CrossEntropyLoss"),
            cell("per_token", "Transpose", dim0=1, dim1=2),
            cell("scores", "TiedLinear", of="embed"),
        ],
        wires={
            "embed": "text.integers",
            "segments": "part.integers",
            "sum": "embed",
            "sum.other": "segments",
            "positions": "sum",
            "norm": "positions",
            "layers.src": "norm",
            "first": "layers",
            "pooler": "first",
            "tanh": "pooler",
            "answer": "tanh",
            "scores": "layers",
            "per_token": "scores",
            "loss": "per_token",
            "loss.target": "hidden.integers",
            "objective.loss": "loss.loss",
        },
    )
    return drawing(main, epochs=1, batch_size=8)


STARTER = Starter(
    key="tiny-bert",
    order=340,
    chapter="sequences",
    system="bert",
    title="Tiny BERT",
    summary="Two transformer layers fill in hidden letters from both sides; one set of weights reads and writes.",
    bars=(Bar("accuracy", 0.6, margin=0.05),),
    lesson=Lesson(
        paper='Devlin et al., "BERT: Pre-training of Deep Bidirectional Transformers", 2019',
        teaches="To fill in what is hidden, a network must know what can stand there, from both sides.",
        expect=(
            "For seven epochs it says a space wherever a letter is hidden, and one of five is right. Slowly it begins "
            "to see what stands on both sides, and at the end about 6 of 10 hidden letters are right."
        ),
        tries=(
            Variant(
                label="A single layer",
                expect="It looks once, not twice. In this small text that is enough, and learned sooner: 67 of 100.",
                edits=(SetParam(id="layers", name="num_layers", value=1),),
            ),
            Variant(
                label="Score with weights of their own",
                expect="A table for reading and another one for writing: 65 of 100 are right, with 957 weights more.",
                edits=(replace("scores", "Linear", out_features=29),),
            ),
            Variant(
                label="Take the positions away",
                expect="It knows which letters there are, not where: 26 of 100 are right, and a space alone is 20.",
                edits=(Bypass(id="positions"),),
            ),
        ),
        ablation=Variant(
            label="Look to the left only",
            expect="What stands to the right is out of sight: 58 hidden letters of 100 are right instead of 63.",
            edits=(
                AddNode(id="future", type="CausalMask", position=(500.0, 230.0)),
                Connect(target="future.input", source="norm.output"),
                Connect(target="layers.mask", source="future.output"),
            ),
        ),
        broken=Variant(
            label="Break it: ask for what it sees",
            expect=(
                "The loss asks for the letters as they stand in the text, hidden ones as hidden. It learns to copy: "
                "the loss falls to nothing, and no hidden letter is right."
            ),
            edits=(Connect(target="loss.target", source="text.tokens"),),
        ),
        baselines=(Baseline("always a space", "accuracy", value=0.2, why="About one letter of five is a space."),),
        full_size=(
            FullSize(
                "BERT-large", 335_141_888, "Devlin et al., 2019: 24 layers of width 1,024, with the pooler", large()
            ),
        ),
    ),
    document=drawing(
        grid(
            [
                cell("text", "MaskedCharacters"),
                cell("embed", "Embedding", num_embeddings=29, embedding_dim=32),
                cell("positions", "SinusoidalPositions"),
                cell("norm", "LayerNorm"),
                cell(
                    "layers",
                    "TransformerEncoder",
                    num_layers=2,
                    nhead=4,
                    dim_feedforward=128,
                    dropout=0.1,
                    activation="gelu",
                ),
            ],
            [
                cell("quiet", "Scale", factor=0.18),
                cell("scores", "TiedLinear", of="embed"),
                cell("per_letter", "Transpose", dim0=1, dim1=2),
                cell("loss", "CrossEntropyLoss"),
                cell("objective", "Objective", lr=0.005),
            ],
            [None, None, cell("answer", "Output"), cell("accuracy", "Accuracy"), cell("fill", "FillMasks", mask=28)],
            wires={
                "embed": "text.tokens",
                "positions": "embed",
                "norm": "positions",
                "layers.src": "norm",
                "quiet": "layers",
                "scores": "quiet",
                "answer": "scores",
                "fill.scores": "scores",
                "fill.into": "text.tokens",
                "per_letter": "scores",
                "loss": "per_letter",
                "loss.target": "text.target",
                "accuracy": "per_letter",
                "accuracy.target": "text.target",
                "objective.loss": "loss.loss",
            },
            notes={
                "text": "Pieces of 32 letters; 15 % are hidden behind a sign of their own, [MASK].",
                "embed": "A vector of 32 numbers for each of the 28 letters and for the sign.",
                "positions": "Adds waves that differ from place to place.",
                "norm": "Each vector is brought to mean 0 and spread 1.",
                "layers": "Two transformer layers; each letter looks at all others, on both sides (bidirectional).",
                "quiet": "Makes the vectors smaller (1 / sqrt(32)), so that the first scores are not too sure.",
                "scores": "How well each letter's own vector of embed fits: one table reads and writes.",
                "per_letter": "The same in the order that the loss wants: letters second, places last.",
                "loss": "Cross-entropy over the hidden letters alone; -100 leaves out the others.",
                "objective": "Adam.",
                "fill": "Fills in what is hidden, the surest letters first.",
            },
        ),
        epochs=40,
        batch_size=32,
    ),
)
