"""Questions about pictures: language steers what is looked for in a picture.

Reference: Perez, Strub, de Vries, Dumoulin and Courville, "FiLM: Visual Reasoning with a General Conditioning Layer",
2018.
"""

from builder.drawing.problems import Connect, SetParam
from builder.kinds.lesson import Baseline, Lesson, Variant, retrain
from builder.kinds.starter import Bar, Starter, cell, drawing, grid, line

EYES = line(
    cell("edges", "Conv2d", out_channels=32, kernel_size=4, stride=2, padding=1),
    cell("norm1", "BatchNorm2d"),
    cell("relu1", "ReLU"),
    cell("parts", "Conv2d", out_channels=32, kernel_size=4, stride=2, padding=1),
    cell("norm2", "BatchNorm2d"),
    cell("relu2", "ReLU"),
    cell("things", "Conv2d", out_channels=32, kernel_size=3, padding=1),
    cell("norm3", "BatchNorm2d"),
    cell("relu3", "ReLU"),
    into="image",
    out="maps",
    notes={
        "edges": "32 filters of 4 by 4 pixels: colours and edges. 32 x 32 pixels become 16 x 16 places.",
        "norm1": "Brings each map to mean 0 and deviation 1 over the batch.",
        "parts": "What edges make: corners, arcs. 8 x 8 places.",
        "norm2": "As norm1.",
        "things": "What parts make: a place knows the shape around it.",
        "norm3": "As norm1.",
    },
)

FILM = grid(
    [cell("maps", "Input"), cell("mix", "Conv2d", out_channels=32, kernel_size=1), cell("scaled", "Multiply")],
    [
        cell("words", "Input"),
        cell("gamma", "Linear", out_features=32),
        cell("gammas", "Unflatten", unflattened_size=(32, 1, 1)),
    ],
    [None, cell("beta", "Linear", out_features=32), cell("betas", "Unflatten", unflattened_size=(32, 1, 1))],
    [None, None, cell("steered", "Add"), cell("relu", "ReLU"), cell("found", "Output")],
    wires={
        "mix": "maps",
        "scaled": "mix",
        "scaled.other": "gammas",
        "gamma": "words",
        "gammas": "gamma",
        "beta": "words",
        "betas": "beta",
        "steered": "scaled",
        "steered.other": "betas",
        "relu": "steered",
        "found": "relu",
    },
    notes={
        "mix": "Each place by itself: 32 new maps of the 32 that there are.",
        "gamma": "γ: what the question says of each map, more of it or less.",
        "gammas": "One number a map, the same at each place.",
        "beta": "β: the threshold that the question sets for each map.",
        "betas": "One number a map, the same at each place.",
        "scaled": "γ · map: what is asked for is turned up, all else down.",
    },
)

STARTER = Starter(
    key="picture-questions",
    order=395,
    chapter="sequences",
    system="multimodal",
    title="Questions about pictures",
    summary="How many circles? Which shape is blue? Words steer what is looked for in a picture.",
    bars=(Bar("accuracy", 0.9, margin=0.03),),
    lesson=Lesson(
        paper='Perez and others, "FiLM: Visual Reasoning with a General Conditioning Layer", AAAI 2018',
        teaches="A question can turn a network's filters up and down, so that one pair of eyes answers many questions.",
        expect=(
            "For some epochs it only learns which answers fit a question (a number after how many), near 50 %. "
            "Then colours, shapes and counts fall into place, and it passes 90 %."
        ),
        tries=(
            Variant(
                label="Half of the pictures",
                expect="Fewer combinations are seen, and more are guessed: some points less on what it has not seen.",
                edits=(SetParam(id="pictures", name="samples", value=4_200),),
            ),
            Variant(
                label="Hear the first word only",
                expect="It knows that a number is wanted, or a colour, but not of what.",
                edits=(SetParam(id="question", name="index", value=0),),
            ),
            Variant(
                label="Ten epochs",
                expect="It stops while it still learns what belongs to what.",
                edits=(retrain(epochs=10),),
            ),
        ),
        ablation=Variant(
            label="Do not let words steer",
            expect="Picture and question meet only behind the mean: some points less, after more epochs.",
            edits=(Connect(target="looked.input", source="eyes.maps"),),
        ),
        broken=Variant(
            label="Break it: close the eyes",
            expect="From the question alone it can only say what is most frequent: the prejudice that is in the data.",
            edits=(Connect(target="both.input1", source="question.output"),),
        ),
        baselines=(Baseline("most frequent answer", "accuracy", method="chance"),),
    ),
    document=drawing(
        grid(
            [
                cell("pictures", "PictureQuestions", samples=8_400),
                cell("eyes", "Block", block="eyes"),
                cell("film", "Block", block="film"),
                cell("looked", "Mean", dim=(2, 3)),
                cell("both", "Concatenate"),
                cell("hidden", "Linear", out_features=64),
            ],
            [
                cell("words", "Embedding", num_embeddings=24, embedding_dim=32),
                cell("reader", "GRU", hidden_size=32),
                cell("question", "Select", dim=1, index=-1),
                cell("relu", "ReLU"),
                cell("scores", "Linear", out_features=13),
                cell("loss", "CrossEntropyLoss"),
                cell("objective", "Objective", lr=0.006, schedule="OneCycleLR"),
            ],
            [None, None, None, None, cell("accuracy", "Accuracy"), cell("answer", "Output")],
            wires={
                "eyes.image": "pictures.image",
                "words": "pictures.question",
                "reader": "words",
                "question": "reader",
                "film.maps": "eyes.maps",
                "film.words": "question",
                "looked": "film.found",
                "both.input1": "looked",
                "both.input2": "question",
                "hidden": "both",
                "relu": "hidden",
                "scores": "relu",
                "loss": "scores",
                "loss.target": "pictures.answer",
                "accuracy": "scores",
                "accuracy.target": "pictures.answer",
                "answer": "scores",
                "objective.loss": "loss.loss",
            },
            notes={
                "pictures": "A picture x, a question q of up to five words, and the answer in one word, of thirteen.",
                "eyes": "A convolutional network: what is at each of 8 x 8 places, in 32 maps.",
                "words": "Each word as 32 numbers, which are learned.",
                "reader": "A gated recurrent unit reads word after word.",
                "question": "What it remembers after the last word: the question as 32 numbers.",
                "film": "Feature-wise linear modulation: each map times γ(q), plus β(q). Words steer the eyes.",
                "looked": "The mean of each map over all places: how much of it there is. So it can count.",
                "both": "What was found beside what was asked.",
                "hidden": "Weighs both.",
                "scores": "A score for each of thirteen answers.",
                "loss": "Cross-entropy: how surprised it is by the right answer.",
                "objective": "Adam, whose rate rises at first and then falls to nothing (OneCycle).",
            },
        ),
        epochs=22,
        batch_size=48,
        eyes=EYES,
        film=FILM,
    ),
)
