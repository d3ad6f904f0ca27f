"""The narrow middle of a variational autoencoder, drawn out.

Reference: Kingma and Welling, "Auto-Encoding Variational Bayes", 2014.
"""

from builder.kinds.shipped_block import ShippedBlock
from builder.kinds.starter import cell, grid

BLOCK = ShippedBlock(
    name="vae_sampling",
    title="VAE reparametrisation, drawn out",
    category="Generative",
    summary="Reads a mean and a spread from features and draws a code by noise, so that gradients can pass.",
    reference='Kingma and Welling, "Auto-Encoding Variational Bayes", 2014.',
    example={"input": (64,), "noise": (2,)},
    block=grid(
        [
            cell("input", "Input"),
            cell("to_mean", "Linear", out_features="=code"),
            None,
            None,
            None,
            cell("drawn", "Add"),
            cell("output", "Output"),
        ],
        [None, None, None, None, None, None, cell("mean", "Output")],
        [
            None,
            cell("to_spread", "Linear", out_features="=code"),
            cell("half", "Scale", factor=0.5),
            cell("deviation", "Exp"),
            cell("spread", "Multiply"),
            None,
            cell("log_variance", "Output"),
        ],
        [cell("noise", "Input")],
        wires={
            "to_mean": "input",
            "to_spread": "input",
            "half": "to_spread",
            "deviation": "half",
            "spread": "deviation",
            "spread.other": "noise",
            "drawn": "to_mean",
            "drawn.other": "spread",
            "output": "drawn",
            "mean": "to_mean",
            "log_variance": "to_spread",
        },
        code=2,
    ),
)
