"""A variational autoencoder for digits.

Reference: Kingma and Welling, "Auto-Encoding Variational Bayes", 2014.
"""

from builder.kinds.starter import Bar, Starter, cell, drawing, grid, line

ENCODER = line(cell("flatten", "Flatten"), cell("hidden", "Linear", out_features=64), cell("relu", "ReLU"))
DECODER = line(
    cell("hidden", "Linear", out_features=64),
    cell("relu", "ReLU"),
    cell("pixels", "Linear", out_features=64),
    cell("ink", "Sigmoid"),
    cell("image", "Unflatten", dim=1, unflattened_size=(1, 8, 8)),
)

STARTER = Starter(
    key="vae",
    order=530,
    chapter="generative",
    system="vae",
    title="Variational autoencoder",
    summary="Squeezes digits into two numbers each, and draws digits from any two numbers.",
    bars=(Bar("loss", 0.07, margin=0.1),),
    document=drawing(
        grid(
            [
                cell("digits", "Digits"),
                cell("encoder", "Block", block="encoder"),
                cell("mean", "Linear", out_features=2),
                cell("code", "Reparameterize"),
                cell("decoder", "Block", block="decoder"),
                cell("drawn", "MSELoss"),
                cell("loss", "AddLosses"),
                cell("objective", "Objective", lr=0.003),
            ],
            [
                None,
                cell("noise", "Noise", shape=2),
                cell("log_variance", "Linear", out_features=2),
                cell("spread", "KLDivergence"),
                cell("little", "ScaleLoss", weight=0.005),
                cell("answer", "Output"),
                cell("made", "SampleLatent"),
            ],
            wires={
                "encoder.x": "digits.image",
                "mean": "encoder.y",
                "log_variance": "encoder.y",
                "code.mean": "mean",
                "code.log_variance": "log_variance",
                "code.noise": "noise.noise",
                "decoder.x": "code",
                "drawn": "decoder.y",
                "drawn.target": "digits.image",
                "answer": "decoder.y",
                "made.decoded": "decoder.y",
                "made.code": "code",
                "spread.mean": "mean",
                "spread.log_variance": "log_variance",
                "little.part": "spread.loss",
                "loss.loss1": "drawn.loss",
                "loss.loss2": "little.loss",
                "objective.loss": "loss.loss",
            },
        ),
        encoder=ENCODER,
        decoder=DECODER,
        epochs=40,
        batch_size=64,
    ),
)
