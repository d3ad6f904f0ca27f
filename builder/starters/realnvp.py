"""A normalizing flow in the plane.

Couplings turn the two moons into a round cloud, whose density is known: -log p = |z|^2 / 2 + log(2 pi) less the
logarithm of how much they stretch the plane.

Reference: Dinh, Sohl-Dickstein and Bengio, "Density Estimation Using Real NVP", 2017.
"""

import math

from builder.kinds.starter import Bar, Starter, cell, drawing, grid

STARTER = Starter(
    key="realnvp",
    order=540,
    chapter="generative",
    system="normalizing-flow",
    title="Normalizing flow",
    summary="Bends the plane, without tearing it, until two moons become one round cloud of known density.",
    bars=(Bar("loss", 1.25, margin=0.1),),
    document=drawing(
        grid(
            [
                cell("moons", "TwoMoons", noise=0.1),
                cell("bend1", "AffineCoupling", hidden_features=32),
                cell("bend2", "AffineCoupling", hidden_features=32, swap=True),
                cell("bend3", "AffineCoupling", hidden_features=32),
                cell("bend4", "AffineCoupling", hidden_features=32, swap=True),
                cell("answer", "Output"),
            ],
            [
                None,
                None,
                cell("stretch2", "Add"),
                cell("stretch3", "Add"),
                cell("stretch4", "Add"),
                cell("square", "Square"),
            ],
            [
                cell("distance", "Sum", dim=1),
                cell("outside", "Scale", factor=0.5, offset=math.log(2 * math.pi)),
                cell("surprise", "Subtract"),
                cell("loss", "MeanLoss"),
                cell("objective", "Objective", lr=0.003),
                cell("made", "InvertFlow"),
            ],
            wires={
                "bend1": "moons.point",
                "bend2": "bend1",
                "bend3": "bend2",
                "bend4": "bend3",
                "answer": "bend4",
                "made.latent": "bend4",
                "made.data": "moons.point",
                "stretch2": "bend1.log_det",
                "stretch2.other": "bend2.log_det",
                "stretch3": "stretch2",
                "stretch3.other": "bend3.log_det",
                "stretch4": "stretch3",
                "stretch4.other": "bend4.log_det",
                "square": "bend4",
                "distance": "square",
                "outside": "distance",
                "surprise": "outside",
                "surprise.other": "stretch4",
                "loss.signal": "surprise",
                "objective.loss": "loss.loss",
            },
        ),
        epochs=120,
        batch_size=64,
    ),
)
