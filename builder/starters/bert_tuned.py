"""A small BERT that first fills in hidden words, and then learns from 200 sentences who and what is named in one.

Reference: Devlin, Chang, Lee and Toutanova, "BERT: Pre-training of Deep Bidirectional Transformers for Language
Understanding", 2019.
"""

from builder.drawing.document import Stage
from builder.drawing.problems import SetParam
from builder.kinds.lesson import Baseline, Bypass, Lesson, Variant, retrain
from builder.kinds.starter import Bar, Starter, cell, drawing, grid
from builder.starters.parts.hiding import HIDING_NOTES, hiding_wires

WORDS = 50
"""So many words there are; the number after theirs stands for a hidden one."""

ENCODER = grid(
    [
        cell("x", "Input"),
        cell("embed", "Embedding", num_embeddings=WORDS + 1, embedding_dim=32),
        cell("positions", "SinusoidalPositions"),
        cell("norm", "LayerNorm"),
    ],
    [
        cell("layers", "TransformerEncoder", num_layers=2, nhead=4, dim_feedforward=64, dropout=0.1, activation="gelu"),
        cell("y", "Output"),
    ],
    wires={"embed": "x", "positions": "embed", "norm": "positions", "layers.src": "norm", "y": "layers"},
    notes={
        "embed": "A vector of 32 numbers for each word, and one for a hidden word.",
        "positions": "Adds waves that differ from place to place.",
        "norm": "Each vector is brought to mean 0 and spread 1.",
        "layers": "Two transformer layers: each word looks at all others, before and after it (bidirectional).",
    },
)

TUNE = Stage(name="Fine-tune", epochs=30, objectives=("tune",), batch_size=10)

STARTER = Starter(
    key="bert-tuned",
    order=342,
    chapter="sequences",
    system="bert",
    title="BERT, pre-trained and fine-tuned",
    summary="Fills in hidden words of many sentences; then 200 of them teach it names of persons, places and firms.",
    bars=(Bar("found", 0.9, margin=0.05),),
    lesson=Lesson(
        paper='Devlin et al., "BERT: Pre-training of Deep Bidirectional Transformers", 2019',
        teaches="What a network learns from text without labels makes a few labels go far.",
        expect=(
            "In the first stage it learns to fill in hidden words of three thousand sentences that nobody labelled: 3 "
            "of 4 are right at last. Then 200 labelled sentences suffice to find names and to tell persons, "
            "places and firms apart: F1 is 0.91 to 0.97, by the seed."
        ),
        tries=(
            Variant(
                label="A hundred labelled sentences",
                expect=(
                    "It sees less of what is to be found: F1 is 0.97 with this seed, and came down to 0.81 with others."
                ),
                edits=(SetParam(id="few", name="only_first", value=100),),
            ),
            Variant(
                label="Pre-train for five epochs",
                expect="It has learned less of the language when the labels come: F1 is 0.96, not 0.98.",
                edits=(retrain(stages=(Stage(name="Pre-train", epochs=5, objectives=("pretrain",)), TUNE)),),
            ),
            Variant(
                label="Take the positions away",
                expect="A bag of words: whose name goes on where can't be told, nor who works for whom. F1 is 0.63.",
                block="encoder",
                edits=(Bypass(id="positions"),),
            ),
        ),
        ablation=Variant(
            label="Take the pre-training away",
            expect="The same 200 sentences from a random start, for as many epochs: F1 is 0.88 where it was 0.98.",
            edits=(retrain(stages=(TUNE,)),),
        ),
        broken=Variant(
            label="Break it: only scores learn, on an untrained reader",
            expect=(
                "The second stage trains the scores alone, on a reader that is left as it was before its first word: "
                "nothing in it bends to the task. F1 is 0.34."
            ),
            edits=(
                SetParam(id="tune", name="over", value="scores"),
                retrain(stages=(TUNE,)),
            ),
        ),
        baselines=(
            Baseline(
                "each word's most frequent tag",
                "found",
                value=0.4,
                why="As counted in the 200 sentences; names that may be anybody's are told by other words alone.",
            ),
        ),
    ),
    document=drawing(
        grid(
            [
                cell("sentences", "Entities", samples=4_200),
                cell("shown", "Mask", value=float(WORDS)),
                cell("reader", "Block", block="encoder"),
                cell("words", "Linear", out_features=WORDS),
                cell("per_word", "Transpose", dim0=1, dim1=2),
                cell("filled_in", "CrossEntropyLoss"),
                cell("pretrain", "Objective", lr=0.003, over="reader, words"),
            ],
            [
                cell("chance", "Noise", shape=14, kind="uniform"),
                cell("hidden", "Compare", relation="less", value=0.2),
                cell("told", "LogicalNot"),
                cell("wanted", "Mask", value=-100.0),
                cell("guess", "FillMasks", mask=WORDS),
                cell("right_words", "Accuracy"),
            ],
            [
                cell("few", "Entities", samples=4_200, only_first=200),
                cell("again", "Share", of="reader"),
                cell("scores", "Linear", out_features=7),
                cell("tags", "Transpose", dim0=1, dim1=2),
                cell("loss", "CrossEntropyLoss"),
                cell("accuracy", "Accuracy"),
                cell("tune", "Objective", lr=0.003, schedule="OneCycleLR", over="reader, scores"),
                cell("answer", "Output"),
            ],
            [None, None, None, cell("said", "ArgMax", dim=-1), cell("found", "EntityF1")],
            wires={
                **hiding_wires("sentences"),
                "again.x": "few.tokens",
                "scores": "again.y",
                "tags": "scores",
                "loss": "tags",
                "loss.target": "few.tags",
                "accuracy": "tags",
                "accuracy.target": "few.tags",
                "answer": "tags",
                "tune.loss": "loss.loss",
                "said": "scores",
                "found": "said",
                "found.target": "few.tags",
            },
            notes={
                "sentences": "Sentences such as: anna ford of jordan motors flew to paris. Without their tags.",
                "shown": "The sentence with the hidden words replaced by the sign for it, [MASK].",
                **HIDING_NOTES,
                "few": "200 sentences with a tag for each word: B-PER begins a person, I-PER goes on, O is none.",
                "again": "The same reader with the same weights, now for another task.",
                "scores": "A score for each of the seven tags, at each word: all that is new in stage 2.",
                "tags": "The same in the order that the loss wants: tags second, places last.",
                "loss": "Cross-entropy over all words of a sentence.",
                "tune": "Stage 2 trains reader and scores at a small rate.",
                "said": "The likeliest tag of each word.",
                "found": "F1 over whole names: found and right, from their first word to their last.",
            },
        ),
        encoder=ENCODER,
        epochs=15 + 30,
        batch_size=32,
        stages=(
            Stage(name="Pre-train", epochs=15, objectives=("pretrain",)),
            TUNE,
        ),
    ),
)
