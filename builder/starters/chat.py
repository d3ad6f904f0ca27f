"""A small GPT that first reads a text and then learns, from a few questions and answers, to be asked about it.

Reference: Ouyang et al., "Training language models to follow instructions with human feedback", 2022, whose first step
it is.
"""

from builder.drawing.document import Stage
from builder.drawing.problems import SetParam
from builder.kinds.lesson import Baseline, Lesson, Variant, retrain
from builder.kinds.starter import Bar, Starter, cell, drawing, grid
from builder.starters.tiny_gpt import LAYER

WORDS, FULL_STOP = 105, 87
"""How many words there are, and the place of the one that ends an answer."""

GPT = grid(
    [
        cell("x", "Input"),
        cell("embed", "Embedding", num_embeddings=WORDS, embedding_dim=64),
        cell("positions", "LearnedPositions", max_len=21),
    ],
    [
        cell("layers", "Repeat", block="layer", times=2, width=64, heads=4),
        cell("norm", "LayerNorm"),
        cell("to_words", "Linear", out_features=WORDS),
        cell("scores", "Output"),
    ],
    wires={
        "embed": "x",
        "positions": "embed",
        "layers.x": "positions",
        "norm": "layers.y",
        "to_words": "norm",
        "scores": "to_words",
    },
    notes={
        "embed": "A vector of 64 numbers for each of the 105 words.",
        "positions": "Adds a learned vector for each of the 21 places.",
        "layers": "Two layers that gather from the words before and think. What it knows is in their weights.",
        "norm": "One size for all vectors before they are scored.",
        "to_words": "A score for each word, at each place: what comes next.",
    },
)

PRETRAIN = Stage(name="Pre-train", epochs=5, objectives=("pretrain",))
TUNE = Stage(name="Fine-tune", epochs=15, objectives=("tune",), batch_size=16)

STARTER = Starter(
    key="chat",
    order=385,
    chapter="sequences",
    system="chat",
    title="Chat",
    summary="Reads a text about 48 persons; then some questions and answers teach it to be asked.",
    bars=(Bar("exact", 0.8, margin=0.05),),
    lesson=Lesson(
        paper='Ouyang et al., "Training language models to follow instructions with human feedback", 2022',
        teaches="What a chat knows it read before; questions and answers only teach it to speak when it is asked.",
        expect=(
            "First the text loss falls to about 0.4 nats a word, and the network knows 192 "
            "facts. Then 200 questions teach it to answer, and it ends with 19 right of 20 "
            "that nobody asked it before."
        ),
        tries=(
            Variant(
                label="Only read, never tune",
                expect=(
                    "It knows as much, but goes on as if the question were a piece of text: name the "
                    "home of ed is lima. Of 60 questions it answers none."
                ),
                edits=(retrain(epochs=PRETRAIN.epochs, stages=(PRETRAIN,)),),
            ),
            Variant(
                label="Twenty questions instead of 200",
                expect="Too few to learn how an answer is made: 6 % are right.",
                edits=(SetParam(id="chat", name="only_first", value=20),),
            ),
            Variant(
                label="Read a tenth of the text",
                expect=(
                    "It has met each fact a few times only: it answers in good English and makes up what it says, 11 %."
                ),
                edits=(SetParam(id="text", name="samples", value=400),),
            ),
        ),
        ablation=Variant(
            label="Take the pre-training away",
            expect=("It learns how answers sound, but what it was never asked it can't know: 12 %, as by guessing."),
            edits=(retrain(epochs=TUNE.epochs, stages=(TUNE,)),),
        ),
        broken=Variant(
            label="Break it: fine-tune thirty times too fast",
            expect="Large steps wipe out what it had read, and how to speak as well: 2 %.",
            edits=(SetParam(id="tune", name="lr", value=0.1),),
        ),
        baselines=(
            Baseline(
                "guessing what it is",
                "exact",
                value=1 / 8,
                why="There are eight homes, eight foods, eight pets and eight games, each as likely.",
            ),
        ),
    ),
    document=drawing(
        grid(
            [
                cell("text", "SmallTalk", samples=4_000),
                cell("gpt", "Block", block="gpt"),
                cell("per_word", "Transpose", dim0=1, dim1=2),
                cell("text_loss", "CrossEntropyLoss"),
                cell("pretrain", "Objective", lr=0.005, schedule="OneCycleLR", over="gpt"),
            ],
            [
                cell("chat", "SmallTalk", kind="questions", samples=576, only_first=200),
                cell("again", "Share", of="gpt"),
                cell("per_answer", "Transpose", dim0=1, dim1=2),
                cell("loss", "CrossEntropyLoss"),
                cell("tune", "Objective", lr=0.003, schedule="OneCycleLR", over="gpt"),
            ],
            [
                None,
                cell("answer", "Output"),
                cell("reply", "GenerateTokens", kept=5, length=6, stop=FULL_STOP, pick="greedy"),
                cell("said", "Slice", dim=1, start=5, end=11),
                cell("exact", "SequenceExactMatch", stop=FULL_STOP),
            ],
            wires={
                "gpt.x": "text.tokens",
                "per_word": "gpt.scores",
                "text_loss": "per_word",
                "text_loss.target": "text.next",
                "pretrain.loss": "text_loss.loss",
                "again.x": "chat.tokens",
                "per_answer": "again.scores",
                "loss": "per_answer",
                "loss.target": "chat.next",
                "tune.loss": "loss.loss",
                "answer": "again.scores",
                "reply.scores": "again.scores",
                "reply.into": "chat.tokens",
                "said": "reply",
                "exact": "said",
                "exact.target": "chat.next",
            },
            notes={
                "text": "4,000 pieces of a text that says of 48 persons where they live, what they eat, keep and play.",
                "gpt": "The network: it says the next word from those before it. Open it.",
                "per_word": "The scores in the order that the loss wants: words second, places last.",
                "text_loss": "Cross-entropy in nats: how surprised it is by the next word of the text.",
                "pretrain": "The first stage: it learns to go on with the text. There are no questions in it.",
                "chat": "200 questions and answers about the same persons. None of them asks what the test asks.",
                "again": "The same network with the same weights, on questions.",
                "per_answer": "The scores in the order that the loss wants.",
                "loss": "Cross-entropy on the words of the answer alone: those of the question are not asked for.",
                "tune": "The second stage, fine-tuning, by smaller steps, so that what it knows is not wiped out.",
                "reply": "Takes the five words of a question and writes the likeliest next word until the full stop.",
                "said": "What it wrote, without the question.",
                "exact": "How many of the questions that it never saw it answers without a wrong word.",
            },
        ),
        gpt=GPT,
        layer=LAYER,
        epochs=5 + 15,
        batch_size=32,
        stages=(PRETRAIN, TUNE),
        settings={"decoded": 400},
    ),
)
