"""New molecules, letter by letter, by a recurrent network that has read two thousand.

Reference: Segler, Kogej, Tyrchan and Waller, "Generating Focused Molecule Libraries for Drug Discovery with Recurrent
Neural Networks", 2018.
"""

from builder.drawing.problems import SetParam
from builder.kinds.lesson import Baseline, Bypass, Lesson, Variant, retrain
from builder.kinds.starter import Bar, Starter, cell, drawing, grid

STARTER = Starter(
    key="molecules",
    order=620,
    chapter="graphs",
    system="molecules",
    title="Molecules, written letter by letter",
    summary="A recurrent network reads two thousand molecules and writes new ones that could be.",
    bars=(Bar("new", 0.8, margin=0.06),),
    lesson=Lesson(
        paper=(
            'Segler, Kogej, Tyrchan and Waller, "Generating Focused Molecule Libraries for Drug Discovery with '
            'Recurrent Neural Networks", 2018'
        ),
        teaches="A molecule is a text with a grammar: who learns to continue such texts can write molecules.",
        expect=(
            "At the end about 86 of 100 that it writes are valid, come once and were not among the two thousand that "
            "it read; of those that the rules behind the data write, 95 of 100 are. A ring opens letters before it "
            "closes, and only its memory knows that it is open."
        ),
        tries=(
            Variant(
                label="A higher temperature: 1.5",
                expect="It dares more and errs more: 79 of 100 are valid, and nearly all of those are new.",
                edits=(SetParam(id="write", name="temperature", value=1.5),),
            ),
            Variant(
                label="A lower temperature: 0.5",
                expect=(
                    "It writes what is likeliest: all are valid, but one in three comes twice or was read before, so "
                    "that 67 of 100 count."
                ),
                edits=(SetParam(id="write", name="temperature", value=0.5),),
            ),
            Variant(
                label="A hundred molecules, read over and over",
                expect=(
                    "In 160 steps over a hundred it learns letters that may follow each other, but hardly the grammar: "
                    "37 of 100 are valid."
                ),
                edits=(SetParam(id="molecules", name="only_first", value=100), retrain(epochs=40)),
            ),
        ),
        ablation=Variant(
            label="Take the memory away",
            expect=(
                "Each letter is drawn by the one before it alone, and nobody knows which brackets and rings are open: "
                "18 of 100 are valid, 8 of 100 new."
            ),
            edits=(Bypass(id="lstm"),),
        ),
        broken=Variant(
            label="Break it: let it see the future",
            expect=(
                "Read backwards too, the next letter stands there: the loss falls to 0.0001, every letter is right, "
                "and 1 of 100 that it writes counts. It has learned to copy."
            ),
            edits=(SetParam(id="lstm", name="bidirectional", value=True),),
        ),
        baselines=(
            Baseline("who made the data", "new", value=0.95, why="Of 200 more that it makes, so many are new."),
            Baseline("saying again what was read", "new", value=0.0, why="Nothing of it is new."),
        ),
    ),
    document=drawing(
        grid(
            [
                cell("molecules", "MoleculeStrings", samples=2_800),
                cell("embed", "Embedding", num_embeddings=10, embedding_dim=16),
                cell("lstm", "LSTM", hidden_size=96),
                cell("scores", "Linear", out_features=10),
                cell("per_letter", "Transpose", dim0=1, dim1=2),
                cell("loss", "CrossEntropyLoss"),
                cell("objective", "Objective", lr=0.015, schedule="OneCycleLR"),
            ],
            [
                None,
                cell("known", "KnownSequences", max_known=2048),
                None,
                cell("write", "GenerateTokens", start=1, kept=0, stop=2),
                cell("new", "NewMolecules"),
                cell("accuracy", "Accuracy"),
            ],
            [None, None, None, None, cell("valid", "NewMolecules")],
            wires={
                "embed": "molecules.given",
                "lstm": "embed",
                "scores": "lstm.output",
                "per_letter": "scores",
                "loss": "per_letter",
                "loss.target": "molecules.string",
                "accuracy": "per_letter",
                "accuracy.target": "molecules.string",
                "objective.loss": "loss.loss",
                "write.scores": "scores",
                "write.into": "molecules.given",
                "known": "molecules.given",
                "new": "write",
                "new.known": "known.known",
                "valid": "write",
            },
            notes={
                "molecules": (
                    "Molecules of eight to ten atoms as SMILES: C, N and O are atoms, brackets hold a branch, two "
                    "atoms with the same digit close a ring. Hydrogen is left out."
                ),
                "embed": "A vector of 16 numbers for each of the 10 letters.",
                "lstm": (
                    "Reads letter by letter. Its memory c must hold which brackets and rings are open, and how many "
                    "bonds the atom before has left."
                ),
                "scores": "A score for each letter, at each place: what comes next.",
                "per_letter": "The same in the order that the loss wants: letters second, places last.",
                "loss": "Cross-entropy in nats: how surprised it is by the next letter.",
                "objective": "Adam; its rate rises first and falls then.",
                "write": "Begins with ^ and draws letter after letter by its score, until it draws $.",
                "known": "Keeps the molecules that are learned from.",
                "new": "Of 200 that are written: the share that is valid, comes once, and was not learned from.",
                "valid": "The share that is valid: all closes, and carbon has at most 4 bonds, N 3, O 2.",
                "accuracy": "How many letters are the likeliest one; many are as good as others, so it stays low.",
            },
        ),
        epochs=20,
        batch_size=32,
        settings={"decoded": 200},
    ),
)
