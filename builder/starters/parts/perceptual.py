"""What looks at pictures for style transfer: features that tell their content, and Gram matrices that tell their style.

Reference: Johnson, Alahi and Fei-Fei, "Perceptual Losses for Real-Time Style Transfer and Super-Resolution", 2016.
"""

from builder.kinds.starter import cell, grid, line

LOOK = grid(
    [
        cell("picture", "Input"),
        cell("colours", "BatchNorm2d", affine=False),
        cell("of_colours", "GramMatrix"),
        cell("flat1", "Flatten"),
        cell("weighed1", "Scale", factor=24.0),
    ],
    [
        cell("edges", "Conv2d", out_channels=16, kernel_size=5, padding=2),
        cell("norm1", "BatchNorm2d"),
        cell("relu1", "ReLU"),
        cell("of_edges", "GramMatrix"),
        cell("flat2", "Flatten"),
        cell("weighed2", "Scale", factor=3.6),
    ],
    [
        cell("pool1", "MaxPool2d", kernel_size=2),
        cell("conv2", "Conv2d", out_channels=32, kernel_size=3, padding=1),
        cell("norm2", "BatchNorm2d"),
        cell("relu2", "ReLU"),
        cell("of_parts", "GramMatrix"),
        cell("flat3", "Flatten"),
        cell("weighed3", "Scale", factor=1.9),
    ],
    [
        cell("pool2", "MaxPool2d", kernel_size=2),
        cell("conv3", "Conv2d", out_channels=48, kernel_size=3, padding=1),
        cell("norm3", "BatchNorm2d"),
        cell("relu3", "ReLU"),
        cell("of_patterns", "GramMatrix"),
        cell("flat4", "Flatten"),
        cell("weighed4", "Scale", factor=0.56),
    ],
    [
        None,
        None,
        None,
        cell("patterns", "Output"),
        cell("parts", "Output"),
        cell("all", "Concatenate", inputs=4),
        cell("style", "Output"),
    ],
    wires={
        "colours": "picture",
        "edges": "colours",
        "norm1": "edges",
        "relu1": "norm1",
        "pool1": "relu1",
        "conv2": "pool1",
        "norm2": "conv2",
        "relu2": "norm2",
        "pool2": "relu2",
        "conv3": "pool2",
        "norm3": "conv3",
        "relu3": "norm3",
        "patterns": "relu3",
        "parts": "relu2",
        "of_colours": "colours",
        "of_edges": "relu1",
        "of_parts": "relu2",
        "of_patterns": "relu3",
        **{
            target: source
            for place, of in enumerate(("colours", "edges", "parts", "patterns"), start=1)
            for target, source in (
                (f"flat{place}", f"of_{of}"),
                (f"weighed{place}", f"flat{place}"),
                (f"all.input{place}", f"weighed{place}"),
            )
        },
        "style": "all",
    },
    notes={
        "colours": "Red, green and blue around 0, of one scale.",
        "edges": "16 filters of 5 x 5: which lines and spots are there?",
        "conv2": "32 filters on those: what is made of lines.",
        "conv3": "48 filters on those, that see 20 x 20 pixels: what repeats itself.",
        "norm1": "Each map of mean 0 and deviation 1, so that all count alike.",
        "norm2": "Again of one scale.",
        "norm3": "Again of one scale.",
        "pool1": "Of every 2 x 2 places the strongest stays: half the size.",
        "pool2": "Half the size again.",
        "weighed2": "289 numbers.",
        "weighed3": "1,089 numbers.",
        "all": "3,795 numbers in a row.",
        "of_colours": "G, the Gram matrix: which two colours are there together, wherever that is.",
        "of_edges": "G of the edges: which two filters answer at the same places.",
        "of_parts": "G of what is made of them.",
        "of_patterns": "G of what repeats itself.",
        "weighed1": "Sixteen numbers only, so each counts for more.",
        "weighed4": "2,401 numbers, so each counts for less.",
        "parts": "The content of a picture: what is where.",
        "style": "The style of a picture: what is there with what, not where.",
    },
)
"""The network that the painter learns from: three levels of features, and the style of each."""
NAMES = line(
    cell("everywhere", "AdaptiveAvgPool2d", output_size=1),
    cell("flat", "Flatten"),
    cell("scores", "Linear", out_features=6),
    notes={
        "everywhere": "How strongly each filter answers on average: where does not matter.",
        "scores": "One score for each pattern.",
    },
)
"""Which of six textures the look sees."""
JUDGE = grid(
    [
        cell("picture", "Input"),
        cell("edges", "Conv2d", out_channels=12, kernel_size=5, padding=2),
        cell("norm1", "BatchNorm2d"),
        cell("relu1", "ReLU"),
        cell("of_edges", "GramMatrix"),
        cell("flat1", "Flatten"),
    ],
    [
        cell("pool", "MaxPool2d", kernel_size=2),
        cell("parts", "Conv2d", out_channels=24, kernel_size=5, padding=2),
        cell("norm2", "BatchNorm2d"),
        cell("relu2", "ReLU"),
        cell("of_parts", "GramMatrix"),
        cell("flat2", "Flatten"),
    ],
    [
        None,
        None,
        cell("found", "Output"),
        None,
        cell("all", "Concatenate", inputs=2),
        cell("style", "Output"),
    ],
    wires={
        "edges": "picture",
        "norm1": "edges",
        "relu1": "norm1",
        "pool": "relu1",
        "parts": "pool",
        "norm2": "parts",
        "relu2": "norm2",
        "found": "relu2",
        "of_edges": "relu1",
        "of_parts": "relu2",
        "flat1": "of_edges",
        "flat2": "of_parts",
        "all.input1": "flat1",
        "all.input2": "flat2",
        "style": "all",
    },
    notes={
        "edges": "12 filters of its own.",
        "norm1": "Each map of mean 0 and deviation 1.",
        "norm2": "Again of one scale.",
        "pool": "Of every 2 x 2 places the strongest stays.",
        "all": "Both in a row, 794 numbers.",
        "parts": "24 filters on those, of 5 x 5.",
        "of_edges": "Its own G of edges,",
        "of_parts": "and of what is made of them.",
    },
)
"""A second look, smaller and other, that the painter never learns from: it measures."""
