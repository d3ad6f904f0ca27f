"""A GAN whose generator is told its style at each level, so that styles of two digits can be mixed.

Reference: Karras, Laine and Aila, "A Style-Based Generator Architecture for Generative Adversarial Networks", 2019.
"""

from builder.drawing.problems import AddNode, Connect, SetParam
from builder.kinds.lesson import Baseline, Lesson, Variant, retrain
from builder.kinds.starter import COLUMN, ROW, Bar, Starter, cell, drawing, grid, line
from builder.starters.dcgan import DISCRIMINATOR
from builder.starters.parts.adversarial import DIGIT_NOTES, GAME_WIRES, JUDGE_NOTES, JUDGE_WIRES
from builder.starters.pixelcnn import JUDGE

MAPPING = line(
    cell("hidden", "Linear", out_features=64),
    cell("relu1", "LeakyReLU", negative_slope=0.2),
    cell("style", "Linear", out_features=32),
    cell("relu2", "LeakyReLU", negative_slope=0.2),
    into="z",
    notes={
        "hidden": "64 weighted sums of the noise z.",
        "relu1": "Bends space, so that styles need not lie as noise does.",
        "style": "w: a style as 32 numbers.",
        "relu2": "Bends it once more.",
    },
)
LEVEL = grid(
    [
        cell("x", "Input"),
        cell("enlarge", "ConvTranspose2d", out_channels="=channels", kernel_size=4, stride=2, padding=1),
        cell("told", "AdaIN"),
        cell("relu", "LeakyReLU", negative_slope=0.2),
        cell("y", "Output"),
    ],
    [cell("w", "Input")],
    wires={"enlarge": "x", "told": "enlarge", "told.style": "w", "relu": "told", "y": "relu"},
    notes={
        "x": "Maps of the level before.",
        "w": "The style of this level.",
        "enlarge": "Each place paints 4 by 4 pixels: twice as high and wide.",
        "told": "AdaIN: takes each map's own mean and contrast away and gives it those that the style asks for.",
        "relu": "Leaks a little of what is negative.",
    },
    channels=32,
)
SYNTHESIS = grid(
    [
        cell("learned", "Parameter", shape=(32, 2, 2), start="normal"),
        cell("start", "ForEachSample"),
        cell("told2", "AdaIN"),
        cell("relu2", "LeakyReLU", negative_slope=0.2),
        cell("level4", "Block", block="level", channels=32),
        cell("level8", "Block", block="level", channels=16),
    ],
    [cell("coarse", "Input")],
    [
        cell("fine", "Input"),
        cell("strokes", "Conv2d", out_channels=8, kernel_size=3, padding=1),
        cell("told8", "AdaIN"),
        cell("relu8", "LeakyReLU", negative_slope=0.2),
        cell("paint", "Conv2d", out_channels=1, kernel_size=3, padding=1),
        cell("ink", "Sigmoid"),
        cell("y", "Output"),
    ],
    wires={
        "start": "learned",
        "start.like": "coarse",
        "told2": "start",
        "told2.style": "coarse",
        "relu2": "told2",
        "level4.x": "relu2",
        "level4.w": "coarse",
        "level8.x": "level4.y",
        "level8.w": "coarse",
        "strokes": "level8.y",
        "told8": "strokes",
        "told8.style": "fine",
        "relu8": "told8",
        "paint": "relu8",
        "ink": "paint",
        "y": "ink",
    },
    notes={
        "coarse": "w for the levels of 2 by 2, 4 by 4 and 8 by 8.",
        "fine": "w for the last level.",
        "learned": "32 maps of 2 by 2 that are learned: every digit begins with the same ones, not with noise.",
        "start": "The same for each sample.",
        "told2": "AdaIN: takes each map's own mean and contrast away and gives it those that w asks for.",
        "relu2": "Leaks a little of what is negative.",
        "level4": "Enlarges to 4 by 4 and is told the style.",
        "level8": "Enlarges to 8 by 8 and is told the style.",
        "strokes": "8 filters over neighbours, as large as they come in.",
        "told8": "The last level is told the other style.",
        "relu8": "Leaks here too.",
        "paint": "Puts 8 maps together to one picture.",
    },
)
TABLE = grid(
    [
        cell("one", "Input"),
        cell("mixed", "Input"),
        cell("top", "Concatenate", dim=3),
    ],
    [
        cell("swapped", "Input"),
        cell("other", "Input"),
        cell("bottom", "Concatenate", dim=3),
        cell("rows", "Concatenate", dim=2),
        cell("y", "Output"),
    ],
    wires={
        "top.input1": "one",
        "top.input2": "mixed",
        "bottom.input1": "swapped",
        "bottom.input2": "other",
        "rows.input1": "top",
        "rows.input2": "bottom",
        "y": "rows",
    },
    notes={
        "top": "Side by side: the first coarse style with each of the fine ones.",
        "bottom": "The second coarse style with each of them.",
        "rows": "One row over the other.",
    },
)

STARTER = Starter(
    key="stylegan",
    order=520,
    chapter="generative",
    system="stylegan",
    title="StyleGAN",
    summary="A style steers each level of a generator: one digit lends the shape, another one the stroke.",
    bars=(Bar("certainty", 0.91, margin=0.04), Bar("digits_found", 10, margin=0), Bar("shape_kept", 0.9, margin=0.1)),
    lesson=Lesson(
        paper=(
            'Karras, Laine and Aila, "A Style-Based Generator Architecture for Generative Adversarial Networks", 2019'
        ),
        teaches="Told a style at each level, a generator paints the shape of one digit with the stroke of another.",
        expect=(
            "After ten epochs all ten digits are found, frayed: the judge is about 0.78 sure. By the end it is about "
            "0.94 sure, and 0.96 of real ones. The losses rest at a draw, near 2 log 2 = 1.39 and 0.69. Watch the "
            "mixing grid: a row shows one digit in two strokes, and 95 of 100 times the judge reads the same in both."
        ),
        tries=(
            Variant(
                label="Let the stroke's style begin a level earlier",
                block="synthesis",
                expect=(
                    "Digits are as clear (0.93), but 4 by 4 pixels settle little: told another style from 8 by 8 on, "
                    "only one of three stays the digit that it was."
                ),
                edits=(Connect(target="level8.w", source="fine.output"),),
            ),
            Variant(
                label="A fifth of the time",
                expect="All ten digits are there, but frayed: the judge is about 0.81 sure.",
                edits=(retrain(epochs=10),),
            ),
            Variant(
                label="Take the penalty away",
                expect=(
                    "All ten digits come, about as clear (0.93), but the game swings: at validation the "
                    "discriminator's loss falls to 1.18 on the way, where the penalty holds it near 1.38."
                ),
                edits=(SetParam(id="r1", name="weight", value=0.0),),
            ),
        ),
        ablation=Variant(
            label="Take the style away from all levels but the last",
            block="synthesis",
            expect=(
                "Its coarse levels paint the same maps for each digit, and one style at the end must make ten digits "
                "of these: they come late and blurred, at 0.82, and a row of the mixing grid has nothing in common."
            ),
            edits=(
                AddNode(
                    id="constant", type="Parameter", params={"shape": 32, "start": "normal"}, position=(COLUMN, ROW)
                ),
                AddNode(id="no_style", type="ForEachSample", position=(2 * COLUMN, ROW)),
                Connect(target="no_style.input", source="constant.output"),
                Connect(target="no_style.like", source="coarse.output"),
                *(Connect(target=told, source="no_style.output") for told in ("told2.style", "level4.w", "level8.w")),
            ),
        ),
        broken=Variant(
            label="Break it: Adam with its usual memory",
            expect=(
                "With beta_1 = 0.9 both networks go on where the game went ten steps ago, and run after each other: "
                "for most of the time only five to eight of ten digits are made (mode collapse), and the judge ends "
                "at 0.76."
            ),
            edits=(
                SetParam(id="tell_apart", name="betas", value="0.9, 0.99"),
                SetParam(id="fool", name="betas", value="0.9, 0.99"),
            ),
        ),
        baselines=(
            Baseline("real digits", "certainty", drawn="real_certainty"),
            Baseline("one digit over and over", "digits_found", value=1, why="Whoever makes one digit finds one."),
            Baseline("a guess", "shape_kept", value=0.1, why="There are ten digits, about equally many of each."),
        ),
    ),
    document=drawing(
        grid(
            [
                cell("digits", "Digits"),
                cell("seen", "AskGradient"),
                cell("discriminator", "Block", block="discriminator"),
                cell("minus_real", "Negate"),
                cell("missed_real", "Softplus"),
                cell("mistakes", "Add"),
                cell("discriminator_loss", "MeanLoss"),
                cell("with_penalty", "AddLosses"),
            ],
            [
                cell("noise", "Noise", shape=16),
                cell("coarse_style", "Block", block="mapping"),
                cell("generator", "Block", block="synthesis"),
                cell("of_made", "Share", of="discriminator"),
                cell("missed_made", "Softplus"),
                cell("steepness", "GradientPenalty", target=0.0),
                cell("r1", "ScaleLoss", weight=0.5),
                cell(
                    "tell_apart",
                    "Objective",
                    over="discriminator",
                    lr=0.002,
                    betas="0.0, 0.99",
                    schedule="CosineAnnealingLR",
                ),
            ],
            [
                cell("other_noise", "Noise", shape=16),
                cell("fine_style", "Share", of="coarse_style"),
                cell("made", "Output"),
                cell("minus_made", "Negate"),
                cell("caught", "Softplus"),
                cell("generator_loss", "MeanLoss"),
                cell(
                    "fool",
                    "Objective",
                    over="coarse_style, generator",
                    lr=0.002,
                    betas="0.0, 0.99",
                    schedule="CosineAnnealingLR",
                ),
            ],
            [
                cell("one", "Share", of="generator"),
                cell("swapped", "Share", of="generator"),
                cell("other", "Share", of="generator"),
                cell("table", "Block", block="table"),
                cell("mixing_grid", "Output"),
                cell("reader", "Share", of="judge"),
                cell("certainty", "Certainty"),
                cell("digits_found", "ClassCount"),
            ],
            [
                cell("judge", "Block", block="judge"),
                cell("judge_loss", "CrossEntropyLoss"),
                cell("judge_accuracy", "Accuracy"),
                cell("learn_to_read", "Objective", over="judge", lr=0.002),
                cell("real_certainty", "Certainty"),
                cell("reader_of_one", "Share", of="judge"),
                cell("read_as", "ArgMax", dim=1),
                cell("shape_kept", "Accuracy"),
            ],
            wires={
                **GAME_WIRES,
                **JUDGE_WIRES,
                "seen": "digits.image",
                "discriminator.x": "seen",
                "steepness.score": "discriminator.y",
                "steepness.input": "seen",
                "r1.part": "steepness.loss",
                "with_penalty.loss1": "discriminator_loss.loss",
                "with_penalty.loss2": "r1.loss",
                "tell_apart.loss": "with_penalty.loss",
                "coarse_style.z": "noise.noise",
                "fine_style.z": "other_noise.noise",
                "generator.coarse": "coarse_style.y",
                "generator.fine": "fine_style.y",
                "one.coarse": "coarse_style.y",
                "one.fine": "coarse_style.y",
                "swapped.coarse": "fine_style.y",
                "swapped.fine": "coarse_style.y",
                "other.coarse": "fine_style.y",
                "other.fine": "fine_style.y",
                "table.one": "one.y",
                "table.mixed": "generator.y",
                "table.swapped": "swapped.y",
                "table.other": "other.y",
                "mixing_grid": "table.y",
                "reader_of_one.x": "one.y",
                "read_as": "reader_of_one.y",
                "shape_kept": "reader.y",
                "shape_kept.target": "read_as",
            },
            notes={
                **DIGIT_NOTES,
                **JUDGE_NOTES,
                "seen": "Lets the penalty ask how fast D's score changes with each pixel of a real digit.",
                "steepness": "The square of D's gradient at real digits, on average. At validation there is none: 0.",
                "r1": "gamma / 2 times that, with gamma = 1: the penalty R1.",
                "with_penalty": (
                    "Both together: a discriminator whose score is flat at real digits lets the generator come to rest "
                    "there."
                ),
                "tell_apart": "Makes the discriminator better. Adam without memory, beta_1 = 0, as in the paper.",
                "coarse_style": "w = f(z): the mapping network turns noise into a style.",
                "other_noise": "Another z, drawn apart.",
                "fine_style": "The same mapping network, the same weights, on the other noise: another w.",
                "generator": (
                    "g: paints a digit of two styles, one for its coarse levels and another for the last one. That is "
                    "how it is trained throughout (mixing regularisation), so each level has to follow its own style."
                ),
                "fool": "Makes generator and mapping network better, and leaves the discriminator as it is.",
                "one": "The digit of the first style alone, in all levels.",
                "swapped": "The second style in the coarse levels, the first in the last one.",
                "other": "The digit of the second style alone.",
                "table": "The four of them as one picture of 16 by 16.",
                "mixing_grid": "Digits of a row share their coarse style, those of a column their fine one.",
                "reader_of_one": "The judge again: it reads the digit of the first style alone,",
                "read_as": "and chooses what it is.",
                "shape_kept": (
                    "How often the judge reads the same digit when the last level is told another style: shape is "
                    "settled in the coarse levels."
                ),
            },
        ),
        mapping=MAPPING,
        synthesis=SYNTHESIS,
        table=TABLE,
        level=LEVEL,
        discriminator=DISCRIMINATOR,
        judge=JUDGE,
        epochs=50,
        batch_size=64,
    ),
)
