"""A generative adversarial network in the plane.

The discriminator D gives a high score to real points and a low one to made ones: softplus(-D(x)) + softplus(D(G(z))) is
the binary cross-entropy of that. The generator G wants softplus(-D(G(z))) to be small.

Reference: Goodfellow et al., "Generative Adversarial Nets", 2014.
"""

from builder.drawing.problems import SetParam
from builder.kinds.lesson import Baseline, Bypass, Lesson, Variant, retrain
from builder.kinds.starter import Bar, Starter, cell, drawing, grid, line
from builder.starters.parts.adversarial import GAME_WIRES

GENERATOR = line(
    cell("hidden1", "Linear", out_features=64),
    cell("relu1", "ReLU"),
    cell("hidden2", "Linear", out_features=64),
    cell("relu2", "ReLU"),
    cell("point", "Linear", out_features=2),
    notes={
        "hidden1": "64 weighted sums of the noise z.",
        "hidden2": "64 weighted sums of those.",
        "point": "Two numbers: where the made point G(z) lies.",
    },
)
DISCRIMINATOR = line(
    cell("hidden1", "Linear", out_features=64),
    cell("relu1", "LeakyReLU", negative_slope=0.2),
    cell("hidden2", "Linear", out_features=64),
    cell("relu2", "LeakyReLU", negative_slope=0.2),
    cell("score", "Linear", out_features=1),
    notes={
        "hidden1": "64 lines across the plane.",
        "relu1": "Leaks a little of what is negative, so that the generator always feels a slope.",
        "hidden2": "64 borders made of these lines.",
        "relu2": "Leaks here too.",
        "score": "D(x), a score: above 0 it takes the point for real. Over the plane it is the landscape that the "
        "generator climbs.",
    },
)

STARTER = Starter(
    key="gan",
    order=510,
    chapter="generative",
    system="gan",
    title="Generative adversarial network",
    summary="A generator learns to place points on a ring by fooling a network that tells them from real ones.",
    bars=(Bar("modes", 7, margin=0), Bar("high_quality", 0.75, margin=0.1)),
    lesson=Lesson(
        paper='Goodfellow et al., "Generative Adversarial Nets", 2014',
        teaches="Two networks teach each other: one by making, the other by finding fault.",
        expect=(
            "Made points begin as one heap, run around the ring, then split until all eight clouds are found. Neither "
            "loss goes to zero: at a draw the discriminator's is near 2 log 2 = 1.39 and the generator's near 0.69. "
            "Select the discriminator and look over the plane: hills stand where it still misses points."
        ),
        tries=(
            Variant(
                label="One random number in the place of eight",
                expect="The ring must be folded from a line: points lie on threads between the clouds.",
                edits=(SetParam(id="noise", name="shape", value=1),),
            ),
            Variant(
                label="A generator of eight neurons",
                block="generator",
                expect="It can't bend noise into eight heaps: they run together or some are left out.",
                edits=(
                    SetParam(id="hidden1", name="out_features", value=8),
                    SetParam(id="hidden2", name="out_features", value=8),
                ),
            ),
            Variant(
                label="A fifth of the time",
                expect="The made points have only begun to part: few have arrived in a cloud.",
                edits=(retrain(epochs=100),),
            ),
        ),
        ablation=Variant(
            label="A discriminator that draws one line",
            block="discriminator",
            expect=(
                "Without its activations it can only tell on which side of a line a point lies. The generator learns "
                "where the middle of the ring is, and nothing else."
            ),
            edits=(Bypass(id="relu1"), Bypass(id="relu2")),
        ),
        broken=Variant(
            label="Break it: a generator in too great a hurry",
            expect=(
                "At forty times the rate it jumps to wherever the discriminator is fooled now, all points at once, and "
                "on when that is noticed: mode collapse."
            ),
            edits=(SetParam(id="fool", name="lr", value=0.02),),
        ),
        baselines=(
            Baseline(
                "one round cloud",
                "high_quality",
                value=0.066,
                why="Of points of a bell curve as wide as the ring, so many lie by chance in one of its clouds.",
            ),
            Baseline("a single point", "modes", value=1, why="Whoever always makes the same point finds one cloud."),
        ),
    ),
    document=drawing(
        grid(
            [
                cell("ring", "RingOfGaussians"),
                cell("discriminator", "Block", block="discriminator"),
                cell("minus_real", "Negate"),
                cell("missed_real", "Softplus"),
                cell("mistakes", "Add"),
                cell("discriminator_loss", "MeanLoss"),
                cell("tell_apart", "Objective", over="discriminator", lr=0.001),
            ],
            [
                cell("noise", "Noise", shape=8),
                cell("generator", "Block", block="generator"),
                cell("of_made", "Share", of="discriminator"),
                cell("missed_made", "Softplus"),
                cell("caught", "Softplus"),
                cell("generator_loss", "MeanLoss"),
                cell("fool", "Objective", over="generator", lr=0.0005),
            ],
            [
                None,
                cell("modes", "ModeCount"),
                cell("made", "Output"),
                cell("minus_made", "Negate"),
                cell("high_quality", "HighQualityShare"),
            ],
            wires={
                "discriminator.x": "ring.point",
                "generator.x": "noise.noise",
                **GAME_WIRES,
                "modes": "generator.y",
                "modes.target": "ring.point",
                "modes.labels": "ring.cloud",
                "high_quality": "generator.y",
                "high_quality.target": "ring.point",
                "high_quality.labels": "ring.cloud",
            },
            notes={
                "ring": "Real points x in eight clouds on a ring.",
                "discriminator": "D(x): a score above 0 for what it takes for real.",
                "minus_real": "-D(x).",
                "missed_real": "log(1 + e^-D(x)) = -log of how probable it finds it that a real point is real.",
                "mistakes": "Both of its mistakes: real points taken for made ones, and made ones for real.",
                "discriminator_loss": "Their mean: binary cross-entropy.",
                "tell_apart": "Makes the discriminator better, and leaves the generator alone.",
                "noise": "z: eight random numbers, fresh for each point.",
                "generator": "G(z): turns noise into a point.",
                "of_made": "The same discriminator, the same weights, on made points: D(G(z)).",
                "missed_made": "log(1 + e^D(G(z))): large where a made point passes for real.",
                "caught": "log(1 + e^-D(G(z))): large where a made point is caught.",
                "generator_loss": "Its mean: what the generator makes small (the non-saturating loss of the paper).",
                "fool": "Makes the generator better, through the discriminator, and leaves that one as it is.",
                "modes": "How many of the eight clouds hold at least one made point, within three standard deviations.",
                "minus_made": "-D(G(z)).",
                "high_quality": "The share of made points that lie within three standard deviations of some cloud.",
            },
        ),
        generator=GENERATOR,
        discriminator=DISCRIMINATOR,
        epochs=500,
        batch_size=128,
    ),
)
