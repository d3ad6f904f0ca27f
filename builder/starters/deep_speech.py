"""Speech recognition with CTC: what was dialled, when nobody says at what time.

References: Graves, Fernández, Gomez and Schmidhuber, "Connectionist Temporal Classification", 2006; Hannun et al.,
"Deep Speech: Scaling up end-to-end speech recognition", 2014.
"""

from builder.drawing.problems import SetParam
from builder.kinds.lesson import Baseline, Bypass, Lesson, Variant
from builder.kinds.starter import Bar, Starter, cell, drawing, grid

SPECTROGRAM = grid(
    [
        cell("input", "Input"),
        cell("row", "Unsqueeze", dim=2),
        cell("windows", "Unfold", kernel_size=(1, 128), stride=(1, 40)),
        cell("by_time", "Transpose", dim0=1, dim1=2),
        cell("fourier", "Fourier"),
    ],
    [
        cell("cos2", "Square"),
        cell("power", "Add"),
        cell("size", "Sqrt"),
        cell("log", "Log1p"),
        cell("by_pitch", "Transpose", dim0=1, dim1=2),
    ],
    [cell("sin2", "Square"), None, None, None, cell("output", "Output")],
    wires={
        "row": "input",
        "windows": "row",
        "by_time": "windows",
        "fourier": "by_time",
        "cos2": "fourier.real",
        "sin2": "fourier.imag",
        "power": "cos2",
        "power.other": "sin2",
        "size": "power",
        "log": "size",
        "by_pitch": "log",
        "output": "by_pitch",
    },
    notes={
        "row": "The sound as a picture of one line, so that windows can be cut from it.",
        "windows": "Windows of 128 values, 32 ms, one every 10 ms.",
        "by_time": "Window after window.",
        "fourier": "How much of each of 65 pitches, from 0 to 2,000 Hz, is in a window: as a cosine and as a sine.",
        "cos2": "The cosines squared ...",
        "sin2": "... the sines, too ...",
        "power": "... and added: how loud each pitch is, whenever its wave begins.",
        "size": "The root: loudness in the measure of the sound.",
        "log": "log(1 + s): quiet tones count, too, as to the ear.",
        "by_pitch": "Pitch by pitch, as convolutions over time take it.",
    },
)

STARTER = Starter(
    key="deep-speech",
    order=410,
    chapter="audio",
    system="deep-speech",
    title="Speech recognition with CTC",
    summary="Writes down which keys are dialled in loud noise, though nobody told it when.",
    bars=(Bar("exact", 0.96, margin=0.02), Bar("key_error", 0.009, margin=0.006)),
    lesson=Lesson(
        paper=(
            'Graves, Fernández, Gomez and Schmidhuber, "Connectionist Temporal Classification", 2006; Hannun et al., '
            '"Deep Speech: Scaling up end-to-end speech recognition", 2014'
        ),
        teaches="To learn what was said, nobody has to mark when: the loss sums over all ways that it may have been.",
        expect=(
            "For two epochs the loss rests near 2.9: blanks everywhere are the easiest answer, and nothing is written. "
            "Then it leaves this plateau at once, and within an epoch more than nine numbers of ten are right in "
            "every key; in the end it is 98 of 100."
        ),
        tries=(
            Variant(
                label="Learn from 300 recordings only",
                expect=(
                    "Eight epochs are only 48 steps now: training ends before the plateau does, and it writes nothing."
                ),
                edits=(SetParam(id="calls", name="only_first", value=300),),
            ),
            Variant(
                label="Noise twice as loud",
                expect="The hiss is louder than any tone, and still nearly nine numbers of ten are right in every key.",
                edits=(SetParam(id="calls", name="noise", value=1.2),),
            ),
            Variant(
                label="Take the recurrent layer away",
                expect=(
                    "Half of the time, and hardly worse: a key is short, and the convolutions see all of it. Words "
                    "need a longer memory."
                ),
                edits=(Bypass(id="gru"),),
            ),
        ),
        ablation=Variant(
            label="Let each moment stand alone",
            expect=(
                "No layer looks at what comes before and after a window, so noise in a single one counts: about three "
                "times as many keys are wrong."
            ),
            edits=(
                Bypass(id="gru"),
                *(SetParam(id=id, name="kernel_size", value=1) for id in ("conv1", "conv2")),
                *(SetParam(id=id, name="padding", value=0) for id in ("conv1", "conv2")),
            ),
        ),
        broken=Variant(
            label="Break it: no normalization, no stride",
            expect=(
                "With twice as many moments, blanks are even more often right, and without BatchNorm steps are too "
                "small to get away from them: the loss stays at 2.9 and it never writes a key."
            ),
            edits=(
                Bypass(id="norm"),
                SetParam(id="conv2", name="stride", value=1),
                SetParam(id="moments", name="value", value=97.0),
            ),
        ),
        baselines=(Baseline("writes nothing", "key_error", value=1.0, why="every key that was dialled is missing"),),
    ),
    document=drawing(
        grid(
            [
                cell("calls", "PhoneNumbers", samples=4_200),
                cell("spectrogram", "Block", block="spectrogram"),
                cell("norm", "BatchNorm1d"),
                cell("conv1", "Conv1d", out_channels=64, kernel_size=5, padding=2),
                cell("relu1", "ReLU"),
                cell("conv2", "Conv1d", out_channels=64, kernel_size=5, padding=2, stride=2),
                cell("relu2", "ReLU"),
            ],
            [
                None,
                cell("frames", "Transpose", dim0=1, dim1=2),
                cell("gru", "GRU", hidden_size=48, bidirectional=True),
                cell("scores", "Linear", out_features=13),
                cell("log_p", "LogSoftmax", dim=-1),
                cell("by_time", "Permute", dims=(1, 0, 2)),
                cell("loss", "CTCLoss"),
            ],
            [
                cell("moments", "Filled", value=49.0),
                cell("lengths", "ToLong"),
                cell("exact", "SequenceExactMatch", padding=0),
                cell("key_error", "CharErrorRate", padding=0),
                cell("greedy", "CTCGreedyDecode"),
                cell("answer", "Output"),
                cell("objective", "Objective", lr=0.004, schedule="OneCycleLR", max_norm=5.0),
            ],
            wires={
                "spectrogram": "calls.wave",
                "norm": "spectrogram",
                "conv1": "norm",
                "relu1": "conv1",
                "conv2": "relu1",
                "relu2": "conv2",
                "frames": "relu2",
                "gru": "frames",
                "scores": "gru",
                "log_p": "scores",
                "by_time": "log_p",
                "loss.log_probs": "by_time",
                "loss.targets": "calls.keys",
                "loss.input_lengths": "lengths",
                "moments.like": "calls.count",
                "lengths": "moments",
                "loss.target_lengths": "calls.count",
                "objective.loss": "loss.loss",
                "greedy": "log_p",
                "exact": "greedy",
                "exact.target": "calls.keys",
                "key_error": "greedy",
                "key_error.target": "calls.keys",
                "answer": "greedy",
            },
            notes={
                "calls": (
                    "One second of sound x with three to six keys in noise, and the keys y in order: not when they "
                    "sound."
                ),
                "spectrogram": "Which pitches are heard at which time: 65 pitches, 97 windows of 32 ms.",
                "norm": "Brings every pitch to mean 0 and deviation 1. Without it CTC sits on its plateau.",
                "conv1": "Sixty-four filters slide along time: two tones at once make a key.",
                "conv2": "With a stride of 2 every second window is left: 49 moments of 20 ms.",
                "frames": "Moment after moment, as a recurrent network reads.",
                "gru": "Reads the moments forwards and backwards: a key is clearer when what comes after is known.",
                "scores": "For each moment a score of each of 12 keys, and of the blank, 0: nothing new here.",
                "log_p": "Scores as logarithms of probabilities, log p(k | t).",
                "by_time": "Time first, as the loss takes it.",
                "moments": "Each recording has 49 moments.",
                "lengths": "As whole numbers, as the loss counts them.",
                "loss": (
                    "CTC, -log p(y | x): the probability of y is summed over all ways to spread it over the moments."
                ),
                "objective": "Adam on OneCycle; gradients longer than 5 are cut.",
                "greedy": "The likeliest of each moment; repeats are one, blanks are left out.",
                "exact": "The share of numbers that are right in every key.",
                "key_error": "Keys that are missing, wrong or too many, as a share of those that were dialled.",
            },
        ),
        spectrogram=SPECTROGRAM,
        epochs=8,
        batch_size=50,
    ),
)
