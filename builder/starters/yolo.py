"""A one-stage detector: for each cell of a grid, whether something is there, what, and its box.

Reference: Redmon, Divvala, Girshick and Farhadi, "You Only Look Once: Unified, Real-Time Object Detection", 2016.
"""

from builder.drawing.problems import Connect, SetParam
from builder.kinds.lesson import Baseline, Lesson, Variant, retrain
from builder.kinds.starter import Bar, Starter, cell, drawing, grid
from builder.starters.parts.conv_unit import UNIT, unit

STARTER = Starter(
    key="yolo",
    order=240,
    chapter="vision",
    system="yolo",
    title="YOLO: finding and naming at one glance",
    summary="Draws a box around each shape of a scene and says what it is.",
    bars=(Bar("map50", 0.95, margin=0.03),),
    lesson=Lesson(
        paper=(
            'Redmon, Divvala, Girshick and Farhadi, "You Only Look Once: Unified, Real-Time Object Detection", 2016; '
            'the loss of boxes after Rezatofighi et al., "Generalized Intersection over Union", 2019'
        ),
        teaches="Each cell of a grid answers for the thing whose centre it holds, so one look finds all of them.",
        expect=(
            "What is there is learned before where it is: halfway map50 (half of each box must overlap) is at 93 %, "
            "and map75, which asks for boxes that fit, at 71. The small steps of the end bring both to 97 and 94."
        ),
        tries=(
            Variant(
                label="Squared errors, as in the first YOLO",
                expect=(
                    "Found as often at half overlap (97 %), but at three quarters 82 in the place of 94 %: small "
                    "boxes are off "
                    "by few pixels, which is little squared and much of them."
                ),
                edits=(
                    SetParam(id="box_loss", name="kind", value="squared"),
                    SetParam(id="weight", name="weight", value=10.0),
                ),
            ),
            Variant(
                label="Learn from 300 scenes only",
                expect=(
                    "About 43 %: boxes fit to 82 % where they should fit to 90, and which is a circle, a square or a "
                    "triangle "
                    "takes more scenes than these."
                ),
                edits=(SetParam(id="scenes", name="only_first", value=300),),
            ),
            Variant(
                label="Keep every box (no NMS)",
                expect=(
                    "The same figure, about 97 %: each shape lies in one cell, and only that cell learned to speak "
                    "for it. "
                    "Where several boxes answer for one thing, as in later YOLOs, NMS keeps it from being counted "
                    "twice."
                ),
                edits=(Connect(target="sure.other", source="found.score"),),
            ),
        ),
        ablation=Variant(
            label="Cells that see only themselves",
            expect=(
                "About 1 %: from the colour of single pixels nobody can tell a circle from a square, or where it ends."
            ),
            block="unit",
            edits=(
                SetParam(id="conv", name="kernel_size", value=1),
                SetParam(id="conv", name="padding", value=0),
            ),
        ),
        broken=Variant(
            label="Break it: forget the loss of boxes",
            expect=(
                "Kinds are still learned, but boxes stay what they were at first: not one overlaps enough, mAP is 0."
            ),
            edits=(SetParam(id="weight", name="weight", value=0.0), retrain(epochs=4)),
        ),
        baselines=(
            Baseline(
                "right boxes, guessed names",
                "map50",
                value=0.12,
                why=(
                    "of three kinds a third is guessed right: a third of each kind is found, in boxes of which a "
                    "third holds"
                ),
            ),
        ),
    ),
    document=drawing(
        grid(
            [
                cell("scenes", "ShapeScenes", samples=3000, places="anywhere"),
                unit("unit1", 16),
                unit("unit2", 32, 2),
                unit("unit3", 48, 2),
                unit("unit4", 64, 2),
                unit("unit5", 64),
            ],
            [
                None,
                cell("box_head", "Conv2d", out_channels=4, kernel_size=1),
                cell("shares", "Sigmoid"),
                cell("where", "CellCentres"),
                cell("box_loss", "GridBoxLoss"),
                cell("weight", "ScaleLoss", weight=1.0),
            ],
            [
                cell("class_loss", "CrossEntropyLoss"),
                cell("what", "Conv2d", out_channels=4, kernel_size=1),
                cell("classes", "Output"),
                cell("boxes", "Output"),
                cell("loss", "AddLosses", inputs=2),
                cell("objective", "Objective", lr=0.015, schedule="OneCycleLR"),
            ],
            [
                cell("found", "GridBoxes"),
                cell("kept", "NonMaximumSuppression"),
                cell("stays", "ToFloat"),
                cell("sure", "Multiply"),
                cell("map50", "MeanAveragePrecision"),
                cell("map75", "MeanAveragePrecision", iou="0.75"),
            ],
            [None, cell("truth", "BoxConvert"), cell("overlap", "MeanBoxIoU")],
            wires={
                "unit1": "scenes.image",
                "unit2": "unit1",
                "unit3": "unit2",
                "unit4": "unit3",
                "unit5": "unit4",
                "box_head": "unit5",
                "shares": "box_head",
                "where": "shares",
                "what": "unit5",
                "box_loss": "where",
                "box_loss.target": "scenes.cell_boxes",
                "weight.part": "box_loss.loss",
                "class_loss": "what",
                "class_loss.target": "scenes.cells",
                "loss.loss1": "weight.loss",
                "loss.loss2": "class_loss.loss",
                "objective.loss": "loss.loss",
                "found": "where",
                "found.scores": "what",
                "kept": "found.boxes",
                "kept.scores": "found.score",
                "stays": "kept",
                "sure": "found.score",
                "sure.other": "stays",
                "truth": "scenes.boxes",
                "overlap": "found.boxes",
                "overlap.target": "truth",
                **{
                    f"{id}.{port}": source
                    for id in ("map50", "map75")
                    for port, source in (
                        ("input", "found.boxes"),
                        ("scores", "sure"),
                        ("labels", "found.label"),
                        ("target", "truth"),
                        ("target_labels", "scenes.kinds"),
                    )
                },
                "boxes": "where",
                "classes": "what",
            },
            notes={
                "scenes": (
                    "Pictures x of 32 x 32 with one to three shapes, and what is right: for each of 4 x 4 cells which "
                    "kind has its centre there, and its box."
                ),
                "unit1": "Edges and colours, at every pixel.",
                "unit2": "Corners and bows, on maps half as large.",
                "unit3": "Parts of shapes, on maps of 8 x 8.",
                "unit4": "Maps of 4 x 4: from here on each place is a cell of the grid.",
                "unit5": "Each cell looks at its neighbours once more.",
                "box_head": "Four numbers for each cell, by the same weights everywhere.",
                "shares": (
                    "Brings them between 0 and 1: the centre x, y as shares of the cell, width w and height h as "
                    "shares of the picture."
                ),
                "where": "Adds the place of the cell: x and y are shares of the picture now, too.",
                "what": "Scores for each cell: none, circle, square, triangle.",
                "box_loss": "1 - GIoU: what the box and the right one do not share, where there is a shape.",
                "weight": "How much boxes count beside classes (lambda in the paper).",
                "class_loss": "Cross-entropy -log p(c) of what is in each cell.",
                "loss": "Both losses are made small at once.",
                "objective": "Adam on OneCycle: steps grow at first and shrink to nothing at the end.",
                "found": "The boxes of all 16 cells as corners, with their best class and how sure it is.",
                "kept": "Of boxes that overlap by more than half only the surest stays (NMS).",
                "stays": "Yes and no as 1 and 0.",
                "sure": "What does not stay gets a score of 0: it is not said.",
                "truth": "Centre and size, rewritten as corners.",
                "map50": (
                    "Mean average precision: a box counts as found where it shares half (IoU 0.5) with a right one."
                ),
                "map75": "The same, where they must share three quarters.",
                "overlap": "Mean IoU of each right box with the best that was said.",
            },
        ),
        unit=UNIT,
        epochs=16,
        batch_size=50,
    ),
)
