"""Diffusion in the plane: a network learns to see the noise in points.

At the time t from 0 to 1 a point is x_t = sqrt(alpha_bar) x_0 + sqrt(1 - alpha_bar) epsilon, where sqrt(alpha_bar) is
cos(t pi / 2) and sqrt(1 - alpha_bar) therefore sin(t pi / 2).

Reference: Ho, Jain and Abbeel, "Denoising Diffusion Probabilistic Models", 2020; Nichol and Dhariwal, "Improved
Denoising Diffusion Probabilistic Models", 2021, for the cosine.
"""

import math

from builder.drawing.problems import Connect, SetParam
from builder.kinds.lesson import Baseline, FullSize, Lesson, Variant
from builder.kinds.starter import Bar, Starter, cell, drawing, grid, line
from builder.starters.full.diffusion import cifar10

DENOISER = line(
    cell("hidden1", "Linear", out_features=128),
    cell("act1", "SiLU"),
    cell("hidden2", "Linear", out_features=128),
    cell("act2", "SiLU"),
    cell("hidden3", "Linear", out_features=128),
    cell("act3", "SiLU"),
    cell("noise", "Linear", out_features=2),
    notes={
        "x": "The noisy point x_t and the time, as waves.",
        "hidden1": "128 weighted sums of these.",
        "act1": "Lets through what is positive, softly.",
        "hidden2": "128 sums of what is left.",
        "act2": "Softly, again.",
        "hidden3": "128 sums of what is left then.",
        "act3": "Softly, again.",
        "noise": "Two numbers: the noise that it sees in the point.",
    },
)

STARTER = Starter(
    key="ddpm",
    order=560,
    chapter="generative",
    system="ddpm",
    title="Diffusion",
    summary="Drowns points in noise and learns to see the noise, which makes new points out of noise alone.",
    bars=(Bar("apart", 0.015, margin=0.01),),
    lesson=Lesson(
        paper='Ho, Jain and Abbeel, "Denoising Diffusion Probabilistic Models", 2020',
        teaches="Whoever can see the noise in things can take it away, step by step, until things are left.",
        expect=(
            "The loss falls quickly and then stays, as nobody can see all noise: of a point that is nearly all signal "
            "nothing tells how it was moved. What is made goes on becoming better: a cloud, two bananas, two moons. "
            "The energy distance falls from 0.2, that of noise, to about 0.01."
        ),
        tries=(
            Variant(
                label="Three steps in the place of forty",
                expect="It must leap where it should walk: the moons come out blurred.",
                edits=(SetParam(id="made", name="steps", value=3),),
            ),
            Variant(
                label="Fresh noise at each step",
                expect="The first way of sampling, DDPM: with 40 steps it comes only half as near; it wants more.",
                edits=(SetParam(id="made", name="method", value="DDPM"),),
            ),
            Variant(
                label="A denoiser of eight neurons",
                block="denoiser",
                expect="It sees only where the cloud is thick: two smears.",
                edits=tuple(SetParam(id=f"hidden{place}", name="out_features", value=8) for place in (1, 2, 3)),
            ),
        ),
        ablation=Variant(
            label="Do not tell it the time",
            expect=(
                "It sees a point, and not how much of it is noise, so it takes away a mean of all times: too much from "
                "clear points, too little from drowned ones."
            ),
            edits=(SetParam(id="moment", name="factor", value=0.0),),
        ),
        broken=Variant(
            label="Break it: learn without noise",
            expect="It never sees a noisy point and learns nothing of noise: what it takes away is nonsense.",
            edits=(Connect(target="x_t.other", source="signal.output"),),
        ),
        baselines=(Baseline("noise", "apart", drawn="noise_apart"),),
        full_size=(
            FullSize(
                title="The network for CIFAR-10",
                parameters=35_746_307,
                source="Ho, Jain and Abbeel, 2020, appendix B: 35.7 million",
                document=cifar10(),
            ),
        ),
    ),
    document=drawing(
        grid(
            [
                cell("moons", "TwoMoons", samples=4_000, noise=0.1),
                cell("sqrt_alpha_bar", "Cos"),
                cell("signal", "Multiply"),
                cell("x_t", "Add"),
                cell("seen", "Concatenate", dim=1),
                cell("loss", "MSELoss"),
                cell("objective", "Objective", lr=0.003, schedule="CosineAnnealingLR"),
            ],
            [
                cell("t", "Noise", shape=1, kind="uniform"),
                cell("angle", "Scale", factor=math.pi / 2),
                cell("noise_level", "Sin"),
                cell("noise_part", "Multiply"),
                cell("denoiser", "Block", block="denoiser"),
                cell("explained", "R2"),
                cell("answer", "Output"),
            ],
            [
                cell("epsilon", "Noise", shape=2),
                cell("moment", "Scale", factor=1000.0),
                cell("clock", "TimeEmbedding", dim=16),
                cell("noise_apart", "EnergyDistance"),
                None,
                cell("made", "DiffusionSampler"),
                cell("apart", "EnergyDistance"),
            ],
            wires={
                "angle": "t.noise",
                "sqrt_alpha_bar": "angle",
                "noise_level": "angle",
                "signal": "moons.point",
                "signal.other": "sqrt_alpha_bar",
                "noise_part": "epsilon.noise",
                "noise_part.other": "noise_level",
                "x_t": "signal",
                "x_t.other": "noise_part",
                "moment": "t.noise",
                "clock": "moment",
                "seen.input1": "x_t",
                "seen.input2": "clock",
                "denoiser.x": "seen",
                "loss": "denoiser.y",
                "loss.target": "epsilon.noise",
                "explained": "denoiser.y",
                "explained.target": "epsilon.noise",
                "answer": "denoiser.y",
                "made.predicted": "denoiser.y",
                "made.noisy": "x_t",
                "made.data": "moons.point",
                "made.noise": "epsilon.noise",
                "made.time": "t.noise",
                "apart": "made",
                "apart.target": "moons.point",
                "noise_apart": "epsilon.noise",
                "noise_apart.target": "moons.point",
                "objective.loss": "loss.loss",
            },
            notes={
                "moons": "Points x_0 of two crescents, without noise.",
                "t": "A time between 0 and 1, another one for each point.",
                "angle": "t pi / 2: a quarter of a circle.",
                "sqrt_alpha_bar": "cos(t pi / 2): how much is left of the point. In the paper, the root of alpha-bar.",
                "noise_level": "sin(t pi / 2), the root of 1 - alpha-bar: how much noise is mixed in.",
                "signal": "sqrt(alpha-bar) x_0.",
                "noise_part": "sqrt(1 - alpha-bar) epsilon.",
                "x_t": "The noisy point. At t = 0 it is the point, at t = 1 noise alone.",
                "epsilon": "Noise from a bell curve: what the network has to find.",
                "moment": "The time in thousandths, as in the paper.",
                "clock": "The time as waves, fast ones and slow ones, which a network can read.",
                "seen": "What the network is given: x_t and t.",
                "denoiser": "epsilon_theta(x_t, t): which noise it sees in the point.",
                "loss": "|epsilon - epsilon_theta|^2: how far that is from the noise that was mixed in.",
                "explained": "The share of the noise that it sees.",
                "objective": "Adam, in steps that become smaller along half a cosine.",
                "made": "Begins with noise at t = 1 and takes away, in 40 steps, what the network sees of it.",
                "apart": "Energy distance of made points from real ones: 0 only where both are spread alike.",
                "noise_apart": "The same of noise, with which everything begins.",
            },
        ),
        denoiser=DENOISER,
        epochs=60,
        batch_size=128,
        settings={"decoded": 500},
    ),
)
