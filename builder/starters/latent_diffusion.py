"""Diffusion in the codes of an autoencoder, led by words: noise becomes a few numbers, and these a picture.

At the time t from 0 to 1 a code is z_t = z + t (epsilon - z), on a straight line from the code z to the noise epsilon;
what is learned is v = epsilon - z, which leads along it (flow matching, as in Stable Diffusion 3).

References: Rombach, Blattmann, Lorenz, Esser and Ommer, "High-Resolution Image Synthesis with Latent Diffusion Models",
2022; Ho and Salimans, "Classifier-Free Diffusion Guidance", 2022; Liu, Gong and Liu, "Flow Straight and Fast", 2023.
"""

from builder.drawing.document import Stage
from builder.drawing.problems import SetParam
from builder.kinds.lesson import Baseline, Lesson, Variant, retrain
from builder.kinds.starter import Bar, Starter, cell, drawing, grid, line

CODE = 32
"""So many numbers are left of the 768 of a picture."""

ENCODER = line(
    cell("edges", "Conv2d", out_channels=16, kernel_size=3, stride=2, padding=1),
    cell("relu1", "ReLU"),
    cell("parts", "Conv2d", out_channels=32, kernel_size=3, stride=2, padding=1),
    cell("relu2", "ReLU"),
    cell("flatten", "Flatten"),
    cell("code", "Linear", out_features=CODE),
    notes={
        "edges": "16 small filters, at every second pixel.",
        "parts": "32 filters on those: maps of 4 by 4.",
        "code": "32 numbers in the place of 768.",
    },
)
DECODER = line(
    cell("spread", "Linear", out_features=512),
    cell("relu1", "ReLU"),
    cell("maps", "Unflatten", dim=1, unflattened_size=(32, 4, 4)),
    cell("enlarge1", "ConvTranspose2d", out_channels=16, kernel_size=4, stride=2, padding=1),
    cell("relu2", "ReLU"),
    cell("enlarge2", "ConvTranspose2d", out_channels=3, kernel_size=4, stride=2, padding=1),
    cell("light", "Sigmoid"),
    notes={
        "spread": "The code becomes 512 numbers,",
        "maps": "folded into 32 maps of 4 by 4.",
        "enlarge1": "Maps of 8 by 8.",
        "enlarge2": "A picture of 16 by 16 in red, green and blue.",
    },
)
WORDS = grid(
    [
        cell("caption", "Input"),
        cell("meaning", "Embedding", num_embeddings=9, embedding_dim=16, padding_idx=0),
        cell("flatten", "Flatten"),
        cell("left_out", "Multiply"),
        cell("heard", "TrainingSwitch"),
        cell("y", "Output"),
    ],
    [cell("chance", "Input"), cell("is_told", "Compare", relation="greater", value=0.0), cell("one", "ToFloat")],
    wires={
        "meaning": "caption",
        "flatten": "meaning",
        "is_told": "chance",
        "one": "is_told",
        "left_out": "flatten",
        "left_out.other": "one",
        "heard.training": "left_out",
        "heard.answering": "flatten",
        "y": "heard",
    },
    notes={
        "caption": "Three words as whole numbers.",
        "meaning": "16 learned numbers for each word, and noughts for none.",
        "chance": "A number from 0 to 7.",
        "is_told": "No for one sample in eight.",
        "one": "1 for yes, 0 for no.",
        "left_out": "Where it is no, nothing is told: noughts.",
        "heard": "Only while training words are left out, so that it learns to paint without them, too.",
    },
)
DENOISER = line(
    cell("hidden1", "Linear", out_features=192),
    cell("act1", "SiLU"),
    cell("hidden2", "Linear", out_features=192),
    cell("act2", "SiLU"),
    cell("hidden3", "Linear", out_features=192),
    cell("act3", "SiLU"),
    cell("v", "Linear", out_features=CODE),
    notes={
        "x": "The noisy code z_t, the time and the words.",
        "hidden1": "192 weighted sums of these.",
        "act1": "Lets through what is positive, softly.",
        "hidden2": "192 sums of what is left.",
        "act2": "Softly, again.",
        "hidden3": "192 sums of what is left then.",
        "act3": "Softly, again.",
        "v": "In which direction the noise lies, seen from the code.",
    },
)
JUDGE = line(
    cell("edges", "Conv2d", out_channels=16, kernel_size=3, stride=2, padding=1),
    cell("relu1", "ReLU"),
    cell("parts", "Conv2d", out_channels=32, kernel_size=3, stride=2, padding=1),
    cell("relu2", "ReLU"),
    cell("flatten", "Flatten"),
    cell("scores", "Linear", out_features=18),
    notes={
        "edges": "16 small filters.",
        "parts": "32 filters on those.",
        "scores": "One score for each of 18 captions.",
    },
)
AUTOENCODER = Stage(name="Autoencoder", epochs=34, objectives=("squeeze", "learn_to_read"))
DIFFUSION = Stage(name="Diffusion", epochs=26, objectives=("diffuse",), frozen=("encoder", "norm", "decoder", "judge"))

STARTER = Starter(
    key="latent-diffusion",
    order=570,
    chapter="generative",
    system="latent-diffusion",
    title="Latent diffusion",
    summary="Paints what three words ask for: noise becomes the code of a picture, and a decoder unfolds it.",
    bars=(Bar("as_asked", 0.88, margin=0.05),),
    lesson=Lesson(
        paper='Rombach et al., "High-Resolution Image Synthesis with Latent Diffusion Models", 2022',
        teaches="Diffusion among a few numbers that stand for a picture is far cheaper than among all its pixels.",
        expect=(
            "In the first stage the error of the drawn pictures falls, and what is painted is nonsense, as nobody has "
            "learned yet to make codes. In the second stage the autoencoder stays as it is; within ten epochs "
            "colour and side are right, then the shape: the judge reads 94 of 100 as asked, by the seed from 87 to 98."
        ),
        tries=(
            Variant(
                label="Follow the words less",
                expect=(
                    "At guidance 1 it goes only as far as the words ask for, and more shapes are others: 82 of 100 "
                    "are as asked."
                ),
                edits=(SetParam(id="made", name="guidance", value=1.0),),
            ),
            Variant(
                label="Two steps in the place of ten",
                expect="Two leaps end near a picture, not on it: about a third is misread, mostly in its shape.",
                edits=(SetParam(id="made", name="steps", value=2),),
            ),
            Variant(
                label="A denoiser of 24 neurons",
                block="denoiser",
                expect="It has no room for 18 kinds of codes: nearly a third is misread.",
                edits=tuple(SetParam(id=f"hidden{place}", name="out_features", value=24) for place in (1, 2, 3)),
            ),
        ),
        ablation=Variant(
            label="Paint without listening",
            expect="At guidance 0 it paints as it likes: good pictures, and one of twenty happens to be as asked.",
            edits=(SetParam(id="made", name="guidance", value=0.0),),
        ),
        broken=Variant(
            label="Break it: diffuse before there are codes",
            expect=(
                "It learns codes of an encoder that has learned nothing. Then that one learns, codes become others, "
                "and what the denoiser knows is worth nothing: one of nine is as asked."
            ),
            edits=(retrain(stages=(DIFFUSION, AUTOENCODER)),),
        ),
        baselines=(
            Baseline("a guess", "as_asked", value=1 / 18, why="There are 18 captions, asked for equally often."),
        ),
    ),
    document=drawing(
        grid(
            [
                cell("shapes", "CaptionedShapes"),
                cell("encoder", "Block", block="encoder"),
                cell("norm", "BatchNorm1d", affine=False),
                cell("blurred", "RandomNoise", std=0.05),
                cell("decoder", "Block", block="decoder"),
                cell("drawn", "MSELoss"),
                cell("squeeze", "Objective", lr=0.003, schedule="CosineAnnealingLR", over="encoder, decoder"),
            ],
            [
                cell("epsilon", "Noise", shape=CODE),
                cell("z", "Detach"),
                cell("v", "Subtract"),
                cell("along", "Multiply"),
                cell("z_t", "Add"),
                cell("seen", "Concatenate", dim=1, inputs=3),
                cell("denoiser", "Block", block="denoiser"),
            ],
            [
                cell("chance", "RandomIntegers", high=8, shape=1),
                cell("words", "Block", block="words"),
                cell("t", "Noise", shape=1, kind="uniform"),
                cell("moment", "Scale", factor=1000.0),
                cell("clock", "TimeEmbedding", dim=16),
                cell("loss", "MSELoss"),
                cell("diffuse", "Objective", lr=0.003, schedule="CosineAnnealingLR", over="words, denoiser"),
            ],
            [
                cell("judge", "Block", block="judge"),
                cell("judge_loss", "CrossEntropyLoss"),
                cell("made", "DiffusionSampler", steps=10, predicts="flow", guidance=2.0),
                cell("unfold", "Share", of="decoder"),
                cell("reader", "Share", of="judge"),
                cell("as_asked", "Accuracy"),
                cell("answer", "Output"),
            ],
            [
                cell("judge_accuracy", "Accuracy"),
                cell("learn_to_read", "Objective", lr=0.002, over="judge"),
                None,
                cell("picture", "Output"),
            ],
            wires={
                "encoder.x": "shapes.image",
                "norm": "encoder.y",
                "blurred": "norm",
                "decoder.x": "blurred",
                "drawn": "decoder.y",
                "drawn.target": "shapes.image",
                "squeeze.loss": "drawn.loss",
                "z": "norm",
                "v": "epsilon.noise",
                "v.other": "z",
                "along": "v",
                "along.other": "t.noise",
                "z_t": "z",
                "z_t.other": "along",
                "moment": "t.noise",
                "clock": "moment",
                "words.caption": "shapes.caption",
                "words.chance": "chance.integers",
                "seen.input1": "z_t",
                "seen.input2": "clock",
                "seen.input3": "words.y",
                "denoiser.x": "seen",
                "loss": "denoiser.y",
                "loss.target": "v",
                "diffuse.loss": "loss.loss",
                "answer": "denoiser.y",
                "made.predicted": "denoiser.y",
                "made.noisy": "z_t",
                "made.data": "z",
                "made.noise": "epsilon.noise",
                "made.time": "t.noise",
                "made.condition": "shapes.caption",
                "unfold.x": "made",
                "picture": "unfold.y",
                "reader.x": "unfold.y",
                "as_asked": "reader.y",
                "as_asked.target": "shapes.scene",
                "judge.x": "shapes.image",
                "judge_loss": "judge.y",
                "judge_loss.target": "shapes.scene",
                "judge_accuracy": "judge.y",
                "judge_accuracy.target": "shapes.scene",
                "learn_to_read.loss": "judge_loss.loss",
            },
            notes={
                "shapes": "Pictures x, each with a caption of three words.",
                "encoder": "E(x): makes 32 numbers of a picture.",
                "norm": "Gives each number mean 0 and variance 1, as noise has.",
                "blurred": "While training, a little noise, so that codes near each other give pictures alike.",
                "decoder": "D(z): makes a picture of 32 numbers.",
                "drawn": "How far that is from the picture that went in.",
                "squeeze": "First stage: makes encoder and decoder better; its steps shrink, so codes come to rest.",
                "epsilon": "Noise: 32 numbers from a bell curve.",
                "z": "The code z = E(x). No gradient goes back: the autoencoder stays as it is.",
                "v": "v = epsilon - z: the way from the code to the noise. It is what has to be found.",
                "along": "t v.",
                "z_t": "z + t v: the code at t = 0, noise alone at t = 1.",
                "seen": "What the network is given: z_t, t and the words.",
                "denoiser": "v_theta(z_t, t, words): which way it thinks that the noise lies.",
                "chance": "Whether words are left out, by chance.",
                "words": "tau(y): the caption as numbers that a network can read.",
                "t": "A time between 0 and 1, another one for each sample.",
                "moment": "The time in thousandths.",
                "clock": "The time as waves, fast ones and slow ones.",
                "loss": "|v - v_theta|^2: how far that is from the true way.",
                "diffuse": "Second stage: makes the denoiser better, in steps that become smaller along half a cosine.",
                "judge": "A small network that tells the caption of a picture. It learns from real ones alone.",
                "judge_loss": "Cross-entropy of the judge.",
                "judge_accuracy": "How many real pictures the judge reads rightly, all three words.",
                "learn_to_read": "Trains the judge, and nothing else.",
                "made": "From noise to a code in ten steps. At each it asks with words and without, and goes twice as "
                "far as the words ask for (guidance).",
                "unfold": "The decoder again, the same weights: the picture of that code.",
                "reader": "The judge again, the same weights.",
                "as_asked": "The share of painted pictures that the judge reads as what was asked for.",
            },
        ),
        encoder=ENCODER,
        decoder=DECODER,
        words=WORDS,
        denoiser=DENOISER,
        judge=JUDGE,
        epochs=60,
        batch_size=64,
        stages=(AUTOENCODER, DIFFUSION),
        settings={"decoded": 300},
    ),
)
