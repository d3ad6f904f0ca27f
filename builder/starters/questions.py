"""A network that answers questions by pointing at words of a text.

References:
    Rajpurkar, Zhang, Lopyrev and Liang, "SQuAD: 100,000+ Questions for Machine Comprehension of Text", 2016.
    Chen, Fisch, Weston and Bordes, "Reading Wikipedia to Answer Open-Domain Questions", 2017, for how it points.
"""

from builder.drawing.problems import AddNode, Connect, SetParam
from builder.kinds.lesson import Baseline, Lesson, Variant, replace
from builder.kinds.starter import Bar, Starter, cell, drawing, grid

WORDS, ASKED, TOLD = 47, 4, 24
"""How many words there are, and how long a question and a text are."""

SPAN = grid(
    [
        cell("begins", "Input"),
        cell("first", "ArgMax", dim=1),
        cell("opens", "OneHot", num_classes=TOLD),
        cell("begin", "ToFloat"),
        cell("turns", "Subtract"),
        cell("within", "Cumsum", dim=1),
    ],
    [
        cell("ends", "Input"),
        cell("last", "ArgMax", dim=1),
        cell("closes", "OneHot", num_classes=TOLD),
        cell("end", "ToFloat"),
        None,
        cell("inside", "Add"),
    ],
    [
        None,
        None,
        cell("words", "Input"),
        cell("y", "Output"),
        cell("kept", "Mask", value=0.0),
        cell("outside", "Compare", relation="less", value=0.5),
    ],
    wires={
        "first": "begins",
        "opens": "first",
        "last": "ends",
        "closes": "last",
        "begin": "opens",
        "end": "closes",
        "turns": "begin",
        "turns.other": "end",
        "within": "turns",
        "inside": "within",
        "inside.other": "end",
        "outside": "inside",
        "kept": "words",
        "kept.mask": "outside",
        "y": "kept",
    },
    notes={
        "first": "The place where the answer most likely begins.",
        "opens": "1 there, 0 elsewhere.",
        "last": "The place where it most likely ends.",
        "closes": "1 there, 0 elsewhere.",
        "turns": "1 where the answer begins, -1 where it ends; 0 where both are one word.",
        "begin": "The same as a real number, which can be added.",
        "end": "The same as a real number.",
        "within": "Added up from the left: 1 from the first word to the one before the last.",
        "inside": "With the last word: 1 at all words of the answer.",
        "outside": "All other words.",
        "kept": "The words of the answer; 0 in the place of all others.",
    },
)

STARTER = Starter(
    key="questions",
    order=346,
    chapter="sequences",
    system="qa",
    title="Questions about a text",
    summary="Reads a question and a short text, and points at the words of the text that answer it.",
    bars=(Bar("exact", 0.85, margin=0.05),),
    lesson=Lesson(
        paper='Rajpurkar et al., "SQuAD: 100,000+ Questions for Machine Comprehension of Text", 2016',
        teaches="To answer from a text is to find two places in it: where the answer begins and where it ends.",
        expect=(
            "For one or two epochs it finds what is asked for, but not whose: about one answer of three is right. "
            "Then, within one more, it points at the right person's, and after four nearly all are exact."
        ),
        tries=(
            Variant(
                label="Read in one direction only",
                expect=(
                    "It knows at each word only what stood before it. Here that is enough: person and verb come "
                    "before the answer."
                ),
                edits=(
                    SetParam(id="reader", name="bidirectional", value=False),
                    SetParam(id="reader", name="hidden_size", value=64),
                ),
            ),
            Variant(
                label="Ask with the last word of the text",
                expect=(
                    "What was asked must be carried over the whole text in one vector. It takes twice as many epochs, "
                    "and some more answers are wrong: 94 of 100 are right."
                ),
                edits=(SetParam(id="asked", name="index", value=ASKED + TOLD - 1),),
            ),
            Variant(
                label="A quarter of the texts",
                expect=(
                    "As many epochs are a quarter of the steps. It finds what is asked for, but often of the wrong "
                    "person: 61 of 100 are right."
                ),
                edits=(SetParam(id="questions", name="samples", value=700),),
            ),
        ),
        ablation=Variant(
            label="Read each word by itself",
            expect=(
                "No word knows of another one. The verb of the question still tells what kind of word answers it, not "
                "whose: about 36 of 100 are right."
            ),
            edits=(replace("reader", "Linear", out_features=64),),
        ),
        broken=Variant(
            label="Break it: hide the question",
            expect=(
                "The first words of the text stand in the question's place. One of four facts is asked for and it "
                "can't know which: 21 of 100 are right, a little under one in four."
            ),
            edits=(
                AddNode(id="cut", type="Slice", params={"dim": 1, "start": 0, "end": ASKED}, position=(0.0, 230.0)),
                Connect(target="cut.input", source="questions.context"),
                Connect(target="both.input1", source="cut.output"),
            ),
        ),
        baselines=(
            Baseline(
                "the right topic, either person",
                "exact",
                value=0.547,
                why="Each topic is told of two persons, and in one text of eleven in the same words.",
            ),
        ),
    ),
    document=drawing(
        grid(
            [
                cell("questions", "Questions", samples=2_800),
                cell("both", "Concatenate", dim=1, inputs=2),
                cell("embed", "Embedding", num_embeddings=WORDS, embedding_dim=32),
                cell("reader", "GRU", hidden_size=32, bidirectional=True),
                cell("asked", "Select", dim=1, index=ASKED - 1),
                cell("text", "Slice", dim=1, start=ASKED, end=ASKED + TOLD),
            ],
            [
                None,
                None,
                None,
                cell("first", "Linear", out_features=64),
                cell("last", "Linear", out_features=64),
            ],
            [
                cell("objective", "Objective", lr=0.01, schedule="OneCycleLR", max_norm=1.0),
                cell("loss", "AddLosses", inputs=2),
                None,
                cell("begins", "Einsum", equation="nd,ntd->nt"),
                cell("ends", "Einsum", equation="nd,ntd->nt"),
                cell("said", "Block", block="span"),
            ],
            [
                None,
                None,
                cell("start_loss", "CrossEntropyLoss"),
                cell("end_loss", "CrossEntropyLoss"),
                cell("exact", "SequenceExactMatch", padding=0),
                cell("answer", "Output"),
            ],
            wires={
                "both.input1": "questions.question",
                "both.input2": "questions.context",
                "embed": "both",
                "reader": "embed",
                "asked": "reader",
                "text": "reader",
                "first": "asked",
                "last": "asked",
                "begins": "first",
                "begins.other": "text",
                "ends": "last",
                "ends.other": "text",
                "start_loss": "begins",
                "start_loss.target": "questions.start",
                "end_loss": "ends",
                "end_loss.target": "questions.end",
                "loss.loss1": "start_loss.loss",
                "loss.loss2": "end_loss.loss",
                "objective.loss": "loss.loss",
                "said.begins": "begins",
                "said.ends": "ends",
                "said.words": "questions.context",
                "exact": "said.y",
                "exact.target": "questions.answer",
                "answer": "said.y",
            },
            notes={
                "questions": "Texts such as: anna lives in north oslo . ben likes soup . and: where does anna live.",
                "both": "Question and text in one row of 28 words.",
                "embed": "A vector of 32 numbers for each of the 47 words.",
                "reader": "Reads from both ends: h_i, of 2 x 32 numbers, knows word i and what stands around it.",
                "asked": "q: the state at the last word of the question, which knows who and what is asked for.",
                "text": "h_i of the 24 words of the text: only they can be answers.",
                "first": "W_s q: what the first word of the answer should look like.",
                "last": "W_e q: what its last word should look like.",
                "begins": "h_i W_s q: how well the answer begins at word i.",
                "ends": "h_i W_e q: how well it ends there.",
                "start_loss": "How surprised it is by the true first word; a softmax runs over the places.",
                "end_loss": "The same for the last word.",
                "loss": "Both together.",
                "said": "All words from where the answer most likely begins to where it most likely ends. Open it.",
                "exact": "Exact match: the share of answers that are right to the word.",
                "objective": "Adam; its rate rises first and falls then. Long gradients are cut to length 1.",
            },
        ),
        span=SPAN,
        epochs=8,
        batch_size=64,
    ),
)
