"""Diffusion in the codes of an autoencoder: first digits become a few numbers, then noise becomes such numbers.

Reference: Rombach, Blattmann, Lorenz, Esser and Ommer, "High-Resolution Image Synthesis with Latent Diffusion Models",
2022.
"""

from builder.drawing.document import Stage
from builder.kinds.starter import Bar, Starter, cell, drawing, grid, line

ENCODER = line(cell("flatten", "Flatten"), cell("hidden", "Linear", out_features=64), cell("relu", "ReLU"))
DECODER = line(
    cell("hidden", "Linear", out_features=64),
    cell("relu", "ReLU"),
    cell("pixels", "Linear", out_features=64),
    cell("ink", "Sigmoid"),
    cell("image", "Unflatten", dim=1, unflattened_size=(1, 8, 8)),
)
DENOISER = line(
    cell("hidden1", "Linear", out_features=128),
    cell("act1", "SiLU"),
    cell("hidden2", "Linear", out_features=128),
    cell("act2", "SiLU"),
    cell("noise", "Linear", out_features=8),
)

STARTER = Starter(
    key="latent-diffusion",
    order=570,
    chapter="generative",
    system="latent-diffusion",
    title="Latent diffusion",
    summary="First digits become eight numbers each; then a second stage learns to make such numbers out of noise.",
    bars=(Bar("explained", 0.5, margin=0.08),),
    document=drawing(
        grid(
            [
                cell("digits", "Digits"),
                cell("encoder", "Block", block="encoder"),
                cell("code", "Linear", out_features=8),
                cell("norm", "BatchNorm1d", affine=False),
                cell("decoder", "Block", block="decoder"),
                cell("drawn", "MSELoss"),
                cell("squeeze", "Objective", lr=0.003, over="encoder, code, decoder"),
            ],
            [
                cell("noise", "Noise", shape=8),
                cell("time", "RandomIntegers", high=200, shape=1),
                cell("flat_time", "Squeeze", dim=1),
                cell("given", "Detach"),
                cell("noisy", "ForwardDiffusion", steps=200),
                cell("seen", "Concatenate", dim=1, inputs=3),
                cell("denoiser", "Block", block="denoiser"),
            ],
            [
                None,
                None,
                cell("clock", "TimeEmbedding", dim=16),
                cell("word", "Embedding", num_embeddings=10, embedding_dim=16),
                None,
                cell("loss", "MSELoss"),
                cell("diffuse", "Objective", lr=0.003, over="word, denoiser"),
            ],
            [
                None,
                None,
                None,
                None,
                None,
                cell("explained", "R2"),
                cell("answer", "Output"),
            ],
            [
                None,
                None,
                None,
                None,
                cell("made", "DiffusionSampler"),
                cell("paint", "Share", of="decoder"),
                cell("picture", "Output"),
            ],
            wires={
                "encoder.x": "digits.image",
                "code": "encoder.y",
                "norm": "code",
                "decoder.x": "norm",
                "drawn": "decoder.y",
                "drawn.target": "digits.image",
                "squeeze.loss": "drawn.loss",
                "given": "norm",
                "flat_time": "time.integers",
                "noisy": "given",
                "noisy.noise": "noise.noise",
                "noisy.time": "flat_time",
                "clock": "flat_time",
                "word": "digits.label",
                "seen.input1": "noisy",
                "seen.input2": "clock",
                "seen.input3": "word",
                "denoiser.x": "seen",
                "loss": "denoiser.y",
                "loss.target": "noise.noise",
                "explained": "denoiser.y",
                "explained.target": "noise.noise",
                "answer": "denoiser.y",
                "made.predicted": "denoiser.y",
                "made.noisy": "noisy",
                "made.data": "given",
                "made.noise": "noise.noise",
                "made.time": "flat_time",
                "made.condition": "digits.label",
                "paint.x": "made",
                "picture": "paint.y",
                "diffuse.loss": "loss.loss",
            },
        ),
        encoder=ENCODER,
        decoder=DECODER,
        denoiser=DENOISER,
        epochs=25 + 60,
        batch_size=64,
        stages=(
            Stage(name="Autoencoder", epochs=25, objectives=("squeeze",)),
            Stage(name="Diffusion", epochs=60, objectives=("diffuse",), frozen=("encoder", "code", "norm", "decoder")),
        ),
    ),
)
