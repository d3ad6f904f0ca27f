"""A linear autoencoder, whose code is the principal component.

Reference: Baldi and Hornik, "Neural Networks and Principal Component Analysis: Learning from Examples Without Local
Minima", 1989.
"""

from builder.drawing.problems import SetParam
from builder.kinds.lesson import Baseline, Lesson, Variant, retrain
from builder.kinds.starter import Bar, Starter, cell, drawing, grid

STARTER = Starter(
    key="linear-autoencoder",
    order=76,
    chapter="foundations",
    system="pca-representation",
    title="Linear autoencoder and principal components",
    summary="Two numbers through a bottleneck of one: what gets through is the main direction of the data.",
    bars=(Bar("angle", 5.0, margin=1.0),),
    lesson=Lesson(
        paper=(
            'Baldi and Hornik, "Neural Networks and Principal Component Analysis: Learning from Examples Without Local '
            'Minima", 1989'
        ),
        teaches="Who must describe data in few numbers finds the directions in which they vary most: that is PCA.",
        expect=(
            "The loss falls to what the narrow side of the cloud holds, and the angle to the first principal component "
            "under 1 degree on validation, though nobody spoke of directions."
        ),
        tries=(
            Variant(
                label="Turn the cloud",
                expect="The same angle from the new direction: it follows the data, not the axes.",
                edits=(SetParam(id="cloud", name="angle", value=-60.0),),
            ),
            Variant(
                label="A code of two numbers",
                expect=(
                    "Nothing is lost: the loss goes to 0. But now any two directions will do, so the angle, 0, says "
                    "nothing."
                ),
                edits=(SetParam(id="encoder", name="out_features", value=2),),
            ),
            Variant(
                label="Two epochs",
                expect="Still 30 to 70 degrees off, and the loss ten times as large.",
                edits=(retrain(epochs=2),),
            ),
        ),
        ablation=Variant(
            label="Hold the encoder still",
            expect=(
                "The decoder makes the best of a direction that chance chose: 60 to 70 degrees off, five times the "
                "loss."
            ),
            edits=(SetParam(id="objective", name="over", value="decoder"),),
        ),
        broken=Variant(
            label="Break it: a cloud as wide as long",
            expect=(
                "Without a main direction no one code is better than another: it settles anywhere, 20 to 85 degrees "
                "off."
            ),
            edits=(SetParam(id="cloud", name="stretch", value=1.0),),
        ),
        baselines=(
            Baseline(
                "a direction drawn by chance", "angle", value=45.0, why="angles are even between 0 and 90 degrees"
            ),
        ),
    ),
    document=drawing(
        grid(
            [
                cell("cloud", "StretchedCloud"),
                cell("encoder", "Linear", out_features=1),
                cell("decoder", "Linear", out_features=2),
                cell("loss", "MSELoss"),
                cell("objective", "Objective", lr=0.01),
            ],
            [None, None, cell("angle", "SubspaceAngle"), cell("answer", "Output")],
            wires={
                "encoder": "cloud.point",
                "decoder": "encoder",
                "loss": "decoder",
                "loss.target": "cloud.point",
                "angle": "encoder",
                "angle.target": "cloud.point",
                "answer": "decoder",
                "objective.loss": "loss.loss",
            },
            notes={
                "cloud": "Points x around the origin, four times as long as wide, along a line of 30 degrees.",
                "encoder": "The code z = Wx + b: one number for each point.",
                "decoder": "x̂ = Vz + c: the point again, somewhere on a line.",
                "loss": "(x̂ - x)²: how far the point was moved by going through one number.",
                "angle": "Between what the encoder looks along and the first principal component, in degrees.",
                "objective": "Adam makes the reconstruction better; nobody tells it of principal components.",
            },
        ),
        epochs=30,
        batch_size=50,
    ),
)
