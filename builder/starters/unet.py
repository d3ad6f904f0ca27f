"""A small U-Net that says of each pixel what it belongs to.

Reference: Ronneberger, Fischer and Brox, "U-Net: Convolutional Networks for Biomedical Image Segmentation", 2015.
"""

from builder.kinds.starter import Bar, Starter, cell, drawing, grid, line

LEVEL = line(
    cell("conv1", "Conv2d", out_channels="=channels", kernel_size=3, padding=1),
    cell("relu1", "ReLU"),
    cell("conv2", "Conv2d", out_channels="=channels", kernel_size=3, padding=1),
    cell("relu2", "ReLU"),
    channels=8,
)

STARTER = Starter(
    key="unet",
    order=230,
    chapter="vision",
    system="unet",
    title="U-Net",
    summary="Finds the pixels of each shape: down to see the whole, up again to see the detail.",
    bars=(Bar("overlap", 0.95, margin=0.25),),
    document=drawing(
        grid(
            [
                cell("shapes", "ShapeImages"),
                cell("down1", "Block", block="level", channels=8),
                None,
                None,
                None,
                None,
                cell("skip1", "Concatenate", dim=1),
                cell("up1", "Block", block="level", channels=8),
            ],
            [
                None,
                cell("pool1", "MaxPool2d", kernel_size=2),
                cell("down2", "Block", block="level", channels=16),
                None,
                cell("skip2", "Concatenate", dim=1),
                cell("up2", "Block", block="level", channels=16),
                cell("wide2", "ConvTranspose2d", out_channels=8, kernel_size=2, stride=2),
                cell("scores", "Conv2d", out_channels=4, kernel_size=1),
            ],
            [
                None,
                None,
                cell("pool2", "MaxPool2d", kernel_size=2),
                cell("bottom", "Block", block="level", channels=32),
                cell("wide1", "ConvTranspose2d", out_channels=16, kernel_size=2, stride=2),
                None,
                cell("loss", "CrossEntropyLoss"),
                cell("objective", "Objective", lr=0.01, max_norm=1.0),
            ],
            [None, None, None, None, None, None, cell("overlap", "IoU"), cell("answer", "Output")],
            wires={
                "down1.x": "shapes.image",
                "pool1": "down1.y",
                "down2.x": "pool1",
                "pool2": "down2.y",
                "bottom.x": "pool2",
                "wide1": "bottom.y",
                "skip2.input1": "down2.y",
                "skip2.input2": "wide1",
                "up2.x": "skip2",
                "wide2": "up2.y",
                "skip1.input1": "down1.y",
                "skip1.input2": "wide2",
                "up1.x": "skip1",
                "scores": "up1.y",
                "answer": "scores",
                "loss": "scores",
                "loss.target": "shapes.region",
                "overlap": "scores",
                "overlap.target": "shapes.region",
                "objective.loss": "loss.loss",
            },
        ),
        level=LEVEL,
        epochs=30,
        batch_size=32,
    ),
)
