"""A normalizing flow in the plane.

Couplings turn the two moons into a round cloud z, whose density is known: log p(x) = log p(z) + log |det dz/dx|.

Reference: Dinh, Sohl-Dickstein and Bengio, "Density Estimation Using Real NVP", 2017.
"""

import itertools
import math

from builder.drawing.problems import Connect, SetParam
from builder.kinds.lesson import Baseline, Lesson, Variant, retrain
from builder.kinds.starter import Bar, Starter, cell, drawing, grid, line

COUPLINGS = ("coupling1", "coupling2", "coupling3", "coupling4", "coupling5", "coupling6")
NORMAL = line(
    cell("square", "Square"),
    cell("distance", "Sum", dim=1),
    cell("log_p", "Scale", factor=-0.5, offset=-math.log(2 * math.pi)),
    into="z",
    out="log_p_z",
    notes={
        "square": "z squared, number by number.",
        "distance": "|z|^2: how far from the middle, squared.",
        "log_p": "log p(z) = -|z|^2 / 2 - log(2 pi): the logarithm of the bell curve in two dimensions.",
    },
)

STARTER = Starter(
    key="realnvp",
    order=540,
    chapter="generative",
    system="normalizing-flow",
    title="Normalizing flow",
    summary="Bends the plane, without tearing it, until two moons become one round cloud of known density.",
    bars=(Bar("nll", 1.1, margin=0.05),),
    lesson=Lesson(
        paper='Dinh, Sohl-Dickstein and Bengio, "Density Estimation Using Real NVP", 2017',
        teaches="Whoever bends space without tearing it can say exactly how probable each point is.",
        expect=(
            "The negative log-likelihood falls from 2.4 nats below 1.2 within ten epochs and comes to about 1.05; the "
            "moons themselves hold 1.01, so hardly anything is left to learn. Density shows two crescents that become "
            "sharper, and an even grid that is bent into their form."
        ),
        tries=(
            Variant(
                label="Four hidden features in each coupling",
                expect="Couplings that can only bend a little: the crescents stay blurred.",
                edits=tuple(SetParam(id=id, name="hidden_features", value=4) for id in COUPLINGS),
            ),
            Variant(
                label="Six epochs",
                expect="The plane is bent only half: the crescents are there, with a bridge between them.",
                edits=(retrain(epochs=6),),
            ),
            Variant(
                label="A constant learning rate",
                expect="Steps do not become smaller, so the last epochs jump up and down, and end a little worse.",
                edits=(SetParam(id="objective", name="schedule", value="none"),),
            ),
        ),
        ablation=Variant(
            label="Always move the same coordinate",
            expect=(
                "Without swapped halves six couplings are one: y is moved by amounts read from x, and x stays as it "
                "was, which is not bell-shaped."
            ),
            edits=tuple(SetParam(id=id, name="swap", value=False) for id in COUPLINGS),
        ),
        broken=Variant(
            label="Break it: forget how space is stretched",
            expect=(
                "Without log det the loss is smallest when all points are pushed into the middle. It falls and falls, "
                "and the true surprise grows beyond that of knowing nothing."
            ),
            edits=(Connect(target="surprise.input", source="log_p_z.log_p_z"),),
        ),
        baselines=(
            Baseline(
                "one bell curve",
                "nll",
                value=1.91,
                why="A normal distribution as wide as the moons: log(2 pi e) + log det(covariance) / 2.",
            ),
            Baseline(
                "entropy of the moons",
                "nll",
                value=1.01,
                why="So much is chance in how points are made: integrated over the density that makes them.",
            ),
        ),
    ),
    document=drawing(
        grid(
            [cell("moons", "TwoMoons", samples=4_000, noise=0.1)]
            + [
                cell(id, "AffineCoupling", hidden_features=48, swap=place % 2 == 1)
                for place, id in enumerate(COUPLINGS)
            ]
            + [cell("answer", "Output")],
            [None, None] + [cell(f"log_det{place}", "Add") for place in range(2, 7)] + [cell("made", "InvertFlow")],
            [
                None,
                None,
                cell("log_p_z", "Block", block="log_normal"),
                cell("log_p_x", "Add"),
                cell("nll", "NegativeLogLikelihood"),
                cell("surprise", "Negate"),
                cell("loss", "MeanLoss"),
                cell("objective", "Objective", lr=0.003, schedule="CosineAnnealingLR"),
            ],
            wires={
                "coupling1": "moons.point",
                **{after: before for before, after in itertools.pairwise(COUPLINGS)},
                "answer": COUPLINGS[-1],
                "made.latent": COUPLINGS[-1],
                "made.data": "moons.point",
                "log_det2": "coupling1.log_det",
                **{f"log_det{place}": f"log_det{place - 1}" for place in range(3, 7)},
                **{f"log_det{place}.other": f"coupling{place}.log_det" for place in range(2, 7)},
                "log_p_z.z": COUPLINGS[-1],
                "log_p_x": "log_p_z.log_p_z",
                "log_p_x.other": "log_det6",
                "nll": "log_p_x",
                "surprise": "log_p_x",
                "loss.signal": "surprise",
                "objective.loss": "loss.loss",
            },
            notes={
                "moons": "Points x of two crescents.",
                **{
                    id: f"Coupling {place}: stretches and shifts {moved} by amounts read from {read}."
                    for place, id in enumerate(COUPLINGS, 1)
                    for read, moved in [("yx"[place % 2], "xy"[place % 2])]
                },
                "answer": "z = f(x): where the point comes to lie; with the density this is what Try it tells.",
                **{
                    f"log_det{place}": f"log |det| of the first {place} couplings: how they stretch the plane."
                    for place in range(2, 7)
                },
                "made": "Takes noise z back through all couplings, x = f^-1(z): new points of the moons.",
                "log_p_z": "log p(z) of a round cloud: a bell curve in two dimensions.",
                "log_p_x": "log p(x) = log p(z) + log |det dz/dx|: the rule for a change of variables.",
                "nll": "-log p(x), on average, in nats: how surprising a real point is.",
                "surprise": "-log p(x) of each point.",
                "loss": "Their mean: to make it small is to make real points probable.",
                "objective": "Adam, in steps that become smaller along half a cosine.",
            },
        ),
        log_normal=NORMAL,
        epochs=90,
        batch_size=64,
    ),
)
