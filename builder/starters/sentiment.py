"""A small BERT that first fills in hidden words of reviews, and then learns from 100 labels which ones praise.

References: Devlin, Chang, Lee and Toutanova, "BERT: Pre-training of Deep Bidirectional Transformers for Language
Understanding", 2019; Hatzivassiloglou and McKeown, "Predicting the Semantic Orientation of Adjectives", 1997.
"""

from builder.drawing.document import Stage
from builder.drawing.problems import SetParam
from builder.kinds.lesson import Baseline, Bypass, Lesson, Variant, retrain
from builder.kinds.starter import Bar, Starter, cell, drawing, grid
from builder.starters.parts.hiding import HIDING_NOTES, hiding_wires

WORDS = 95
"""So many words there are; the number after theirs stands for a hidden one."""

ENCODER = grid(
    [
        cell("x", "Input"),
        cell("embed", "Embedding", num_embeddings=WORDS + 1, embedding_dim=64),
        cell("positions", "SinusoidalPositions"),
        cell("norm", "LayerNorm"),
    ],
    [
        cell(
            "layers",
            "TransformerEncoder",
            num_layers=1,
            nhead=4,
            dim_feedforward=64,
            dropout=0.0,
            activation="gelu",
            norm_first=True,
        ),
        cell("y", "Output"),
    ],
    wires={"embed": "x", "positions": "embed", "norm": "positions", "layers.src": "norm", "y": "layers"},
    notes={
        "embed": "A vector of 64 numbers for each word, and one for a hidden word: praise and blame part here.",
        "positions": "Adds waves that differ from place to place.",
        "norm": "Each vector is brought to mean 0 and spread 1.",
        "layers": "A transformer layer: each word looks at all others, before and after it (bidirectional).",
    },
)

TUNE = Stage(name="Fine-tune", epochs=30, objectives=("tune",), batch_size=10)

STARTER = Starter(
    key="sentiment",
    order=344,
    chapter="sequences",
    system="bert",
    title="Sentiment from 100 labels",
    summary="Fills in hidden words of reviews that nobody labelled; then 100 labels tell it what praises and blames.",
    bars=(Bar("accuracy", 0.9, margin=0.04),),
    lesson=Lesson(
        paper='Devlin et al., "BERT: Pre-training of Deep Bidirectional Transformers", 2019',
        teaches="Text without labels sorts words by the company they keep; a few labels then name what was found.",
        expect=(
            "In the first stage it fills in hidden words of 3,500 reviews without labels, and slowly finds which words "
            "are of a kind from those beside them, such as luckily or hated. Then 100 labelled verdicts without such "
            "words suffice: 94 of 100 others are right, 87 to 95 by the seed. Watch which word attends to which, and "
            "how the reviews part at whole."
        ),
        tries=(
            Variant(
                label="Twenty labels",
                expect="Too few to tell the two kinds apart in what was read: 57 of 100 are right.",
                edits=(SetParam(id="few", name="only_first", value=20),),
            ),
            Variant(
                label="Pre-train for ten epochs",
                expect="The two kinds of words have not parted yet, and the labels find little: 67 of 100 are right.",
                edits=(retrain(stages=(Stage(name="Pre-train", epochs=10, objectives=("pretrain",)), TUNE)),),
            ),
            Variant(
                label="Take the positions away",
                expect="Which opinion comes last, and which one a not turns, can't be told: 82 of 100 are right.",
                block="encoder",
                edits=(Bypass(id="positions"),),
            ),
        ),
        ablation=Variant(
            label="Take the pre-training away",
            expect=(
                "The same 100 labels from a random start, for as many epochs: 65 of 100 are right where "
                "it was 95, and with no seed over 71 of the test."
            ),
            edits=(retrain(stages=(TUNE,)),),
        ),
        broken=Variant(
            label="Break it: hide every word",
            expect=(
                "With nothing left to see it learns only how frequent words are at each place: then 58 of "
                "100 are right."
            ),
            edits=(SetParam(id="hidden", name="value", value=1.0),),
        ),
        baselines=(
            Baseline(
                "naive Bayes",
                "accuracy",
                value=0.7,
                why="As counted in the 100 labelled verdicts: each word is there two or three times, or never.",
            ),
        ),
    ),
    document=drawing(
        grid(
            [
                cell("reviews", "Reviews", samples=4_900),
                cell("shown", "Mask", value=float(WORDS)),
                cell("reader", "Block", block="encoder"),
                cell("words", "Linear", out_features=WORDS),
                cell("per_word", "Transpose", dim0=1, dim1=2),
                cell("filled_in", "CrossEntropyLoss"),
                cell("pretrain", "Objective", lr=0.005, over="reader, words"),
            ],
            [
                cell("chance", "Noise", shape=16, kind="uniform"),
                cell("hidden", "Compare", relation="less", value=0.2),
                cell("told", "LogicalNot"),
                cell("wanted", "Mask", value=-100.0),
                cell("guess", "FillMasks", mask=WORDS),
                cell("right_words", "Accuracy"),
            ],
            [
                cell("few", "Reviews", samples=2_100, kind="plain", only_first=100),
                cell("again", "Share", of="reader"),
                cell("whole", "Mean", dim=1),
                cell("scores", "Linear", out_features=2),
                cell("loss", "CrossEntropyLoss"),
                cell("accuracy", "Accuracy"),
                cell("tune", "Objective", lr=0.001, schedule="OneCycleLR", over="reader, scores"),
                cell("answer", "Output"),
            ],
            wires={
                **hiding_wires("reviews"),
                "again.x": "few.tokens",
                "whole": "again.y",
                "scores": "whole",
                "loss": "scores",
                "loss.target": "few.label",
                "accuracy": "scores",
                "accuracy.target": "few.label",
                "answer": "scores",
                "tune.loss": "loss.loss",
            },
            notes={
                "reviews": "Reviews such as: sadly the soup was dull but i loved the great tea. No label is used.",
                "shown": "The review with the hidden words replaced by the sign for it, [MASK].",
                **HIDING_NOTES,
                "few": "100 plain verdicts, such as: the tea was great. Each says whether it praises.",
                "again": "The same reader with the same weights, now for another task.",
                "whole": "One vector for the whole review: the mean over its places. (The paper adds a first one.)",
                "scores": "A score for blame and one for praise: all that is new in stage 2.",
                "loss": "Cross-entropy between the scores and the label.",
                "tune": "Stage 2 trains reader and scores at a small rate.",
            },
        ),
        encoder=ENCODER,
        epochs=28 + 30,
        batch_size=64,
        stages=(
            Stage(name="Pre-train", epochs=28, objectives=("pretrain",)),
            TUNE,
        ),
    ),
)
