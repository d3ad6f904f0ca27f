"""Super-resolution: twice as many pixels, guessed from what digits look like.

Reference: Shi et al., "Real-Time Single Image and Video Super-Resolution Using an Efficient Sub-Pixel Convolutional
Neural Network", 2016.
"""

from builder.drawing.problems import SetParam
from builder.kinds.lesson import Baseline, Lesson, Variant, replace
from builder.kinds.starter import Bar, Starter, cell, drawing, grid

STARTER = Starter(
    key="super-resolution",
    order=250,
    chapter="vision",
    system="super-resolution",
    title="Super-resolution",
    summary="Makes a small picture of a digit twice as large, and sharp.",
    bars=(Bar("psnr", 27, margin=0.5),),
    lesson=Lesson(
        paper=(
            'Shi et al., "Real-Time Single Image and Video Super-Resolution Using an Efficient Sub-Pixel Convolutional '
            'Neural Network", 2016'
        ),
        teaches="Whoever knows what digits look like can say what a blurred one looked like.",
        expect=(
            "It begins at what bicubic enlargement is worth, about 20.4 dB, as nothing is added yet, and ends above 27 "
            "dB: less than half of the mistake. Edges become sharp, and holes of an 8 open again."
        ),
        tries=(
            Variant(
                label="Learn from 30 digits only",
                expect=(
                    "About 20.8 dB, hardly more than the baseline: thirty digits do not show what strokes look like."
                ),
                edits=(SetParam(id="digits", name="only_first", value=30),),
            ),
            Variant(
                label="Four filters in each layer",
                expect="About 22.4 dB: four patterns are few, yet it is 2 dB above the baseline.",
                edits=(
                    SetParam(id="conv1", name="out_channels", value=4),
                    SetParam(id="conv2", name="out_channels", value=4),
                ),
            ),
            Variant(
                label="Absolute in the place of squared errors",
                expect="About 27.4 dB: a little less, as PSNR counts squared errors and this makes others small.",
                edits=(replace("loss", "L1Loss"),),
            ),
        ),
        ablation=Variant(
            label="Filters that see one pixel",
            expect=(
                "About 20.6 dB, as good as the baseline: without neighbours nobody can tell on which side of a pixel "
                "its stroke runs."
            ),
            edits=tuple(
                SetParam(id=id, name=name, value=value)
                for id in ("conv1", "conv2", "conv3")
                for name, value in (("kernel_size", 1), ("padding", 0))
            ),
        ),
        broken=Variant(
            label="Break it: a learning rate of 1",
            expect="The first steps are so wide that nothing but the baseline is left: 20.4 dB to the end.",
            edits=(SetParam(id="objective", name="lr", value=1.0),),
        ),
        baselines=(Baseline("bicubic enlargement", "psnr", drawn="psnr_bicubic"),),
    ),
    document=drawing(
        grid(
            [
                cell("digits", "PenDigits", samples=1_400),
                cell("small", "AvgPool2d", kernel_size=2),
                cell("bicubic", "Interpolate", size=28, mode="bicubic"),
                cell("psnr_bicubic", "PSNR"),
                cell("sharp", "Add"),
                cell("answer", "Output"),
            ],
            [
                None,
                cell("conv1", "Conv2d", out_channels=32, kernel_size=5, padding=2),
                cell("relu1", "ReLU"),
                cell("conv2", "Conv2d", out_channels=32, kernel_size=3, padding=1),
                cell("relu2", "ReLU"),
                cell("psnr", "PSNR"),
            ],
            [
                None,
                cell("conv3", "Conv2d", out_channels=4, kernel_size=3, padding=1),
                cell("shuffle", "PixelShuffle", upscale_factor=2),
                cell("loss", "MSELoss"),
                cell("objective", "Objective", lr=0.003, schedule="OneCycleLR"),
                cell("ssim", "SSIM"),
            ],
            wires={
                "small": "digits.image",
                "bicubic": "small",
                "psnr_bicubic": "bicubic",
                "psnr_bicubic.target": "digits.image",
                "conv1": "small",
                "relu1": "conv1",
                "conv2": "relu1",
                "relu2": "conv2",
                "conv3": "relu2",
                "shuffle": "conv3",
                "sharp": "bicubic",
                "sharp.other": "shuffle",
                "answer": "sharp",
                "loss": "sharp",
                "loss.target": "digits.image",
                "objective.loss": "loss.loss",
                "psnr": "sharp",
                "psnr.target": "digits.image",
                "ssim": "sharp",
                "ssim.target": "digits.image",
            },
            notes={
                "digits": "Sharp pictures y of 28 x 28: what is asked for, and what the small ones are made of.",
                "small": "Every 2 x 2 pixels become one, their mean: the picture x of 14 x 14 is all that is known.",
                "bicubic": "Enlarged by a fixed curve through 4 x 4 neighbours: smooth, but blurred. The baseline.",
                "psnr_bicubic": "How good the baseline is, in dB; it does not learn.",
                "conv1": "Thirty-two filters over the small picture: which strokes are here?",
                "conv2": "Which parts of strokes meet here?",
                "conv3": "Four numbers for each small pixel: what is missing in each of the four large ones.",
                "shuffle": "Lays the four numbers out as 2 x 2 pixels: sub-pixel convolution.",
                "sharp": "The blurred picture and what is missing in it: a skip, so only the difference is learned.",
                "loss": "Mean squared error of the pixels, which PSNR is the logarithm of.",
                "objective": "Adam on OneCycle: steps grow at first and shrink to nothing at the end.",
                "psnr": "Peak signal-to-noise ratio, -10 log10(MSE) in dB: 6 dB more is half the mistake.",
                "ssim": "Structural similarity: whether edges and contrast are the same, 1 at best.",
            },
        ),
        epochs=12,
        batch_size=32,
    ),
)
