"""A generative adversarial network in the plane.

The critic gives a high score to real points and a low one to made ones: softplus(-real) + softplus(made) is the
binary cross-entropy of that. The maker wants softplus(-made) to be small.

Reference: Goodfellow et al., "Generative Adversarial Nets", 2014.
"""

from builder.kinds.starter import Starter, cell, drawing, grid, line

MAKER = line(
    cell("hidden1", "Linear", out_features=64),
    cell("relu1", "ReLU"),
    cell("hidden2", "Linear", out_features=64),
    cell("relu2", "ReLU"),
    cell("point", "Linear", out_features=2),
)
CRITIC = line(
    cell("hidden1", "Linear", out_features=64),
    cell("relu1", "LeakyReLU", negative_slope=0.2),
    cell("hidden2", "Linear", out_features=64),
    cell("relu2", "LeakyReLU", negative_slope=0.2),
    cell("score", "Linear", out_features=1),
)

STARTER = Starter(
    key="gan",
    order=510,
    chapter="generative",
    system="gan",
    title="Generative adversarial network",
    summary="A maker learns to place points on a ring by fooling a critic that learns to tell them from real ones.",
    document=drawing(
        grid(
            [
                cell("ring", "RingOfGaussians"),
                cell("critic", "Block", block="critic"),
                cell("not_real", "Negate"),
                cell("missed", "Softplus"),
                cell("mistakes", "Add"),
                cell("critic_loss", "MeanLoss"),
                cell("judge", "Objective", over="critic", lr=0.001),
            ],
            [
                cell("noise", "Noise", shape=8),
                cell("maker", "Block", block="maker"),
                cell("suspect", "Share", of="critic"),
                cell("fooled", "Softplus"),
                cell("caught", "Softplus"),
                cell("maker_loss", "MeanLoss"),
                cell("trick", "Objective", over="maker", lr=0.0005),
            ],
            [None, None, cell("made", "Output"), cell("not_made", "Negate")],
            wires={
                "critic.x": "ring.point",
                "maker.x": "noise.noise",
                "suspect.x": "maker.y",
                "made": "maker.y",
                "not_real": "critic.y",
                "missed": "not_real",
                "fooled": "suspect.y",
                "mistakes": "missed",
                "mistakes.other": "fooled",
                "critic_loss.signal": "mistakes",
                "judge.loss": "critic_loss.loss",
                "not_made": "suspect.y",
                "caught": "not_made",
                "maker_loss.signal": "caught",
                "trick.loss": "maker_loss.loss",
            },
        ),
        maker=MAKER,
        critic=CRITIC,
        epochs=500,
        batch_size=128,
    ),
)
