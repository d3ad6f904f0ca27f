"""A small vision transformer.

Reference: Dosovitskiy et al., "An Image is Worth 16x16 Words: Transformers for Image Recognition at Scale", 2021.
"""

from builder.drawing.problems import SetParam
from builder.kinds.lesson import Baseline, Bypass, FullSize, Lesson, Variant
from builder.kinds.starter import Bar, Starter, cell, drawing, grid
from builder.starters.full.pictures import vit_b16

STARTER = Starter(
    key="vit",
    order=220,
    chapter="vision",
    system="vit",
    title="Vision transformer",
    summary="Cuts pictures into patches and reads them as a sentence.",
    bars=(Bar("accuracy", 0.95, margin=0.02),),
    lesson=Lesson(
        paper='Dosovitskiy et al., "An Image is Worth 16x16 Words: Transformers for Image Recognition at Scale", 2021',
        teaches="A picture can be read as a sentence of patches, each of which attends to all others.",
        expect=(
            "For some epochs accuracy stays near a third, as by chance; then the class token learns where to look and "
            "it "
            "climbs to about 97 %. See in Watch which patches it attends to: those with ink."
        ),
        tries=(
            Variant(
                label="Learn from 300 pictures only",
                expect="About 83 of 100: a Transformer knows nothing of neighbours before it has seen many pictures.",
                edits=(SetParam(id="shapes", name="only_first", value=300),),
            ),
            Variant(
                label="Patches of 8 by 8",
                expect=(
                    "Four large patches in the place of sixteen do as well here: the shapes are about as large as a "
                    "patch."
                ),
                edits=(
                    SetParam(id="patches", name="patch_size", value=8),
                    SetParam(id="positions", name="max_len", value=5),
                ),
            ),
            Variant(
                label="Take the positions away",
                expect=(
                    "About 96 of 100 still: shapes stand anywhere, so what is in the patches tells most. It costs "
                    "some of the answers."
                ),
                edits=(Bypass(id="positions"),),
            ),
        ),
        ablation=Variant(
            label="Take the attention away",
            expect=(
                "Without attention the class token never sees a patch: it says the same of every picture, right for a "
                "third."
            ),
            edits=(Bypass(id="layers", input="src"),),
        ),
        broken=Variant(
            label="Break it: a learning rate of 1",
            expect="Rows grow so large that the softmax is all or nothing; accuracy stays near a third.",
            edits=(SetParam(id="objective", name="lr", value=1.0),),
        ),
        baselines=(
            Baseline("logistic regression", "accuracy", method="logistic"),
            Baseline("random forest", "accuracy", method="forest"),
        ),
        full_size=(FullSize("ViT-B/16", 86_567_656, "Dosovitskiy et al., 2021, as in torchvision", vit_b16()),),
    ),
    document=drawing(
        grid(
            [
                cell("shapes", "ShapeImages", samples=2_000),
                cell("patches", "PatchEmbedding", embed_dim=32, patch_size=4),
                cell("token", "ClassToken"),
                cell("positions", "LearnedPositions", max_len=17),
                cell(
                    "layers",
                    "TransformerEncoder",
                    num_layers=2,
                    nhead=4,
                    dim_feedforward=64,
                    dropout=0.0,
                    activation="gelu",
                    norm_first=True,
                ),
            ],
            [
                cell("first", "Select", dim=1, index=0),
                cell("norm", "LayerNorm"),
                cell("scores", "Linear", out_features=3),
                cell("loss", "CrossEntropyLoss"),
                cell("objective", "Objective", lr=0.004, schedule="OneCycleLR"),
            ],
            [None, None, None, cell("accuracy", "Accuracy"), cell("answer", "Output")],
            wires={
                "patches": "shapes.image",
                "token": "patches",
                "positions": "token",
                "layers.src": "positions",
                "first": "layers",
                "norm": "first",
                "scores": "norm",
                "loss": "scores",
                "loss.target": "shapes.label",
                "accuracy": "scores",
                "accuracy.target": "shapes.label",
                "answer": "scores",
                "objective.loss": "loss.loss",
            },
            notes={
                "shapes": "Pictures x of 16 x 16 with one circle, square or triangle somewhere, and its name y.",
                "patches": (
                    "Cuts the picture into 16 patches of 4 x 4 pixels; E x, a row of 32 numbers, stands for each."
                ),
                "token": (
                    "One more row before them, learned, the same for every picture: it gathers the answer (x_class)."
                ),
                "positions": (
                    "Adds a learned row to each place (E_pos): attention alone does not know where a patch was."
                ),
                "layers": (
                    "Two layers of a Transformer's encoder: each row asks all others, softmax(Q K' / sqrt d) V, in "
                    "four "
                    "heads, then thinks for itself."
                ),
                "first": "The row of the class token: what it has gathered from the patches.",
                "norm": "Brings it to mean 0 and deviation 1.",
                "scores": "A score for each shape.",
                "loss": "Cross-entropy -log p(y): how surprised the network is by the right shape, in nats.",
                "objective": "Adam on OneCycle: steps grow at first and shrink to nothing at the end.",
            },
        ),
        epochs=20,
        batch_size=32,
    ),
)
