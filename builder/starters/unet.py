"""A small U-Net that says of each pixel what it belongs to.

Reference: Ronneberger, Fischer and Brox, "U-Net: Convolutional Networks for Biomedical Image Segmentation", 2015.
"""

from builder.drawing.problems import SetParam
from builder.kinds.lesson import Baseline, Bypass, FullSize, Lesson, Variant, retrain
from builder.kinds.starter import Bar, Starter, cell, drawing, grid, line
from builder.starters.full.pictures import unet

LEVEL = line(
    cell("conv1", "Conv2d", out_channels="=channels", kernel_size=3, padding=1),
    cell("norm1", "BatchNorm2d"),
    cell("relu1", "ReLU"),
    cell("conv2", "Conv2d", out_channels="=channels", kernel_size=3, padding=1),
    cell("norm2", "BatchNorm2d"),
    cell("relu2", "ReLU"),
    notes={
        "conv1": "Filters w of 3 x 3 look at every place; a border of zeros keeps the size.",
        "norm1": "Brings each map to mean 0 and deviation 1 over the batch; the paper had none.",
        "norm2": "The same for the second maps.",
        "conv2": "Once more: two of them see 5 x 5 pixels together.",
    },
    channels=8,
)

STARTER = Starter(
    key="unet",
    order=230,
    chapter="vision",
    system="unet",
    title="U-Net",
    summary="Finds the pixels of each shape: down to see the whole, up again to see the detail.",
    bars=(Bar("overlap", 0.95, margin=0.01),),
    lesson=Lesson(
        paper='Ronneberger, Fischer and Brox, "U-Net: Convolutional Networks for Biomedical Image Segmentation", 2015',
        teaches="What is small and sharp and what is large and blurred must meet, pixel by pixel.",
        expect=(
            "At first every pixel is called paper, which is right for 83 of 100 and comes to an IoU of 0.21. Then "
            "blots "
            "appear where the shapes are, and at last their borders: an IoU of 0.99 and more."
        ),
        tries=(
            Variant(
                label="Learn from 50 pictures only",
                expect=(
                    "About 0.66: it finds the shapes but mixes up their names; 50 pictures show too few places and "
                    "sizes."
                ),
                edits=(SetParam(id="shapes", name="only_first", value=50),),
            ),
            Variant(
                label="Five times the noise",
                expect="About 0.85: the borders drown in noise first, which the names of the shapes survive.",
                edits=(SetParam(id="shapes", name="noise", value=0.5),),
            ),
            Variant(
                label="Four epochs",
                expect="About 0.71: blots stand where the shapes are, borders and names are not settled yet.",
                edits=(retrain(epochs=4),),
            ),
        ),
        ablation=Variant(
            label="Take the skips away",
            expect=(
                "About 0.99 in the place of 1.00: the shape is known, but where its border runs has to be guessed "
                "from 4 x 4 places."
            ),
            edits=(Bypass(id="skip1", input="input2"), Bypass(id="skip2", input="input2")),
        ),
        broken=Variant(
            label="Break it: steps ten thousand times smaller",
            expect="The weights hardly move in all 16 epochs: pixels are named as by the first, random weights.",
            edits=(SetParam(id="objective", name="lr", value=0.000001),),
        ),
        baselines=(
            Baseline(
                "all paper",
                "overlap",
                value=0.21,
                why="of 100 pixels 83 are paper: 0.83 for paper and 0 for three shapes come to 0.21 on average",
            ),
        ),
        full_size=(FullSize("U-Net", 31_030_658, "Ronneberger et al., 2015, with two classes", unet()),),
    ),
    document=drawing(
        grid(
            [
                cell("shapes", "ShapeImages", samples=1_000),
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
                cell("objective", "Objective", lr=0.01, schedule="OneCycleLR"),
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
            notes={
                "shapes": "Pictures x of 16 x 16 with one shape in noise, and for each pixel what it belongs to, y.",
                "down1": "Edges, at every pixel: the skip hands them across to the way up.",
                "pool1": "Half the size: of 2 x 2 places the strongest stays.",
                "down2": "Parts of shapes, on 8 x 8 places.",
                "pool2": "Half the size again.",
                "bottom": "On 4 x 4 places it sees the whole shape, but no longer where its border runs.",
                "wide1": "Twice the size: each place is spread over 2 x 2 by learned weights.",
                "skip2": "The detail from the way down, laid beside what came up.",
                "up2": "Weighs both: which shape, and where its parts are.",
                "wide2": "Twice the size again.",
                "skip1": "The finest detail, from before anything was made smaller.",
                "up1": "Draws the border, pixel by pixel.",
                "scores": "For each pixel four scores: paper, circle, square, triangle.",
                "loss": "Cross-entropy -log p(y), averaged over the pixels.",
                "objective": "Adam on OneCycle: steps grow at first and shrink to nothing at the end.",
                "overlap": "Mean IoU: of each class the pixels said and right over those said or right.",
            },
        ),
        level=LEVEL,
        epochs=16,
        batch_size=32,
    ),
)
