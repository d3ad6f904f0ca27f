"""Diffusion in the plane: a network learns to see the noise in points.

At the time t from 0 to 1 a point is cos(t pi / 2) times itself and sin(t pi / 2) times noise.

Reference: Ho, Jain and Abbeel, "Denoising Diffusion Probabilistic Models", 2020; Nichol and Dhariwal, "Improved
Denoising Diffusion Probabilistic Models", 2021, for the cosine.
"""

import math

from builder.kinds.starter import Bar, Starter, cell, drawing, grid, line

DENOISER = line(
    cell("hidden1", "Linear", out_features=64),
    cell("act1", "SiLU"),
    cell("hidden2", "Linear", out_features=64),
    cell("act2", "SiLU"),
    cell("noise", "Linear", out_features=2),
)

STARTER = Starter(
    key="ddpm",
    order=560,
    chapter="generative",
    system="ddpm",
    title="Diffusion",
    summary="Drowns points in noise and learns to see the noise, which makes new points out of noise alone.",
    bars=(Bar("explained", 0.55, margin=0.08),),
    document=drawing(
        grid(
            [
                cell("moons", "TwoMoons"),
                cell("keep", "Cos"),
                cell("kept", "Multiply"),
                cell("noisy", "Add"),
                cell("seen", "Concatenate", dim=1),
                cell("loss", "MSELoss"),
                cell("objective", "Objective", lr=0.003),
            ],
            [
                cell("time", "Noise", shape=1, kind="uniform"),
                cell("angle", "Scale", factor=math.pi / 2),
                cell("drown", "Sin"),
                cell("drowned", "Multiply"),
                None,
                cell("explained", "R2"),
                None,
            ],
            [
                cell("noise", "Noise", shape=2),
                cell("moment", "Scale", factor=1000.0),
                cell("clock", "TimeEmbedding", dim=16),
                None,
                cell("denoiser", "Block", block="denoiser"),
                cell("answer", "Output"),
                cell("made", "DiffusionSampler"),
            ],
            wires={
                "angle": "time.noise",
                "keep": "angle",
                "drown": "angle",
                "kept": "moons.point",
                "kept.other": "keep",
                "drowned": "noise.noise",
                "drowned.other": "drown",
                "noisy": "kept",
                "noisy.other": "drowned",
                "moment": "time.noise",
                "clock": "moment",
                "seen.input1": "noisy",
                "seen.input2": "clock",
                "denoiser.x": "seen",
                "loss": "denoiser.y",
                "loss.target": "noise.noise",
                "explained": "denoiser.y",
                "explained.target": "noise.noise",
                "answer": "denoiser.y",
                "made.predicted": "denoiser.y",
                "made.noisy": "noisy",
                "made.data": "moons.point",
                "made.noise": "noise.noise",
                "made.time": "time.noise",
                "objective.loss": "loss.loss",
            },
        ),
        denoiser=DENOISER,
        epochs=100,
        batch_size=64,
    ),
)
