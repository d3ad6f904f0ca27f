"""A GAN of convolutions that makes digits.

Reference: Radford, Metz and Chintala, "Unsupervised Representation Learning with Deep Convolutional Generative
Adversarial Networks", 2016.
"""

from builder.drawing.problems import SetParam
from builder.kinds.lesson import Baseline, Bypass, Lesson, Variant, retrain
from builder.kinds.starter import Bar, Starter, cell, drawing, grid, line
from builder.starters.parts.adversarial import DIGIT_NOTES, GAME_WIRES, JUDGE_NOTES, JUDGE_WIRES
from builder.starters.pixelcnn import JUDGE

DISCRIMINATOR = line(
    cell("strokes", "Conv2d", out_channels=32, kernel_size=4, stride=2, padding=1),
    cell("relu1", "LeakyReLU", negative_slope=0.2),
    cell("parts", "Conv2d", out_channels=64, kernel_size=4, stride=2, padding=1),
    cell("norm", "BatchNorm2d"),
    cell("relu2", "LeakyReLU", negative_slope=0.2),
    cell("flatten", "Flatten"),
    cell("score", "Linear", out_features=1),
    notes={
        "strokes": "32 filters look for strokes, at every second place: no pooling.",
        "relu1": "Leaks a little of what is negative, so that the generator always feels a slope.",
        "parts": "64 filters put strokes together.",
        "norm": "Gives each of their maps mean 0 and variance 1 over the batch.",
        "relu2": "Leaks here too.",
        "score": "D(x), a score: above 0 it takes the digit for real.",
    },
)
GENERATOR = line(
    cell("hidden", "Linear", out_features=256),
    cell("maps", "Unflatten", dim=1, unflattened_size=(64, 2, 2)),
    cell("norm1", "BatchNorm2d"),
    cell("relu1", "ReLU"),
    cell("enlarge1", "ConvTranspose2d", out_channels=32, kernel_size=4, stride=2, padding=1),
    cell("norm2", "BatchNorm2d"),
    cell("relu2", "ReLU"),
    cell("enlarge2", "ConvTranspose2d", out_channels=1, kernel_size=4, stride=2, padding=1),
    cell("ink", "Sigmoid"),
    into="z",
    notes={
        "hidden": "Noise becomes 256 numbers,",
        "maps": "folded into 64 maps of 2 by 2.",
        "norm1": "Gives every map mean 0 and variance 1 over the batch, so that steps may be large.",
        "enlarge1": "Each place paints 4 by 4 pixels: 64 maps of 2 by 2 become 32 of 4 by 4.",
        "norm2": "Evens out these maps too.",
        "enlarge2": "And these one picture of 8 by 8.",
    },
)

STARTER = Starter(
    key="dcgan",
    order=515,
    chapter="generative",
    system="dcgan",
    title="Deep convolutional GAN",
    summary="A generator of convolutions learns to write digits by fooling a network that tells them from real ones.",
    bars=(Bar("certainty", 0.91, margin=0.04), Bar("digits_found", 10, margin=0)),
    lesson=Lesson(
        paper=(
            'Radford, Metz and Chintala, "Unsupervised Representation Learning with Deep Convolutional Generative '
            'Adversarial Networks", 2016'
        ),
        teaches="Two networks of convolutions that teach each other can make pictures, not only points.",
        expect=(
            "Made digits begin as grey blots. Within fifteen epochs strokes hold together and all ten digits are "
            "found; after that they only become clearer: the judge's certainty climbs to about 0.92, where it is 0.97 "
            "sure of real ones. The losses of the two networks tell nothing of that: they only play to a draw."
        ),
        tries=(
            Variant(
                label="A fifth of the time",
                expect="All ten digits are there, but frayed: the judge is about 0.79 sure.",
                edits=(retrain(epochs=15),),
            ),
            Variant(
                label="Eight maps in the place of 64",
                block="generator",
                expect="A generator of a tenth of the size still finds all ten, less clearly: about 0.89.",
                edits=(
                    SetParam(id="hidden", name="out_features", value=32),
                    SetParam(id="maps", name="unflattened_size", value=(8, 2, 2)),
                    SetParam(id="enlarge1", name="out_channels", value=8),
                ),
            ),
            Variant(
                label="Adam with its usual memory",
                expect=(
                    "With beta_1 = 0.9 steps go on where the game went some steps ago: the discriminator stays ahead, "
                    "and the judge is about 0.88 sure."
                ),
                edits=(
                    SetParam(id="tell_apart", name="betas", value="0.9, 0.999"),
                    SetParam(id="fool", name="betas", value="0.9, 0.999"),
                ),
            ),
        ),
        ablation=Variant(
            label="A discriminator that draws one line",
            block="discriminator",
            expect=(
                "Without what bends between its filters it can only weigh pixels, and the generator learns the mean "
                "picture: blots that the judge takes for two of the ten digits."
            ),
            edits=(Bypass(id="relu1"), Bypass(id="norm"), Bypass(id="relu2")),
        ),
        broken=Variant(
            label="Break it: forget a sign",
            expect=(
                "The generator now makes small how real its digits look: both networks want the same, that made ones "
                "are caught. Nothing like a digit comes of it, and both losses go to nothing."
            ),
            edits=(Bypass(id="minus_made"),),
        ),
        baselines=(
            Baseline("real digits", "certainty", drawn="real_certainty"),
            Baseline("one digit over and over", "digits_found", value=1, why="Whoever makes one digit finds one."),
        ),
    ),
    document=drawing(
        grid(
            [
                cell("digits", "Digits"),
                cell("discriminator", "Block", block="discriminator"),
                cell("minus_real", "Negate"),
                cell("missed_real", "Softplus"),
                cell("mistakes", "Add"),
                cell("discriminator_loss", "MeanLoss"),
                cell("tell_apart", "Objective", over="discriminator", lr=0.0005, betas="0.5, 0.999"),
            ],
            [
                cell("noise", "Noise", shape=16),
                cell("generator", "Block", block="generator"),
                cell("of_made", "Share", of="discriminator"),
                cell("missed_made", "Softplus"),
                cell("caught", "Softplus"),
                cell("generator_loss", "MeanLoss"),
                cell("fool", "Objective", over="generator", lr=0.001, betas="0.5, 0.999"),
            ],
            [
                cell("judge", "Block", block="judge"),
                cell("reader", "Share", of="judge"),
                cell("made", "Output"),
                cell("minus_made", "Negate"),
                cell("certainty", "Certainty"),
                cell("digits_found", "ClassCount"),
            ],
            [
                cell("judge_loss", "CrossEntropyLoss"),
                cell("judge_accuracy", "Accuracy"),
                cell("learn_to_read", "Objective", over="judge", lr=0.002),
                None,
                cell("real_certainty", "Certainty"),
            ],
            wires={
                "discriminator.x": "digits.image",
                **GAME_WIRES,
                **JUDGE_WIRES,
                "generator.z": "noise.noise",
            },
            notes={
                **DIGIT_NOTES,
                **JUDGE_NOTES,
                "tell_apart": (
                    "Makes the discriminator better. Adam with a short memory, beta_1 = 0.5: the game changes with "
                    "each step."
                ),
                "generator": "G(z): turns noise into a digit.",
                "fool": "Makes the generator better, through the discriminator, and leaves that one as it is.",
            },
        ),
        generator=GENERATOR,
        discriminator=DISCRIMINATOR,
        judge=JUDGE,
        epochs=70,
        batch_size=64,
    ),
)
