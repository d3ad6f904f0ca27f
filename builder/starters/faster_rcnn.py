"""A two-stage detector: the first stage proposes where something may be, the second looks at each place again.

As there is one proposal for each cell of a grid, there are no anchors; and all sixteen are looked at again.

Reference: Ren, He, Girshick and Sun, "Faster R-CNN: Towards Real-Time Object Detection with Region Proposal Networks",
2015; RoIAlign after He, Gkioxari, Dollár and Girshick, "Mask R-CNN", 2017.
"""

from builder.drawing.problems import AddNode, Connect, SetParam
from builder.kinds.lesson import Baseline, FullSize, Lesson, Variant
from builder.kinds.starter import COLUMN, ROW, Bar, Starter, cell, drawing, grid
from builder.starters.full.detection import faster_rcnn
from builder.starters.parts.conv_unit import UNIT, unit

PROPOSE = grid(
    [
        cell("input", "Input"),
        cell("box_head", "Conv2d", out_channels=4, kernel_size=1),
        cell("shares", "Sigmoid"),
        cell("centres", "CellCentres"),
        cell("where", "Output"),
    ],
    [
        None,
        cell("thing_head", "Conv2d", out_channels=2, kernel_size=1),
        cell("corners", "GridBoxes"),
        cell("fixed", "Detach"),
        cell("boxes", "Output"),
    ],
    [None, cell("thing", "Output")],
    wires={
        "box_head": "input",
        "shares": "box_head",
        "centres": "shares",
        "where": "centres",
        "thing_head": "input",
        "thing": "thing_head",
        "corners": "centres",
        "corners.scores": "thing_head",
        "fixed": "corners.boxes",
        "boxes": "fixed",
    },
    notes={
        "box_head": "Four numbers for each cell, by the same weights everywhere.",
        "shares": "Between 0 and 1: the centre as shares of the cell, width and height as shares of the picture.",
        "centres": "Adds the place of the cell.",
        "thing_head": "Two scores for each cell: nothing, something. Which thing is not asked yet.",
        "corners": "The boxes of all 16 cells, as corners.",
        "fixed": "The second stage takes them as they are: it teaches this one nothing about boxes.",
    },
)
LOOK_AGAIN = grid(
    [
        cell("maps", "Input"),
        cell("cut", "RoIAlign", output_size=5, spatial_scale=16.0, sampling_ratio=1),
        cell("flat", "Flatten", start_dim=2),
        cell("hidden", "Linear", out_features=64),
        cell("relu", "ReLU"),
    ],
    [
        cell("boxes", "Input"),
        cell("what_head", "Linear", out_features=4),
        cell("scores", "Output"),
        cell("shift_head", "Linear", out_features=4),
        cell("shifts", "Output"),
    ],
    wires={
        "cut": "maps",
        "cut.boxes": "boxes",
        "flat": "cut",
        "hidden": "flat",
        "relu": "hidden",
        "what_head": "relu",
        "scores": "what_head",
        "shift_head": "relu",
        "shifts": "shift_head",
    },
    notes={
        "cut": "RoIAlign: what the maps of 16 x 16 hold in each box, read at 5 x 5 places. Large or small, all alike.",
        "flat": "One row of 32 x 25 numbers for each box.",
        "hidden": "64 neurons weigh all of it.",
        "what_head": "First head: scores for none, circle, square, triangle.",
        "shift_head": "Second head: how far off the box is.",
    },
)

SAY = grid(
    [
        cell("boxes", "Input"),
        cell("correct", "RegionBoxes"),
        cell("kept", "NonMaximumSuppression"),
        cell("stays", "ToFloat"),
        cell("sure", "Multiply"),
        cell("score", "Output"),
    ],
    [cell("shifts", "Input"), cell("label", "Output"), cell("found", "Output")],
    [cell("scores", "Input")],
    wires={
        "correct": "boxes",
        "correct.shifts": "shifts",
        "correct.scores": "scores",
        "kept": "correct.boxes",
        "kept.scores": "correct.score",
        "stays": "kept",
        "sure": "correct.score",
        "sure.other": "stays",
        "score": "sure",
        "label": "correct.label",
        "found": "correct.boxes",
    },
    notes={
        "correct": "Moves and sizes each proposal by shares of its own size, and takes its best class.",
        "kept": "Several proposals become the same thing: of boxes that share half the surest stays (NMS).",
        "stays": "Yes and no as 1 and 0.",
        "sure": "What does not stay gets a score of 0: it is not said.",
    },
)

STARTER = Starter(
    key="faster-rcnn",
    order=242,
    chapter="vision",
    system="faster-rcnn",
    title="Faster R-CNN: finding, then looking again",
    summary="Proposes boxes, then looks into each one: says what is in it and where it really ends.",
    bars=(Bar("map50", 0.95, margin=0.03), Bar("map75", 0.94, margin=0.04)),
    lesson=Lesson(
        paper=(
            'Ren, He, Girshick and Sun, "Faster R-CNN: Towards Real-Time Object Detection with Region Proposal '
            'Networks", 2015; RoIAlign after He et al., "Mask R-CNN", 2017'
        ),
        teaches="Whoever has found a thing roughly can look again, at that place alone, and say exactly where it ends.",
        expect=(
            "The first look finds where something is: of its boxes 86 % fit at three quarters (map75_first). Looking "
            "into each of them again brings map75 to 97 and map50 to 98 or 99. YOLO, with the same layers but one "
            "look and twice as many scenes, comes to 97 and 94."
        ),
        tries=(
            Variant(
                label="Learn from 300 scenes only",
                expect=(
                    "78 % at half overlap, 69 at three quarters; of the first look's boxes 48 fit. From few scenes the "
                    "second look gains most: it learns from all proposals of a scene, not from its one to three things."
                ),
                edits=(SetParam(id="scenes", name="only_first", value=300),),
            ),
            Variant(
                label="Look at one place of each box",
                expect=(
                    "68 %: the mean colour of a box says neither what shape is in it nor on which side it sticks out."
                ),
                block="look_again",
                edits=(SetParam(id="cut", name="output_size", value=1),),
            ),
            Variant(
                label="Say whatever overlaps (no NMS)",
                expect=(
                    "73 %: two or more cells propose the same thing, and after the second look they agree. Each thing "
                    "may be said once, so all but one count as mistakes."
                ),
                block="say",
                edits=(Connect(target="sure.other", source="correct.score"),),
            ),
        ),
        ablation=Variant(
            label="Do not correct the boxes",
            expect=(
                "Boxes stay as the first look proposed them: as many are found at half overlap, 98 or 99 %, but at "
                "three quarters 88 in the place of 97."
            ),
            block="look_again",
            edits=(
                AddNode(id="none", type="Scale", params={"factor": 0.0}, position=(4 * COLUMN, 2 * ROW)),
                Connect(target="none.input", source="shift_head.output"),
                Connect(target="shifts.input", source="none.output"),
            ),
        ),
        broken=Variant(
            label="Break it: count only boxes that fit exactly",
            expect=(
                "No proposal fits to 99 %, so all of them are to be called none, and nothing is ever said: mAP is 0."
            ),
            edits=(SetParam(id="matched", name="iou_threshold", value=0.99),),
        ),
        baselines=(Baseline("boxes of the first look", "map75", drawn="map75_first"),),
        full_size=(
            FullSize(
                "Faster R-CNN, R50-FPN",
                41_755_286,
                "torchvision's fasterrcnn_resnet50_fpn, with the pyramid of Lin et al., 2017",
                faster_rcnn(),
            ),
        ),
    ),
    document=drawing(
        grid(
            [
                cell("scenes", "ShapeScenes", samples=1500, places="anywhere"),
                unit("unit1", 16),
                unit("unit2", 32, 2),
                unit("unit3", 48, 2),
                unit("unit4", 64, 2),
                unit("unit5", 64),
            ],
            [
                None,
                None,
                cell("first", "Block", block="propose"),
                cell("thing_loss", "CrossEntropyLoss"),
                cell("where_loss", "GridBoxLoss"),
                cell("all", "AddLosses", inputs=4),
            ],
            [
                cell("is_there", "Compare", relation="greater", value=0.0),
                cell("there", "ToLong"),
                cell("second", "Block", block="look_again"),
                cell("classes", "Transpose", dim0=1, dim1=2),
                cell("what_loss", "CrossEntropyLoss"),
                cell("objective", "Objective", lr=0.007, schedule="OneCycleLR"),
            ],
            [
                cell("truth", "BoxConvert"),
                cell("matched", "MatchBoxes"),
                cell("say", "Block", block="say"),
                cell("fit_loss", "BoxLoss"),
                cell("boxes", "Output"),
            ],
            [
                None,
                None,
                None,
                cell("map75_first", "MeanAveragePrecision", iou="0.75"),
                cell("map50", "MeanAveragePrecision"),
                cell("map75", "MeanAveragePrecision", iou="0.75"),
            ],
            wires={
                "unit1": "scenes.image",
                "unit2": "unit1",
                "unit3": "unit2",
                "unit4": "unit3",
                "unit5": "unit4",
                "first": "unit5",
                "where_loss": "first.where",
                "where_loss.target": "scenes.cell_boxes",
                "is_there": "scenes.cells",
                "there": "is_there",
                "thing_loss": "first.thing",
                "thing_loss.target": "there",
                "second.maps": "unit2",
                "second.boxes": "first.boxes",
                "truth": "scenes.boxes",
                "matched": "first.boxes",
                "matched.target": "truth",
                "matched.target_labels": "scenes.kinds",
                "say.boxes": "first.boxes",
                "say.shifts": "second.shifts",
                "say.scores": "second.scores",
                "classes": "second.scores",
                "what_loss": "classes",
                "what_loss.target": "matched.labels",
                "fit_loss": "say.found",
                "fit_loss.target": "matched.boxes",
                "all.loss1": "where_loss.loss",
                "all.loss2": "thing_loss.loss",
                "all.loss3": "fit_loss.loss",
                "all.loss4": "what_loss.loss",
                "objective.loss": "all.loss",
                **{
                    f"{id}.{port}": source
                    for id, boxes in (("map50", "say.found"), ("map75", "say.found"), ("map75_first", "first.boxes"))
                    for port, source in (
                        ("input", boxes),
                        ("scores", "say.score"),
                        ("labels", "say.label"),
                        ("target", "truth"),
                        ("target_labels", "scenes.kinds"),
                    )
                },
                "boxes": "say.found",
            },
            notes={
                "scenes": (
                    "Pictures x of 32 x 32 with one to three shapes, and what is right: the kind k* of each and its "
                    "box b*, also by the cell of 4 x 4 that holds its centre."
                ),
                "unit1": "Edges and colours, at every pixel.",
                "unit2": "Corners and bows, on maps of 16 x 16. The second look reads these again: they are fine.",
                "unit3": "Parts of shapes, on maps of 8 x 8.",
                "unit4": "Maps of 4 x 4: each place is a cell from here on.",
                "unit5": "Each cell looks at its neighbours once more.",
                "first": "First stage, the proposals: for each cell a box, and whether something is there.",
                "is_there": "Whether a cell holds a centre.",
                "there": "Yes and no as 1 and 0.",
                "thing_loss": "Cross-entropy -log p of nothing or something, in each cell.",
                "where_loss": "1 - GIoU of the proposal, where there is something.",
                "second": "Second stage: looks into each box, on the maps of unit2.",
                "truth": "Centre and size, rewritten as corners.",
                "matched": "A proposal that shares half (IoU 0.5) with a right box should become that one; else none.",
                "classes": "Classes on the second axis, as the loss takes them.",
                "say": "Corrects each proposal by what was seen in it, and says each thing once.",
                "what_loss": "Cross-entropy -log p(k*): what is in each proposal.",
                "fit_loss": "1 - GIoU of the corrected boxes, where something was matched.",
                "all": "Both stages learn at once, from four losses.",
                "objective": "Adam on OneCycle: steps grow at first and shrink to nothing at the end.",
                "map50": "Mean average precision: a box counts as found where it shares half with a right one.",
                "map75": "The same, where they must share three quarters.",
                "map75_first": "The same with the boxes of the first look: what the second look is worth.",
            },
        ),
        unit=UNIT,
        propose=PROPOSE,
        look_again=LOOK_AGAIN,
        say=SAY,
        epochs=8,
        batch_size=25,
    ),
)
