"""Who touches whom in a folded chain, from its sequence alone: a small Evoformer.

Reference: Jumper et al., "Highly Accurate Protein Structure Prediction with AlphaFold", 2021; the proteins, Lau and
Dill, "A Lattice Statistical Mechanics Model of the Conformational and Sequence Spaces of Proteins", 1989.
"""

from builder.drawing.document import Block
from builder.drawing.problems import SetParam
from builder.kinds.lesson import Baseline, Bypass, Lesson, Variant, retrain
from builder.kinds.starter import Bar, Starter, cell, drawing, grid

PAIR = 24
"""Features of a pair."""


def triangle(equation: str, told: str) -> Block:
    """Update each pair ij by all pairs that make a triangle with it."""
    return grid(
        [
            cell("z", "Input"),
            cell("norm", "LayerNorm"),
            cell("a", "Linear", out_features=PAIR),
            cell("product", "Einsum", equation=equation),
            cell("even", "Scale", factor=1 / 12),
            cell("evened", "LayerNorm"),
            cell("update", "Linear", out_features=PAIR),
        ],
        [
            None,
            None,
            cell("b", "Linear", out_features=PAIR),
            cell("gate", "Linear", out_features=PAIR),
            cell("open", "Sigmoid"),
            cell("gated", "Multiply"),
            cell("added", "Add"),
            cell("y", "Output"),
        ],
        wires={
            "norm": "z",
            "a": "norm",
            "b": "norm",
            "gate": "norm",
            "product": "a",
            "product.other": "b",
            "even": "product",
            "evened": "even",
            "update": "evened",
            "open": "gate",
            "gated": "open",
            "gated.other": "update",
            "added": "gated",
            "added.other": "z",
            "y": "added",
        },
        notes={
            "norm": "Brings the features of each pair to one scale.",
            "a": "a_ik: what one side of a triangle says.",
            "b": "b_jk: what the other side says.",
            "product": told,
            "even": "Divided by the 12 beads k that were summed over.",
            "evened": "To one scale again.",
            "update": "What the pair ij learns from all its triangles.",
            "gate": "How far the pair lets itself be told anything...",
            "gated": "...from 0, not at all, to 1.",
        },
    )


EVOFORMER = grid(
    [
        cell("z", "Input"),
        cell("told", "Add"),
        cell("outgoing", "Block", block="outgoing"),
        cell("incoming", "Block", block="incoming"),
        cell("norm", "LayerNorm"),
        cell("wide", "Linear", out_features=2 * PAIR),
        cell("gelu", "GELU"),
    ],
    [
        cell("s", "Input"),
        cell("each", "Linear", out_features=PAIR),
        cell("row", "Unsqueeze", dim=2),
        cell("outer", "Multiply"),
        None,
        cell("narrow", "Linear", out_features=PAIR),
        cell("added", "Add"),
        cell("y", "Output"),
    ],
    [None, None, cell("column", "Unsqueeze", dim=1)],
    wires={
        "each": "s",
        "row": "each",
        "column": "each",
        "outer": "row",
        "outer.other": "column",
        "told": "z",
        "told.other": "outer",
        "outgoing.z": "told",
        "incoming.z": "outgoing.y",
        "norm": "incoming.y",
        "wide": "norm",
        "gelu": "wide",
        "narrow": "gelu",
        "added": "incoming.y",
        "added.other": "narrow",
        "y": "added",
    },
    notes={
        "each": "24 features of each bead, from the sequence.",
        "row": "Bead i along the rows...",
        "column": "...and bead j along the columns.",
        "outer": "Their product: what the two beads say about the pair ij.",
        "told": "Added to what is known of the pair.",
        "outgoing": "Triangle update by edges that go out: ij hears of ik and jk.",
        "incoming": "Triangle update by edges that come in: ij hears of ki and kj.",
        "norm": "To one scale.",
        "wide": "The transition: each pair thinks for itself, in twice as many features...",
        "gelu": "...with a smooth bend...",
        "narrow": "...and back to 24.",
        "added": "A skip: the pair keeps what it knew.",
    },
)

STARTER = Starter(
    key="alphafold",
    order=650,
    chapter="graphs",
    system="alphafold",
    title="Protein folding, small Evoformer",
    summary="From a sequence of beads to who touches whom when the chain has folded; the truth is known exactly.",
    bars=(Bar("precision", 0.95, margin=0.015),),
    lesson=Lesson(
        paper='Jumper et al., "Highly Accurate Protein Structure Prediction with AlphaFold", 2021',
        teaches=(
            "Distances must fit together: if i is near k and k near j, then i is not far from j. Triangles teach that."
        ),
        expect=(
            "Precision grows fast and then slowly: at the end the likeliest pairs hold about 96 of 100 contacts they "
            "could, in chains that it never saw, not even backwards. In Try it, tap the beads and see the map change."
        ),
        tries=(
            Variant(
                label="One Evoformer block instead of three",
                expect="Fewer triangles after each other: 0.93 instead of 0.97 on validation.",
                edits=(SetParam(id="evoformer", name="times", value=1),),
            ),
            Variant(
                label="A quarter of the chains, read four times as often",
                expect="As good within a hundredth: folding has laws, and 500 chains are enough to find them.",
                edits=(SetParam(id="proteins", name="only_first", value=500), retrain(epochs=42)),
            ),
            Variant(
                label="Outgoing edges only",
                block="evoformer",
                expect="Half of the triangles are nearly enough: a hundredth less.",
                edits=(Bypass(id="incoming", input="z"),),
            ),
        ),
        ablation=Variant(
            label="Take the triangles away",
            block="evoformer",
            expect=(
                "Each pair knows its beads, its distance and what attention tells of the whole chain, but nothing of "
                "other pairs: contacts need not fit together any more, and nearly one of ten is lost, 0.88."
            ),
            edits=(Bypass(id="outgoing", input="z"), Bypass(id="incoming", input="z")),
        ),
        broken=Variant(
            label="Break it: forget the order of the beads",
            expect=(
                "Which bead is where is not known any more; every pair of the same kinds gets the same score: about "
                "0.44, little better than the mean map."
            ),
            edits=(Bypass(id="places"), Bypass(id="relpos")),
        ),
        baselines=(
            Baseline(
                "the mean map for every chain",
                "precision",
                value=0.41,
                why="The mean of all maps of the training part, taken for the map of every other chain, comes to 0.41.",
            ),
        ),
    ),
    document=drawing(
        grid(
            [
                cell("proteins", "HPProteins", samples=2_939),
                cell("beads", "Embedding", num_embeddings=2, embedding_dim=PAIR),
                cell("places", "LearnedPositions", max_len=12),
                cell("sequence", "TransformerEncoder", num_layers=2, nhead=4, dim_feedforward=48, dropout=0.0),
                None,
                None,
                None,
                cell("answer", "Output"),
            ],
            [
                None,
                cell("first", "Unsqueeze", dim=2),
                cell("both", "Add"),
                cell("relpos", "RelativePositions", max_distance=11),
                cell("evoformer", "Repeat", block="evoformer", times=3),
                cell("contact", "Linear", out_features=1),
                cell("map", "Squeeze", dim=3),
                cell("picture", "Unsqueeze", dim=1),
            ],
            [
                None,
                cell("second", "Unsqueeze", dim=1),
                None,
                None,
                cell("precision", "ContactPrecision"),
                cell("loss", "BCEWithLogitsLoss"),
                cell("objective", "Objective", optimizer="AdamW", lr=0.005, schedule="OneCycleLR"),
            ],
            wires={
                "beads": "proteins.chain",
                "places": "beads",
                "sequence.src": "places",
                "first": "beads",
                "second": "beads",
                "both": "first",
                "both.other": "second",
                "relpos": "both",
                "evoformer.z": "relpos",
                "evoformer.s": "sequence",
                "contact": "evoformer.y",
                "map": "contact",
                "picture": "map",
                "answer": "picture",
                "loss": "map",
                "loss.target": "proteins.contacts",
                "precision": "map",
                "precision.target": "proteins.contacts",
                "objective.loss": "loss.loss",
            },
            notes={
                "proteins": (
                    "Chains of 12 beads that fear water (H) or like it (P), and the contacts of their best folds, "
                    "found by trying all 15,037 folds."
                ),
                "beads": "A learned vector for H and one for P.",
                "places": "And one for each of the 12 places, as the order matters.",
                "sequence": "Attention along the chain: each bead sees all others. What comes out is s_i.",
                "first": "Bead i along the rows...",
                "second": "...and bead j along the columns...",
                "both": "...so that each pair ij knows both its beads.",
                "relpos": "A learned vector for i - j, how far apart the two are in the chain: the pair z_ij begins.",
                "evoformer": "Three blocks, each with weights of its own, in which pairs talk to pairs by triangles.",
                "contact": "One score for each pair.",
                "map": "The contact map, 12 x 12, as logits.",
                "picture": "As a picture of one channel, to look at in Try it: how probably i and j touch.",
                "precision": "How much of the contacts the likeliest pairs hold; only pairs three or more apart count.",
                "loss": "Cross-entropy of the share of best folds in which a pair touches, in nats.",
                "objective": "AdamW; its rate rises and falls once.",
            },
        ),
        epochs=10,
        batch_size=24,
        evoformer=EVOFORMER,
        outgoing=triangle("bikc,bjkc->bijc", "Σ_k a_ik b_jk: all triangles ijk, by the edges that go out of i and j."),
        incoming=triangle("bkic,bkjc->bijc", "Σ_k a_ki b_kj: all triangles ijk, by the edges that come into i and j."),
    ),
)
