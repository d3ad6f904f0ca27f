"""An encoder-decoder transformer that writes what it hears, in the language that it is asked for.

Reference: Radford et al., "Robust Speech Recognition via Large-Scale Weak Supervision", 2023.
"""

from builder.drawing.problems import Disconnect, SetParam
from builder.kinds.lesson import Baseline, Bypass, FullSize, Lesson, Variant
from builder.kinds.starter import Bar, Starter, cell, drawing, grid, line
from builder.starters.full.hearing import whisper_tiny
from builder.starters.parts.transformer import decoder_layer, encoder_layer

WORDS = 62
"""How many words there are in both languages together, with the end and the languages' own tokens."""

GELU = cell("gelu", "GELU")
BENDS = "Bends: GELU(x) = x P(X < x), a ReLU with a soft corner."

EARS = line(
    cell("conv1", "Conv1d", out_channels=64, kernel_size=3, padding=1),
    cell("gelu1", "GELU"),
    cell("conv2", "Conv1d", out_channels=64, kernel_size=3, stride=2, padding=1),
    cell("gelu2", "GELU"),
    cell("moments", "Transpose", dim0=1, dim1=2),
    notes={
        "conv1": "64 filters over three moments, which see all 65 frequencies at once: each answers to certain tones.",
        "gelu1": BENDS,
        "conv2": "Filters over the answers of the first ones, by twos: 16 moments are left, one each 32 ms.",
        "gelu2": BENDS,
        "moments": "A sequence of 16 moments with 64 features each, as attention wants it.",
    },
)

STARTER = Starter(
    key="whisper",
    order=430,
    chapter="audio",
    system="whisper",
    title="Whisper",
    summary="Hears a number that is dialled on a telephone, and writes it in English or in German, as it is asked.",
    bars=(Bar("exact", 0.9, margin=0.04),),
    lesson=Lesson(
        paper='Radford et al., "Robust Speech Recognition via Large-Scale Weak Supervision", 2023',
        teaches="One network hears, writes and translates: the first token that the decoder is given says what to do.",
        expect=(
            "For about 200 steps it writes numbers that could be any. Then it hears which keys were pressed, and "
            "before 500 steps most numbers are right. Watch the maps of the cross-attention: at which moments each "
            "word looks."
        ),
        tries=(
            Variant(
                label="Take the positions of the sound away",
                expect="It hears which keys are pressed, but hardly in which order: a bag of moments.",
                edits=(Bypass(id="heard_at"),),
            ),
            Variant(
                label="Windows longer than a key",
                expect="A window of 256 ms holds two or three keys at once; which came first is hard to tell.",
                edits=(SetParam(id="spectrum", name="window", value=1024),),
            ),
            Variant(
                label="Three times the noise",
                expect="The same keys in noise that is louder than they are: about one number in five is wrong.",
                edits=(SetParam(id="numbers", name="noise", value=1.2),),
            ),
        ),
        ablation=Variant(
            label="Take the cross-attention away",
            expect=(
                "It writes numbers, each in the language that was asked for, but not those that were dialled: "
                "nothing leads from the sound to the words."
            ),
            block="decoder_layer",
            edits=(Bypass(id="look_across", input="query"),),
        ),
        broken=Variant(
            label="Break it: let it see the future",
            expect=(
                "The loss falls to nothing, as each word is copied from where it stands. When it must write, "
                "nothing stands there yet: a low loss of the wrong task."
            ),
            block="decoder_layer",
            edits=(Disconnect(target="look_back.attn_mask"),),
        ),
        baselines=(Baseline("guessing", "exact", value=1 / 999, why="A number from 1 to 999 is one of 999."),),
        full_size=(
            FullSize(
                "Whisper tiny",
                37_184_640,
                "Radford et al., 2023, table 1: 39 million; as counted in the published weights, whose encoder has "
                "waves for positions",
                whisper_tiny(),
            ),
        ),
    ),
    document=drawing(
        grid(
            [
                cell("numbers", "DialledNumbers", samples=4_200),
                cell("spectrum", "LogSpectrogram", window=128, hop=64),
                cell("ears", "Block", block="ears"),
                cell("heard_at", "SinusoidalPositions"),
                cell("encoder", "Repeat", block="encoder_layer", times=1),
                cell("memory", "LayerNorm"),
            ],
            [
                None,
                cell("say", "Embedding", num_embeddings=WORDS, embedding_dim=64),
                cell("say_at", "LearnedPositions", max_len=6),
                cell("decoder", "Repeat", block="decoder_layer", times=2),
                cell("norm", "LayerNorm"),
                cell("scores", "Linear", out_features=WORDS),
            ],
            [
                cell("exact", "SequenceExactMatch", stop=0),
                cell("written", "GenerateTokens", kept=1, stop=0, pick="greedy"),
                cell("answer", "Output"),
                cell("objective", "Objective", lr=0.002, schedule="OneCycleLR", max_norm=1.0),
                cell("loss", "CrossEntropyLoss"),
                cell("per_word", "Transpose", dim0=1, dim1=2),
            ],
            wires={
                "spectrum": "numbers.wave",
                "ears.x": "spectrum",
                "heard_at": "ears.y",
                "encoder.x": "heard_at",
                "memory": "encoder.y",
                "say": "numbers.given",
                "say_at": "say",
                "decoder.x": "say_at",
                "decoder.memory": "memory",
                "norm": "decoder.y",
                "scores": "norm",
                "per_word": "scores",
                "loss": "per_word",
                "loss.target": "numbers.words",
                "objective.loss": "loss.loss",
                "written.scores": "scores",
                "written.into": "numbers.given",
                "exact": "written",
                "exact.target": "numbers.given",
                "answer": "scores",
            },
            notes={
                "numbers": (
                    "Half a second of sound in which one to three keys are pressed (wave), and the number in words of "
                    "one of two languages (given, words). German says ones before tens: 42 is zwei und vierzig."
                ),
                "spectrum": (
                    "How loud 65 frequencies are, up to 2,000 Hz, in 32 moments: windows of 128 values (32 ms), each "
                    "64 after the one before. The logarithm brings soft and loud keys nearer to each other."
                ),
                "ears": "Two convolutions along time, as in the paper, which halve the number of moments. Open it.",
                "heard_at": "Adds waves of many lengths, so that moments differ by where they stand.",
                "encoder": "A layer that looks at the whole sound: each moment learns what its neighbours make of it.",
                "memory": "What was heard, a vector per moment, brought to one size: keys K and values V are of it.",
                "say": "A vector of 64 numbers for each of the 62 words. The first says the language: <en> or <de>.",
                "say_at": "Adds a learned vector for each of the six places.",
                "decoder": "Two layers that look back at what was said and across at what was heard. Watch their maps.",
                "norm": "One size for all vectors before they are scored.",
                "scores": "A score for each word of both languages, at each place: what comes next.",
                "per_word": "The same scores in the order that the loss wants: words second, places last.",
                "loss": "Cross-entropy: how surprised it is by the right word, in nats, at all places at once.",
                "objective": "Adam; its rate rises first and falls then. Long gradients are cut to length 1.",
                "written": (
                    "Is given the language alone and writes the rest: the likeliest word, again and again, until the "
                    "end ($)."
                ),
                "exact": "How many numbers that it writes alone are right from the first word to the last.",
            },
        ),
        ears=EARS,
        encoder_layer=encoder_layer(
            GELU,
            attention="softmax(QK^T / sqrt(d)) V: each moment asks all others, in four heads, and takes what fits.",
            gelu=BENDS,
            up="The feed-forward part: each moment by itself, twice as wide.",
            down="Back to the width of the stream.",
        ),
        decoder_layer=decoder_layer(
            GELU,
            future="Hides what comes later: a word may only look at those before it, as when it is written.",
            look_back="Self-attention among the words that were said so far, with the language as the first.",
            look_across=(
                "Cross-attention: the query Q comes from the words so far, keys K and values V from the sound. Its map "
                "shows at which moment each word was heard."
            ),
            gelu=BENDS,
            up="Feed-forward, each place by itself.",
            down="Back to the width of the stream.",
        ),
        epochs=10,
        batch_size=32,
        settings={"decoded": 400},
    ),
)
