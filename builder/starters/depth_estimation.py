"""Depth from a single picture.

Reference: Eigen, Puhrsch and Fergus, "Depth Map Prediction from a Single Image using a Multi-Scale Deep Network", 2014.
"""

from builder.drawing.problems import SetParam
from builder.kinds.lesson import Baseline, Bypass, Lesson, Variant, replace, retrain
from builder.kinds.starter import Bar, Starter, cell, drawing, grid
from builder.starters.parts.conv_unit import DOWN, UP, unit, unit_block

STARTER = Starter(
    key="depth-estimation",
    order=245,
    chapter="vision",
    system="depth-estimation",
    title="Depth from one picture",
    summary="Says for every pixel of a scene how far away it is, with one eye.",
    bars=(Bar("abs_rel", 0.055, margin=0.01),),
    lesson=Lesson(
        paper=(
            'Eigen, Puhrsch and Fergus, "Depth Map Prediction from a Single Image using a Multi-Scale Deep Network", '
            "2014"
        ),
        teaches="One picture tells distances to whoever has learned its signs: size, place, shade, haze.",
        expect=(
            "While steps are large it is off about as much as the mean of each pixel, which is 0.32 off; and as steps "
            "shrink it ends near 0.05."
        ),
        tries=(
            Variant(
                label="Learn from 100 scenes only",
                expect=(
                    "About 0.25, not much better than the mean of each pixel: so few scenes, and so few steps, show no "
                    "rules."
                ),
                edits=(SetParam(id="scenes", name="only_first", value=100),),
            ),
            Variant(
                label="Two epochs",
                expect="About 0.20: 172 steps are too few.",
                edits=(retrain(epochs=2),),
            ),
            Variant(
                label="Do not tell where a pixel lies",
                expect=(
                    "No worse, about 0.05: zeros around each map tell convolutions where its border is, and that is "
                    "enough here."
                ),
                edits=(Bypass(id="placed"),),
            ),
        ),
        ablation=Variant(
            label="Filters that see one pixel",
            expect=("About 0.08 in the place of 0.05: only pooling and enlarging still bring neighbours together."),
            block="unit",
            edits=(
                SetParam(id="conv", name="kernel_size", value=1),
                SetParam(id="conv", name="padding", value=0),
            ),
        ),
        broken=Variant(
            label="Break it: forget the logarithm of what is right",
            expect=(
                "The network still says a logarithm, but of what is no longer one: its exponential is thousands of "
                "times too far."
            ),
            edits=(replace("log_truth", "Identity"), retrain(epochs=3)),
        ),
        baselines=(
            Baseline("mean depth of each pixel", "abs_rel", value=0.32, why="counted once over the training part"),
        ),
    ),
    document=drawing(
        grid(
            [
                cell("scenes", "RenderedScenes", samples=2400),
                cell("placed", "CoordinateChannels"),
                cell("down1", "Block", block="down", channels=12),
                None,
                None,
                cell("up1", "Block", block="up", channels=12),
                cell("log_depth", "Conv2d", out_channels=1, kernel_size=1),
                cell("depth", "Exp"),
            ],
            [
                cell("log_truth", "Log"),
                None,
                cell("down2", "Block", block="down", channels=24),
                None,
                None,
                cell("up2", "Block", block="up", channels=24),
                None,
                cell("answer", "Output"),
            ],
            [
                cell("loss", "L1Loss"),
                cell("objective", "Objective", lr=0.012, schedule="OneCycleLR"),
                cell("down3", "Block", block="down", channels=48),
                unit("bottom", 64),
                None,
                cell("up3", "Block", block="up", channels=48),
                cell("abs_rel", "AbsRelError"),
                cell("near", "DeltaAccuracy"),
            ],
            wires={
                "placed": "scenes.image",
                "down1": "placed",
                "down2": "down1",
                "down3": "down2",
                "bottom": "down3",
                "up3": "bottom",
                "up3.skip": "down3.skip",
                "up2": "up3",
                "up2.skip": "down2.skip",
                "up1": "up2",
                "up1.skip": "down1.skip",
                "log_depth": "up1",
                "depth": "log_depth",
                "answer": "depth",
                "log_truth": "scenes.depth",
                "loss": "log_depth",
                "loss.target": "log_truth",
                "objective.loss": "loss.loss",
                "abs_rel": "depth",
                "abs_rel.target": "scenes.depth",
                "near": "depth",
                "near.target": "scenes.depth",
            },
            notes={
                "scenes": "Pictures x of balls and boxes on a floor, and for each pixel how far away it is, d.",
                "placed": (
                    "Two more channels: how far down and how far right each pixel lies. The lower something meets the "
                    "floor, the nearer it stands."
                ),
                "down1": "Edges and tiles at every pixel; then half the size. The detail is handed across.",
                "down2": "Outlines and shading; then half the size again.",
                "down3": "Things and their feet on the floor, on maps of 8 x 8.",
                "bottom": "On 4 x 4 places it sees the whole scene: where the horizon is, how high the eye.",
                "up3": "Back to twice the size, with what was seen of things.",
                "up2": "Twice again, with the outlines from the way down.",
                "up1": "Back to the full size, with the edges.",
                "log_depth": "One number for each pixel: the logarithm of its distance, log d.",
                "depth": "Its exponential: the distance itself, which is above 0 in any case.",
                "log_truth": "The logarithm makes an error of a tenth count the same near and far.",
                "loss": "L1: by how much log d is off, on average; about the share by which d is off.",
                "objective": "Adam on OneCycle: steps grow at first and shrink to nothing at the end.",
                "abs_rel": "AbsRel: by which share of the right distance d is off, on average.",
                "near": "The share of pixels whose distance is less than 1.25 times too large or too small.",
            },
        ),
        unit=unit_block(momentum=0.03),
        down=DOWN,
        up=UP,
        epochs=27,
        batch_size=20,
    ),
)
