"""A small music transformer: it writes tunes in a key, whose theme comes back, and plays them.

Reference: Huang et al., "Music Transformer: Generating Music with Long-Term Structure", 2019.
"""

from builder.drawing.problems import Connect, SetParam
from builder.kinds.lesson import Baseline, Bypass, Lesson, Variant, retrain
from builder.kinds.starter import Bar, Starter, cell, drawing, grid
from builder.starters.parts.gpt_layer import gpt_layer

LAYER = gpt_layer(
    4,
    128,
    48,
    {
        "norm1": "Each vector is brought to mean 0 and spread 1.",
        "attention": (
            "softmax(QK^T / sqrt(d) + mask) V: each note looks back at those before it. Here it finds the theme, "
            "eight notes ago, and takes it up again."
        ),
        "norm2": "The same before the second half.",
        "up": "The feed-forward part: each note by itself.",
        "gelu": "Bends: GELU(x) = x P(X < x), a ReLU with a soft corner.",
        "down": "Back to 48 numbers, which are added to what is there.",
    },
)

RATE = 3_000
"""Values of sound a second."""

INSTRUMENT = grid(
    [
        cell("notes", "Input"),
        cell("number", "ToFloat"),
        cell("height", "Scale", factor=0.0577623, offset=-0.6593383),
        cell("speed", "Exp"),
        cell("alone", "Unsqueeze", dim=2),
        cell("held", "RepeatTensor", dims=(1, 1, 400)),
    ],
    [
        None,
        cell("one", "Filled", value=1.0, shape=(32, 400)),
        cell("moment", "Cumsum", dim=2),
        cell("fading", "Scale", factor=-0.008),
        cell("loud", "Exp"),
        cell("phase", "Cumsum", dim=2),
    ],
    [
        None,
        None,
        cell("wave", "Output"),
        cell("in_a_row", "Flatten"),
        cell("plucked", "Multiply"),
        cell("swing", "Sin"),
    ],
    wires={
        "number": "notes",
        "height": "number",
        "speed": "height",
        "alone": "speed",
        "held": "alone",
        "phase": "held",
        "swing": "phase",
        "one.like": "notes",
        "moment": "one",
        "fading": "moment",
        "loud": "fading",
        "plucked": "swing",
        "plucked.other": "loud",
        "in_a_row": "plucked",
        "wave": "in_a_row",
    },
    notes={
        "number": "1 is C4, 2 is C#4, up to 24, B5.",
        "height": "Each semitone is ln 2 / 12 more; C4 is ln (2 pi 261.63 Hz / 3,000).",
        "speed": "exp: how far a wave turns from one value to the next, in radians. Twelve semitones double it.",
        "alone": "Room for the values of a note.",
        "held": "A note is held for 400 values, 0.13 s.",
        "phase": "Added up: how far the wave has turned since its note began.",
        "swing": "The wave itself.",
        "one": "A one for each value of each note.",
        "moment": "Added up: how many values ago the note began.",
        "fading": "Less and less ...",
        "loud": "... exp(-0.008 t): as a string that was plucked.",
        "plucked": "The wave, as loud as that.",
        "in_a_row": "Note after note: 12,800 values.",
    },
)

THEME = grid(
    [cell("notes", "Input"), cell("first", "Slice", dim=1, end=8), cell("same", "Equal"), cell("returns", "Output")],
    [None, cell("again", "Slice", dim=1, start=8, end=16)],
    wires={"first": "notes", "again": "notes", "same": "first", "same.other": "again", "returns": "same"},
    notes={
        "first": "The first bar: eight notes.",
        "again": "The second bar.",
        "same": "Whether they are the same, note by note.",
    },
)

STARTER = Starter(
    key="music",
    order=440,
    chapter="audio",
    system="music",
    title="Music in a key",
    summary="Writes a tune in the key that is asked for, note by note, brings its theme back, and plays it.",
    bars=(Bar("in_key", 0.95, margin=0.02), Bar("theme", 0.95, margin=0.05)),
    lesson=Lesson(
        paper='Huang et al., "Music Transformer: Generating Music with Long-Term Structure", 2019',
        teaches="Who guesses each next note well can compose; attention lets a tune come back to its theme.",
        expect=(
            "Within two epochs nearly every note is in the key that was asked for. The theme takes longer: for five "
            "epochs the second bar is as new as the first, then attention finds what was played eight notes ago, the "
            "loss falls from 1.5 to 0.7, and every theme comes back."
        ),
        tries=(
            Variant(
                label="Compose more daringly",
                expect=(
                    "It learns the same but draws rarer notes: seven of a hundred are out of the key, and three of ten "
                    "notes of the theme are lost."
                ),
                edits=(SetParam(id="written", name="temperature", value=2.0),),
            ),
            Variant(
                label="A single layer",
                expect="Half of the time and as good: to look back eight notes, one layer is enough.",
                edits=(SetParam(id="layers", name="times", value=1),),
            ),
            Variant(
                label="Stop after four epochs",
                expect="All in the key, but no theme comes back: the second bar is another one, and the loss is 1.5.",
                edits=(retrain(epochs=4),),
            ),
        ),
        ablation=Variant(
            label="Take the attention away",
            expect=(
                "Each note is guessed from the one before, its place and the key. So it stays in the key, but of six "
                "notes of the theme five are lost."
            ),
            block="layer",
            edits=(Bypass(id="attention"),),
        ),
        broken=Variant(
            label="Break it: ask for the note that is there",
            expect=(
                "The loss falls to nothing, as it only has to copy. Alone it plays what stands before the first note, "
                "32 times."
            ),
            edits=(Connect(target="loss.target", source="tunes.given"),),
        ),
        baselines=(
            Baseline("any notes", "in_key", value=7 / 12, why="Seven of twelve notes belong to a major key."),
            Baseline(
                "what a tune leaves open",
                "loss",
                value=0.66,
                why="Two bars of four are new; each of their notes is one of four or fewer.",
            ),
        ),
    ),
    document=drawing(
        grid(
            [
                cell("tunes", "Melodies"),
                cell("read", "Embedding", num_embeddings=25, embedding_dim=48),
                cell("told", "Add"),
                cell("places", "SinusoidalPositions"),
                cell("layers", "Repeat", block="layer", times=2),
                cell("norm", "LayerNorm"),
                cell("scores", "Linear", out_features=25),
            ],
            [
                cell("wish", "Embedding", num_embeddings=12, embedding_dim=48),
                cell("everywhere", "Unsqueeze", dim=1),
                None,
                None,
                cell("objective", "Objective", lr=0.01, schedule="OneCycleLR"),
                cell("loss", "CrossEntropyLoss"),
                cell("per_note", "Transpose", dim0=1, dim1=2),
            ],
            [
                cell("melody", "Output"),
                cell("heard", "Output"),
                cell("sound", "Sound", rate=RATE),
                cell("instrument", "Block", block="instrument"),
                cell("written", "GenerateTokens", start=0, kept=0, temperature=0.7),
                None,
                cell("answer", "Output"),
            ],
            [
                None,
                cell("in_key", "Measure", better="larger"),
                cell("belongs", "Gather"),
                cell("theme", "Measure", better="larger"),
                cell("returns", "Block", block="theme"),
            ],
            wires={
                "read": "tunes.given",
                "wish": "tunes.key",
                "everywhere": "wish",
                "told": "read",
                "told.other": "everywhere",
                "places": "told",
                "layers.x": "places",
                "norm": "layers.y",
                "scores": "norm",
                "answer": "scores",
                "per_note": "scores",
                "loss": "per_note",
                "loss.target": "tunes.notes",
                "objective.loss": "loss.loss",
                "written.scores": "scores",
                "written.into": "tunes.given",
                "melody": "written",
                "instrument.notes": "written",
                "sound": "instrument.wave",
                "heard": "sound",
                "belongs": "tunes.scale",
                "belongs.index": "written",
                "in_key.signal": "belongs",
                "returns.notes": "written",
                "theme.signal": "returns.returns",
            },
            notes={
                "tunes": "Tunes of 32 notes in twelve major keys: a theme, the theme again, something else, the theme.",
                "read": "A vector of 48 numbers for each note that was played so far.",
                "wish": "A vector for the key that is asked for.",
                "everywhere": "The same at each note.",
                "told": "Note and key together.",
                "places": "Adds waves of many lengths: eight notes ago is the same turn at each place.",
                "layers": "Two layers that look back over the tune and think. Open it.",
                "norm": "One size for all vectors before they are scored.",
                "scores": "A score for each note at each place: what comes next.",
                "per_note": "The same in the order that the loss wants: notes second, places last.",
                "loss": "Cross-entropy in nats: how surprised it is by the next note, at all places at once.",
                "objective": "Adam; its rate rises first and falls then.",
                "written": "Composes: draws a note by its score, adds it, and again, 32 times.",
                "instrument": "Notes become a wave: a string is plucked for each. Open it.",
                "sound": "3,000 values a second, as a loudspeaker takes them.",
                "belongs": "For each note that it wrote, 1 where it is of the key that was asked for.",
                "in_key": "The share of notes that are in the key.",
                "returns": "Bar two beside bar one. Open it.",
                "theme": "The share of notes of the second bar that bring the first back.",
            },
        ),
        layer=LAYER,
        instrument=INSTRUMENT,
        theme=THEME,
        epochs=14,
        batch_size=50,
        settings={"decoded": 70},
    ),
)
