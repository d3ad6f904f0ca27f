"""A network that learns from sound alone what is heard in it, and then from fifty transcripts to write it down.

References: Baevski, Zhou, Mohamed and Auli, "wav2vec 2.0: A Framework for Self-Supervised Learning of Speech
Representations", 2020; for codes that groups share, Baevski, Schneider and Auli, "vq-wav2vec", 2020.
"""

from builder.drawing.document import Stage
from builder.drawing.problems import SetParam
from builder.kinds.lesson import Baseline, Bypass, FullSize, Lesson, Variant, retrain
from builder.kinds.starter import Bar, Starter, cell, drawing, grid, line
from builder.starters.full.self_supervised import wav2vec_base
from builder.starters.parts.contrast import contrast

MOMENTS, WIDTH = 50, 64
"""How many windows of 20 ms a second has, and how many features each of them."""
TUNES = "features, context, scores"
LISTENS = "features, blank, context, guess, worth, codes"
BENDS = "Bends: GELU(x) = x P(X < x), a ReLU with a soft corner."

FEATURES = line(
    cell("windows", "Conv1d", out_channels=128, kernel_size=80, stride=80),
    cell("gelu1", "GELU"),
    cell("norm1", "BatchNorm1d"),
    cell("mix", "Conv1d", out_channels=WIDTH, kernel_size=1),
    cell("gelu2", "GELU"),
    cell("moments", "Transpose", dim0=1, dim1=2),
    cell("norm2", "LayerNorm"),
    notes={
        "windows": "128 filters of 20 ms, side by side: no value of the sound is in two windows.",
        "gelu1": BENDS,
        "norm1": "Brings each filter's answers to mean 0 and spread 1.",
        "mix": "Sixty-four features of what the filters answer, each window by itself.",
        "gelu2": BENDS,
        "moments": "Fifty moments z with 64 features each, as attention takes them.",
        "norm2": "One size for all moments.",
    },
)
CONTEXT = grid(
    [
        cell("x", "Input"),
        cell("over_time", "Transpose", dim0=1, dim1=2),
        cell("near", "Conv1d", out_channels=WIDTH, kernel_size=7, padding=3, groups=4, parametrization="weight_norm"),
        cell("gelu", "GELU"),
        cell("by_moment", "Transpose", dim0=1, dim1=2),
    ],
    [
        cell("placed", "Add"),
        cell("norm", "LayerNorm"),
        cell(
            "layers",
            "TransformerEncoder",
            num_layers=1,
            nhead=4,
            dim_feedforward=2 * WIDTH,
            dropout=0.0,
            activation="gelu",
        ),
        cell("y", "Output"),
    ],
    wires={
        "over_time": "x",
        "near": "over_time",
        "gelu": "near",
        "by_moment": "gelu",
        "placed": "x",
        "placed.other": "by_moment",
        "norm": "placed",
        "layers.src": "norm",
        "y": "layers",
    },
    notes={
        "over_time": "Feature by feature, as a convolution over time takes them.",
        "near": "Positions by convolution: what stands three moments before and after says where one is.",
        "gelu": BENDS,
        "by_moment": "Moment by moment again.",
        "placed": "Added to each moment.",
        "norm": "One size for all moments.",
        "layers": "A transformer layer: each moment looks at all others. It gives the context c.",
    },
)
WORTH = line(
    cell("project", "Linear", out_features=32),
    cell("norm", "LayerNorm", elementwise_affine=False),
    cell("by_feature", "Transpose", dim0=1, dim1=2),
    cell("groups", "Unflatten", dim=1, unflattened_size=(4, 8)),
    notes={
        "project": "What of a moment is worth guessing: 32 numbers.",
        "norm": "Brings them to mean 0 and spread 1.",
        "by_feature": "Numbers first, then moments.",
        "groups": "Cut into eight groups of four numbers.",
    },
)

TUNE = Stage(name="50 transcripts", epochs=40, objectives=("tune",), batch_size=10)
SCRATCH = retrain(epochs=40, stages=(TUNE,))

STARTER = Starter(
    key="wav2vec",
    order=420,
    chapter="audio",
    system="wav2vec",
    title="wav2vec 2.0",
    summary="Learns from sound that nobody wrote down, by guessing what is hidden; then 50 transcripts are enough.",
    bars=(Bar("key_error", 0.36, margin=0.08),),
    lesson=Lesson(
        paper=(
            'Baevski, Zhou, Mohamed and Auli, "wav2vec 2.0: A Framework for Self-Supervised Learning of Speech '
            'Representations", 2020'
        ),
        teaches="Sound teaches a network what sound is made of; then few transcripts say how it is written.",
        expect=(
            "First it listens to a thousand recordings without transcripts: the surprise falls from 3.9 as it finds "
            "that a key goes on. Then 50 transcripts, 5 %, teach it to write: about three keys of ten are wrong, where "
            "the same network that never listened has nearly five of ten wrong, and at best more than four."
        ),
        tries=(
            Variant(
                label="A hundred transcripts",
                expect="It knows how keys sound, and each transcript says what one is called: one key of ten is wrong.",
                edits=(SetParam(id="few", name="only_first", value=100),),
            ),
            Variant(
                label="Listen for five epochs only",
                expect="It has heard less when the transcripts come: four keys of ten are wrong.",
                edits=(retrain(epochs=45, stages=(Stage(name="Listen", epochs=5, objectives=("listen",)), TUNE)),),
            ),
            Variant(
                label="Fine-tune without gaps",
                expect=(
                    "It learns 50 recordings by heart, noise and all: nearly half of the keys of others are wrong. The "
                    "paper leaves gaps, too."
                ),
                edits=(Bypass(id="gaps"),),
            ),
        ),
        ablation=Variant(
            label="Take the listening away",
            expect=(
                "The same 50 transcripts from a random start, for as many epochs: four to six keys of ten are wrong, "
                "by the start, and nearly five in the middle."
            ),
            edits=(SCRATCH,),
        ),
        broken=Variant(
            label="Break it: hide every moment",
            expect=(
                "Nothing is left to guess from, so listening teaches little: then more than four keys of ten are wrong."
            ),
            edits=(SetParam(id="hidden", name="value", value=-1.0),),
        ),
        baselines=(Baseline("writes nothing", "key_error", value=1.0, why="every key that was dialled is missing"),),
        full_size=(
            FullSize(
                "wav2vec 2.0 base",
                94_371_712,
                "Baevski et al., 2020, section 4.1: 95 million with the quantiser; as counted in the published "
                "weights without it",
                wav2vec_base(),
            ),
        ),
    ),
    document=drawing(
        grid(
            [
                cell("sounds", "PhoneNumbers"),
                cell("features", "Block", block="features"),
                cell("worth", "Block", block="worth"),
                cell("codes", "VectorQuantizer", num_embeddings=64, restart=0.5),
                cell("joined", "Flatten", start_dim=1, end_dim=2),
                cell("contrast", "Block", block="contrast"),
                cell("surprise", "CrossEntropyLoss"),
                cell("listen", "Objective", lr=0.003, schedule="OneCycleLR", max_norm=1.0, over=LISTENS),
            ],
            [
                cell("blank", "Parameter", shape=WIDTH, start="normal", spread=0.1),
                cell("shown", "Where"),
                cell("context", "Block", block="context"),
                cell("guess", "Linear", out_features=32),
                None,
                None,
                cell("found", "Accuracy"),
                cell("both", "AddLosses"),
            ],
            [
                cell("chance", "Noise", shape=(1, MOMENTS), kind="uniform"),
                cell("spans", "MaxPool1d", kernel_size=3, stride=1, padding=1),
                cell("by_moment", "Transpose", dim0=1, dim1=2),
                cell("hidden", "Compare", relation="greater", value=0.85),
            ],
            [
                cell("few", "PhoneNumbers", only_first=50),
                cell("heard", "Share", of="features"),
                cell("gaps", "Dropout1d", p=0.2),
                cell("understood", "Share", of="context"),
                cell("scores", "Linear", out_features=13),
                cell("log_p", "LogSoftmax", dim=-1),
                cell("by_time", "Permute", dims=(1, 0, 2)),
                cell("loss", "CTCLoss"),
            ],
            [
                cell("moments", "Filled", value=float(MOMENTS)),
                cell("lengths", "ToLong"),
                None,
                cell("exact", "SequenceExactMatch", padding=0),
                cell("key_error", "CharErrorRate", padding=0),
                cell("greedy", "CTCGreedyDecode"),
                cell("answer", "Output"),
                cell("tune", "Objective", lr=0.003, schedule="OneCycleLR", max_norm=1.0, over=TUNES),
            ],
            wires={
                "features.x": "sounds.wave",
                "shown.condition": "hidden",
                "shown": "blank",
                "shown.other": "features.y",
                "context.x": "shown",
                "guess": "context.y",
                "contrast.guess": "guess",
                "contrast.q": "joined",
                "contrast.hidden": "hidden",
                "worth.x": "features.y",
                "codes": "worth.y",
                "joined": "codes",
                "surprise": "contrast.scores",
                "surprise.target": "contrast.place",
                "found": "contrast.scores",
                "found.target": "contrast.place",
                "both.loss1": "surprise.loss",
                "both.loss2": "codes.loss",
                "listen.loss": "both.loss",
                "spans": "chance.noise",
                "by_moment": "spans",
                "hidden": "by_moment",
                "heard.x": "few.wave",
                "gaps": "heard.y",
                "understood.x": "gaps",
                "scores": "understood.y",
                "log_p": "scores",
                "by_time": "log_p",
                "loss.log_probs": "by_time",
                "loss.targets": "few.keys",
                "moments.like": "few.count",
                "lengths": "moments",
                "loss.input_lengths": "lengths",
                "loss.target_lengths": "few.count",
                "tune.loss": "loss.loss",
                "greedy": "log_p",
                "key_error": "greedy",
                "key_error.target": "few.keys",
                "exact": "greedy",
                "exact.target": "few.keys",
                "answer": "greedy",
            },
            notes={
                "sounds": (
                    "A thousand recordings x of a second, in each of which three to six telephone keys are pressed in "
                    "loud noise. Nobody wrote down which."
                ),
                "features": "The feature encoder: each 20 ms become a vector z, 50 a second. Open it.",
                "worth": "Which 32 numbers of each moment are to be guessed, in eight groups of four.",
                "codes": (
                    "The quantiser: each group becomes the nearest of 64 codes, which all groups share. What does not "
                    "come again, such as the noise, finds no code. (The paper draws two codes by Gumbel softmax.)"
                ),
                "joined": "The eight codes of a moment side by side: the target q.",
                "contrast": (
                    "How well each guess fits the target of its own moment, and those of all others of the recording, "
                    "the distractors. Open it."
                ),
                "surprise": "Contrastive loss: how surprised it is which moment was hidden; ln 50 = 3.9 is a guess.",
                "listen": "Stage 1 trains all that listens: no transcript is looked at.",
                "blank": "A learned vector that stands where a moment is hidden.",
                "shown": "The moments as the transformer sees them, about four of ten hidden.",
                "context": "The context network: each moment looks at all others and becomes c. Open it.",
                "guess": "What was hidden, as far as the others tell: 32 numbers like those of q.",
                "found": "The share of hidden moments whose guess fits their own target best.",
                "both": "Together with how far moments are from their codes.",
                "chance": "A number between 0 and 1 for each moment, drawn anew at each step.",
                "spans": "The largest of three neighbours, so that moments are hidden by threes at least.",
                "by_moment": "One number a moment.",
                "hidden": "Hidden where one of the three is above 0.85: a key is heard for four moments or five.",
                "few": "The same recordings with their keys y, but 50 of them alone: 5 %.",
                "heard": "The same feature encoder, the same weights.",
                "gaps": "While it learns, one moment in five is left out, so that none is relied upon.",
                "understood": "The same context network.",
                "scores": "For each moment a score of each of 12 keys, and of the blank: all that is new in stage 2.",
                "log_p": "Scores as logarithms of probabilities, log p(k | t).",
                "by_time": "Time first, as the loss takes it.",
                "loss": "CTC, -log p(y | x): summed over all ways to spread the keys over the moments.",
                "moments": "Each recording has 50 moments.",
                "lengths": "As whole numbers, as the loss counts them.",
                "exact": "The share of numbers that are right in every key.",
                "key_error": "Keys that are missing, wrong or too many, as a share of those that were dialled.",
                "greedy": "The likeliest of each moment; repeats are one, blanks are left out.",
                "tune": "Stage 2, fine-tuning: encoder, context and scores learn from the 50 transcripts.",
            },
        ),
        features=FEATURES,
        context=CONTEXT,
        worth=WORTH,
        contrast=contrast(MOMENTS, 10.0),
        epochs=15 + 40,
        batch_size=32,
        stages=(Stage(name="Listen", epochs=15, objectives=("listen",)), TUNE),
    ),
)
