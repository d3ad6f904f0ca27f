"""A codec makes tokens of sound; a language model of tokens goes on in the voice of a prompt.

Reference: Wang et al., "Neural Codec Language Models are Zero-Shot Text to Speech Synthesizers", 2023; Chen et al.,
"VALL-E 2", 2024.
"""

from builder.drawing.document import Block, Stage
from builder.drawing.problems import Disconnect, SetParam
from builder.kinds.lesson import Baseline, Bypass, Lesson, Variant
from builder.kinds.starter import Bar, Starter, cell, drawing, grid, line
from builder.starters.parts.transformer import decoder_layer

CODES = 256
BENDS = "Bends: GELU(x) = x P(X < x), a ReLU with a soft corner."
ENCODER = line(
    cell("frames", "Conv1d", out_channels=96, kernel_size=128, stride=128),
    cell("gelu", "GELU"),
    cell("code", "Conv1d", out_channels=8, kernel_size=1),
    cell("norm", "BatchNorm1d", affine=False),
    notes={
        "frames": "96 filters over 32 ms each: 128 values of sound become a frame, 24 frames a tune.",
        "gelu": BENDS,
        "code": "Eight numbers are left of each frame.",
        "norm": "Brings each of the eight to mean 0 and spread 1, so that codes find them.",
    },
)
DECODER = line(
    cell("wide", "Conv1d", out_channels=96, kernel_size=1),
    cell("gelu", "GELU"),
    cell("wave", "ConvTranspose1d", out_channels=1, kernel_size=128, stride=128),
    notes={
        "wide": "From the eight numbers of a code to 96.",
        "gelu": BENDS,
        "wave": "96 learned pieces of sound of 32 ms: a frame is a sum of them, each as loud as its number says.",
    },
)


def _judge(classes: int) -> Block:
    return line(
        cell("shapes", "Conv1d", out_channels=32, kernel_size=512, stride=512),
        cell("relu", "ReLU"),
        cell("scores", "Conv1d", out_channels=classes, kernel_size=1),
        notes={
            "shapes": "32 filters as long as a note, 128 ms: each answers to certain tones.",
            "scores": f"One score for each of {classes} for each note.",
        },
    )


SPEAKS = "frames, note, speaker, norm, scores"

STARTER = Starter(
    key="vall-e",
    order=435,
    chapter="audio",
    system="vall-e",
    title="VALL-E",
    summary="Hears two notes of a voice, is told four more, and plays these in the same voice.",
    bars=(
        Bar("said", 0.9, margin=0.08),
        Bar("same_voice", 0.95, margin=0.05),
        Bar("explained", 0.9, margin=0.03),
        Bar("recognised", 0.99, margin=0.01),
    ),
    lesson=Lesson(
        paper=(
            'Wang et al., "Neural Codec Language Models are Zero-Shot Text to Speech Synthesizers", 2023; '
            'Chen et al., "VALL-E 2", 2024'
        ),
        teaches="Sound that is written as tokens can be continued as text is: in the voice that began.",
        expect=(
            "First the codec learns, for 14 epochs: what comes back explains 0.54 of the sound after one and 0.92 at "
            "last. Then the language model: within four epochs it goes on in the voice of the prompt, with any notes; "
            "in the next three it finds whose turn it is, and 19 of 20 notes are those that were asked for."
        ),
        tries=(
            Variant(
                label="Fewer codes: 32",
                expect=(
                    "Too few for eight notes by four voices: 0.71 of the sound come back. The notes are still those "
                    "that were asked for, but the voice is lost: right in one of three."
                ),
                edits=(
                    SetParam(id="codes", name="num_embeddings", value=32),
                    SetParam(id="frames", name="num_embeddings", value=32),
                    SetParam(id="scores", name="out_features", value=32),
                    SetParam(id="one_hot", name="num_classes", value=32),
                ),
            ),
            Variant(
                label="Draw more daringly",
                expect=(
                    "Improbable tokens are drawn more often, and what follows goes on from them: three of ten notes "
                    "are right, and half of the voices."
                ),
                edits=(SetParam(id="spoken", name="temperature", value=2.0),),
            ),
            Variant(
                label="Take the positions of the notes away",
                expect=(
                    "It knows which notes are asked for, but not in which order: three of ten are right. The "
                    "voice stays."
                ),
                edits=(Bypass(id="note_at"),),
            ),
        ),
        ablation=Variant(
            label="Take the cross-attention away",
            expect=(
                "It goes on in the voice of the prompt, but nobody tells it the notes: one of seven is right. They are "
                "those of any tune."
            ),
            block="decoder_layer",
            edits=(Bypass(id="look_across", input="query"),),
        ),
        broken=Variant(
            label="Break it: let it see the future",
            expect=(
                "The loss falls to 0.07, as each frame is copied from where it stands. When it must play, nothing "
                "stands there yet: one of three notes is right."
            ),
            block="decoder_layer",
            edits=(Disconnect(target="look_back.attn_mask"),),
        ),
        baselines=(
            Baseline("any note", "said", value=1 / 8, why="There are eight notes, each as likely."),
            Baseline("any voice", "same_voice", value=1 / 4, why="There are four voices, each as likely."),
            Baseline("any note", "recognised", value=1 / 8, why="There are eight notes, each as likely."),
        ),
    ),
    document=drawing(
        grid(
            [
                cell("tunes", "Tunes"),
                cell("encoder", "Block", block="encoder"),
                cell("codes", "VectorQuantizer", num_embeddings=CODES, restart=0.5),
                cell("decoder", "Block", block="decoder"),
                cell("rebuilt", "MSELoss"),
                cell("weighed", "ScaleLoss", weight=8.0),
                cell("both", "AddLosses"),
                cell("squeeze", "Objective", lr=0.006, over="encoder, codes, decoder"),
            ],
            [
                cell("note", "Embedding", num_embeddings=8, embedding_dim=64),
                cell("frames", "Embedding", num_embeddings=CODES, embedding_dim=64),
                cell("frames_at", "SinusoidalPositions", max_period=100.0),
                cell("speaker", "Repeat", block="decoder_layer", times=2),
                cell("norm", "LayerNorm"),
                cell("scores", "Linear", out_features=CODES),
                cell("explained", "R2"),
            ],
            [
                cell("note_at", "SinusoidalPositions", max_period=100.0),
                cell("following", "Slice", dim=1, start=1, end=24),
                cell("before", "Slice", dim=1, start=0, end=-1),
                cell("per_frame", "Transpose", dim0=1, dim1=2),
                cell("loss", "CrossEntropyLoss"),
                cell("speak", "Objective", lr=0.003, schedule="OneCycleLR", max_norm=1.0, over=SPEAKS),
            ],
            [
                cell("spoken", "GenerateTokens", kept=8, temperature=0.7),
                cell("one_hot", "OneHot", num_classes=CODES),
                cell("real", "ToFloat"),
                cell("looked_up", "TiedLinear", of="codes", transposed=True),
                cell("by_frame", "Transpose", dim0=1, dim1=2),
                cell("sounds", "Share", of="decoder"),
                cell("sound", "Sound", rate=4_000),
                cell("heard", "Output"),
            ],
            [
                cell("hear_notes", "Block", block="hear_notes"),
                cell("notes_loss", "CrossEntropyLoss"),
                cell("learn_notes", "Objective", lr=0.003, over="hear_notes"),
                cell("decoded_notes", "Share", of="hear_notes"),
                cell("recognised", "Accuracy"),
                cell("notes_heard", "Share", of="hear_notes"),
                cell("asked", "Slice", dim=2, start=2, end=6),
                cell("asked_notes", "Slice", dim=1, start=2, end=6),
                cell("said", "Accuracy"),
            ],
            [
                cell("hear_voice", "Block", block="hear_voice"),
                cell("voice", "Mean", dim=2),
                cell("voice_loss", "CrossEntropyLoss"),
                cell("learn_voice", "Objective", lr=0.003, over="hear_voice"),
                cell("voice_heard", "Share", of="hear_voice"),
                cell("after", "Slice", dim=2, start=2, end=6),
                cell("whose", "Mean", dim=2),
                cell("same_voice", "Accuracy"),
            ],
            wires={
                "encoder.x": "tunes.wave",
                "codes": "encoder.y",
                "decoder.x": "codes",
                "rebuilt": "decoder.y",
                "rebuilt.target": "tunes.wave",
                "explained": "decoder.y",
                "explained.target": "tunes.wave",
                "weighed.part": "rebuilt.loss",
                "both.loss1": "weighed.loss",
                "both.loss2": "codes.loss",
                "squeeze.loss": "both.loss",
                "frames": "codes.indices",
                "frames_at": "frames",
                "note": "tunes.notes",
                "note_at": "note",
                "speaker.x": "frames_at",
                "speaker.memory": "note_at",
                "norm": "speaker.y",
                "scores": "norm",
                "following": "codes.indices",
                "before": "scores",
                "per_frame": "before",
                "loss": "per_frame",
                "loss.target": "following",
                "speak.loss": "loss.loss",
                "spoken.scores": "scores",
                "spoken.into": "codes.indices",
                "one_hot": "spoken",
                "real": "one_hot",
                "looked_up": "real",
                "by_frame": "looked_up",
                "sounds.x": "by_frame",
                "sound": "sounds.y",
                "heard": "sound",
                "decoded_notes.x": "decoder.y",
                "recognised": "decoded_notes.y",
                "recognised.target": "tunes.notes",
                "hear_notes.x": "tunes.wave",
                "notes_loss": "hear_notes.y",
                "notes_loss.target": "tunes.notes",
                "learn_notes.loss": "notes_loss.loss",
                "notes_heard.x": "sounds.y",
                "asked": "notes_heard.y",
                "asked_notes": "tunes.notes",
                "said": "asked",
                "said.target": "asked_notes",
                "hear_voice.x": "tunes.wave",
                "voice": "hear_voice.y",
                "voice_loss": "voice",
                "voice_loss.target": "tunes.voice",
                "learn_voice.loss": "voice_loss.loss",
                "voice_heard.x": "sounds.y",
                "after": "voice_heard.y",
                "whose": "after",
                "same_voice": "whose",
                "same_voice.target": "tunes.voice",
            },
            notes={
                "tunes": "Six notes of 128 ms each by one of four voices: the sound, the notes, and whose voice it is.",
                "encoder": "Sound becomes frames, 24 a tune, of eight numbers each. Open it.",
                "codes": (
                    "The nearest of 256 learned codes takes the place of each frame; its number is a token. Codes that "
                    "are hardly used are moved to where frames are."
                ),
                "decoder": "A code for each frame becomes sound again. Open it.",
                "rebuilt": "How far the sound that comes back is from what went in: mean squared error.",
                "weighed": "Eight times that, so that it counts beside the codes.",
                "both": "Together with how far frames are from their codes.",
                "squeeze": "Trains encoder, codes and decoder: first stage.",
                "explained": "R2: the share of the sound that comes back. 0.9 is a noise 10 dB below the sound.",
                "note": "A vector of 64 numbers for each of the notes that are asked for: what is to be said.",
                "note_at": "Adds waves of many lengths: which note is the first, the second, ...",
                "frames": "A vector of 64 numbers for each token of sound.",
                "frames_at": "Adds waves of many lengths: where in the tune a frame stands.",
                "speaker": (
                    "Two layers that look back at the frames so far, whose voice they keep, and across at the notes."
                ),
                "norm": "One size for all vectors before they are scored.",
                "scores": "A score for each of 256 codes at each place: which frame comes next.",
                "following": "The tokens that follow.",
                "before": "The scores of all places but the last, which nothing follows.",
                "per_frame": "The same in the order that the loss wants: codes second, places last.",
                "loss": "Cross-entropy in nats: how surprised it is by the next token of sound.",
                "speak": "Trains the language model alone: second stage. Long gradients are cut to length 1.",
                "spoken": "Is given the tokens of two notes, 8 frames, and writes 16 more: four notes.",
                "one_hot": "A 1 in the place of each token, ...",
                "real": "... as numbers, ...",
                "looked_up": "... times the table of codes: the code of each token.",
                "by_frame": "Codes by frames, as the decoder takes them.",
                "sounds": "The decoder again, the same weights: tokens become sound.",
                "sound": "4,000 values a second, as a loudspeaker takes them.",
                "hear_notes": "A small judge: it hears which note is played. It learns from real sound alone.",
                "notes_loss": "Cross-entropy of this judge.",
                "learn_notes": "Trains this judge, and nothing else.",
                "decoded_notes": "The judge again: it hears what the codec made of real sound.",
                "notes_heard": "The judge again: it hears what the language model said.",
                "asked": "Of that the four notes after the prompt.",
                "asked_notes": "The four notes that were asked for.",
                "hear_voice": "Another judge: it hears whose voice it is.",
                "voice": "The mean over the six notes.",
                "voice_loss": "Cross-entropy of this judge.",
                "learn_voice": "Trains this judge, and nothing else.",
                "voice_heard": "The judge again: it hears what the language model said.",
                "after": "The four notes after the prompt.",
                "whose": "The mean over these four.",
            },
        ),
        encoder=ENCODER,
        decoder=DECODER,
        hear_notes=_judge(8),
        hear_voice=_judge(4),
        decoder_layer=decoder_layer(
            future="Hides what comes later: a frame may only look at those before it, as when it is made.",
            look_back="Self-attention among the frames so far: here it hears whose voice it is.",
            look_across=(
                "Cross-attention: the query Q comes from the frames so far, keys K and values V from the notes. It "
                "finds the note whose turn it is."
            ),
            up="Feed-forward, each frame by itself.",
            down="Back to the width of the stream.",
        ),
        epochs=14 + 12,
        batch_size=32,
        stages=(
            Stage(name="Codec", epochs=14, objectives=("squeeze", "learn_notes", "learn_voice")),
            Stage(name="Language model", epochs=12, objectives=("speak",), frozen=("encoder", "codes", "decoder")),
        ),
        settings={"decoded": 50},
    ),
)
