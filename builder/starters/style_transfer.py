"""Style transfer: a network that paints any photo in one of six styles, in one pass.

References: Johnson, Alahi and Fei-Fei, "Perceptual Losses for Real-Time Style Transfer and Super-Resolution", 2016;
Gatys, Ecker and Bethge, "Image Style Transfer Using Convolutional Neural Networks", 2016; Ulyanov, Lebedev, Vedaldi and
Lempitsky, "Texture Networks", 2016; Dumoulin, Shlens and Kudlur, "A Learned Representation for Artistic Style", 2017.
"""

from builder.drawing.document import Stage
from builder.drawing.problems import SetParam
from builder.kinds.lesson import Baseline, Lesson, Variant, retrain
from builder.kinds.starter import Bar, Starter, cell, drawing, grid
from builder.starters.parts.perceptual import JUDGE, LOOK, NAMES

RESIDUAL = grid(
    [
        cell("input", "Input"),
        cell("conv1", "Conv2d", out_channels="=channels", kernel_size=3, padding=1, padding_mode="reflect"),
        cell("restyle1", "AdaIN"),
        cell("relu", "ReLU"),
    ],
    [
        cell("style", "Input"),
        cell("conv2", "Conv2d", out_channels="=channels", kernel_size=3, padding=1, padding_mode="reflect"),
        cell("restyle2", "AdaIN"),
        cell("sum", "Add"),
        cell("output", "Output"),
    ],
    wires={
        "conv1": "input",
        "restyle1": "conv1",
        "restyle1.style": "style",
        "relu": "restyle1",
        "conv2": "relu",
        "restyle2": "conv2",
        "restyle2.style": "style",
        "sum": "input",
        "sum.other": "restyle2",
        "output": "sum",
    },
    notes={
        "conv1": "Filters of 3 x 3; beyond the border the picture is mirrored.",
        "restyle1": "The style says how strong each map is, and how light.",
        "conv2": "Filters of 3 x 3 on what that gives.",
        "restyle2": "And once more.",
        "sum": "What came in stays, and what the style asks for is added.",
    },
    channels=20,
)
PAINTER = grid(
    [
        cell("photo", "Input"),
        cell("fold", "PixelUnshuffle", downscale_factor=2),
        cell("begun", "Concatenate", inputs=2),
        cell("enter", "Conv2d", out_channels=20, kernel_size=3, padding=1, padding_mode="reflect"),
        cell("restyle", "AdaIN"),
        cell("relu1", "ReLU"),
    ],
    [
        cell("style", "Input"),
        cell("meaning", "Embedding", num_embeddings=6, embedding_dim=16),
        None,
        cell("redo1", "Block", block="residual", channels=20),
        cell("redo2", "Block", block="residual", channels=20),
        cell("relu2", "ReLU"),
    ],
    [
        cell("chance", "Input"),
        None,
        cell("enlarge", "Upsample", scale_factor=2.0),
        cell("fine", "Conv2d", out_channels=16, kernel_size=3, padding=1, padding_mode="reflect"),
        cell("relu3", "ReLU"),
        cell("mix", "Conv2d", out_channels=3, kernel_size=3, padding=1, padding_mode="reflect"),
        cell("light", "Sigmoid"),
        cell("y", "Output"),
    ],
    wires={
        "fold": "photo",
        "begun.input1": "fold",
        "begun.input2": "chance",
        "enter": "begun",
        "meaning": "style",
        "restyle": "enter",
        "restyle.style": "meaning",
        "relu1": "restyle",
        "redo1.input": "relu1",
        "redo1.style": "meaning",
        "redo2.input": "redo1.output",
        "redo2.style": "meaning",
        "relu2": "redo2.output",
        "enlarge": "relu2",
        "fine": "enlarge",
        "relu3": "fine",
        "mix": "relu3",
        "light": "mix",
        "y": "light",
    },
    notes={
        "fold": "Every 2 x 2 pixels become one place with 12 numbers: a quarter of the work.",
        "begun": "Where the photo is even, chance gives strokes a place to begin.",
        "enter": "20 filters over both.",
        "meaning": "16 learned numbers for each style.",
        "restyle": "The same filters for all styles; the style says how strong each one is.",
        "redo1": "Adds what the style asks for.",
        "redo2": "And once more.",
        "enlarge": "Back to 64 x 64.",
        "fine": "Draws the lines anew.",
        "mix": "Red, green and blue.",
        "light": "Between 0 and 1.",
    },
)
TEXTURES = Stage(name="Tell textures apart", epochs=12, objectives=("learn", "learn_to_judge"), batch_size=12)
PAINT = Stage(
    name="Paint", epochs=6, objectives=("paint",), frozen=("look", "names", "judge", "judge_names"), batch_size=3
)

STARTER = Starter(
    key="style-transfer",
    order=255,
    chapter="vision",
    system="style-transfer",
    title="Style transfer",
    summary="Paints any photo in stained glass, waves, hatching, dots, bricks or scales.",
    bars=(Bar("style_distance", 1.0, margin=0.3),),
    lesson=Lesson(
        paper=(
            'Johnson, Alahi and Fei-Fei, "Perceptual Losses for Real-Time Style Transfer and Super-Resolution", 2016'
        ),
        teaches=(
            "Content is what is where; style is what goes with what, wherever it is. So one can be kept and the other "
            "changed."
        ),
        expect=(
            "First accuracy rises to 100 %: the look tells six textures apart. Then the painter begins; in the eyes of "
            "a judge that it never learns from, style is 2.5 away in the photo as it is, and 0.8 in what it paints."
        ),
        tries=(
            Variant(
                label="Content does not count",
                expect=(
                    "For the judge style is 0.14 away, and content 0.70 in the place of 0.36: all is texture, and "
                    "hardly anything can be recognised."
                ),
                edits=(SetParam(id="of_content", name="weight", value=0.0),),
            ),
            Variant(
                label="Content counts five times as much",
                expect=(
                    "Content stays closer, 0.22 away in the place of 0.36, and style farther, 1.3 in the place of 0.8: "
                    "the photo can be seen more clearly, and strokes less."
                ),
                edits=(SetParam(id="of_content", name="weight", value=4.0),),
            ),
            Variant(
                label="Colours only",
                block="look",
                expect=(
                    "The photo in the colours of the style: for the judge, who looks at texture, it stays 1.3 away."
                ),
                edits=tuple(SetParam(id=f"weighed{place}", name="factor", value=0.0) for place in (2, 3, 4)),
            ),
        ),
        ablation=Variant(
            label="Look with filters that have learned nothing",
            expect=(
                "Colours move, texture does not: for the look all is well, but the judge says 2.0 in the place of 0.8. "
                "What is no texture to the look cannot be asked for."
            ),
            edits=(SetParam(id="learn", name="lr", value=1e-9),),
        ),
        broken=Variant(
            label="Break it: let the look learn along",
            expect=(
                "The look learns not to see what the painter leaves as it was: content distance falls to 0.03, and for "
                "the judge style stays 1.6 away."
            ),
            edits=(
                SetParam(id="paint", name="over", value="painter, look"),
                retrain(stages=(TEXTURES, PAINT.model_copy(update={"frozen": ("names", "judge", "judge_names")}))),
            ),
        ),
        baselines=(
            Baseline(
                "the photo as it is",
                "style_distance",
                value=2.5,
                why="counted once on validation, with a judge that has learned",
            ),
        ),
    ),
    document=drawing(
        grid(
            [
                cell("textures", "Textures", colours="mixed"),
                cell("look", "Block", block="look"),
                cell("names", "Block", block="names"),
                cell("texture_loss", "CrossEntropyLoss"),
                cell("learn", "Objective", lr=0.003, over="look, names"),
                cell("told", "Accuracy"),
            ],
            [
                None,
                cell("judge", "Block", block="judge"),
                cell("judge_names", "Block", block="names"),
                cell("judge_loss", "CrossEntropyLoss"),
                cell("learn_to_judge", "Objective", lr=0.003, over="judge, judge_names"),
            ],
            [
                cell("photos", "Photos"),
                None,
                cell("seen_photo", "Share", of="look"),
                cell("content_loss", "MSELoss"),
                cell("of_content", "ScaleLoss", weight=0.8),
                cell("both", "AddLosses"),
            ],
            [
                cell("chance", "Noise", shape=(2, 32, 32)),
                cell("painter", "Block", block="painter"),
                cell("seen", "Share", of="look"),
                cell("style_loss", "MSELoss"),
                cell("content_distance", "MeanSquaredError"),
                cell("paint", "Objective", lr=0.004, schedule="OneCycleLR", over="painter"),
            ],
            [
                cell("styles", "Textures"),
                cell("answer", "Output"),
                cell("seen_style", "Share", of="look"),
            ],
            [
                None,
                None,
                cell("judged", "Share", of="judge"),
                cell("judged_style", "Share", of="judge"),
                cell("style_distance", "MeanSquaredError"),
            ],
            wires={
                "look.picture": "textures.image",
                "names.x": "look.patterns",
                "texture_loss": "names.y",
                "texture_loss.target": "textures.label",
                "learn.loss": "texture_loss.loss",
                "told": "names.y",
                "told.target": "textures.label",
                "judge.picture": "textures.image",
                "judge_names.x": "judge.found",
                "judge_loss": "judge_names.y",
                "judge_loss.target": "textures.label",
                "learn_to_judge.loss": "judge_loss.loss",
                "painter.photo": "photos.image",
                "painter.style": "styles.label",
                "painter.chance": "chance.noise",
                "answer": "painter.y",
                "seen_photo.picture": "photos.image",
                "seen.picture": "painter.y",
                "seen_style.picture": "styles.image",
                "content_loss": "seen.parts",
                "content_loss.target": "seen_photo.parts",
                "style_loss": "seen.style",
                "style_loss.target": "seen_style.style",
                "of_content.part": "content_loss.loss",
                "both.loss1": "of_content.loss",
                "both.loss2": "style_loss.loss",
                "paint.loss": "both.loss",
                "content_distance": "seen.parts",
                "content_distance.target": "seen_photo.parts",
                "judged.picture": "painter.y",
                "judged_style.picture": "styles.image",
                "style_distance": "judged.style",
                "style_distance.target": "judged_style.style",
            },
            notes={
                "textures": "Six patterns in any colours: a school for looking.",
                "look": "phi(x): edges, what is made of them, what repeats itself. And the style that these make.",
                "names": "Which pattern is it?",
                "texture_loss": "Cross-entropy: how surprised it is by the right pattern, in nats.",
                "learn": "First stage: look and names learn to tell patterns apart.",
                "told": "How many patterns it names rightly.",
                "judge": "A second network that tells patterns apart: the painter never learns what it sees.",
                "judge_names": "Which pattern is it? Its own weights.",
                "judge_loss": "Cross-entropy of the judge.",
                "learn_to_judge": "First stage, too: trains the judge, and nothing else.",
                "photos": "Photos x, the content. A tower to learn from; the flower is kept for later.",
                "chance": "Noise: where strokes begin in an even sky.",
                "styles": "Pictures y_s, the style, and which of six it is.",
                "painter": "f(x): paints the photo in that style, in one pass. All that the second stage trains.",
                "seen_photo": "phi(x): the same look, with the same weights, at the photo,",
                "seen": "phi(f(x)): at what was painted,",
                "seen_style": "phi(y_s): and at the picture of the style.",
                "content_loss": "How far edges and parts have moved: the same things shall be in the same places.",
                "style_loss": "How far the Gram matrices are from those of the style.",
                "style_distance": "How far Gram matrices are from those of the style, in the eyes of the judge.",
                "content_distance": "Content loss of photos that were kept for later: 0 is the photo itself.",
                "of_content": "Content counts for so much beside style.",
                "both": "Content and style: neither may be forgotten.",
                "paint": "Second stage: makes the painter better, and leaves the look as it is.",
                "judged": "The judge again, the same weights, at what was painted,",
                "judged_style": "and at the picture of the style.",
            },
        ),
        look=LOOK,
        names=NAMES,
        judge=JUDGE,
        residual=RESIDUAL,
        painter=PAINTER,
        epochs=18,
        batch_size=12,
        stages=(TEXTURES, PAINT),
    ),
)
