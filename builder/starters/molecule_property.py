"""The energy of a molecule from its atoms and bonds, by neural message passing.

Reference: Gilmer et al., "Neural Message Passing for Quantum Chemistry", 2017.
"""

from builder.drawing.problems import SetParam
from builder.kinds.lesson import Baseline, Bypass, Lesson, Variant, retrain
from builder.kinds.starter import Bar, Starter, cell, drawing, grid

STARTER = Starter(
    key="molecule-property",
    order=630,
    chapter="graphs",
    system="gnn",
    title="Message passing for molecules",
    summary="How much energy breaks all bonds of a molecule? Atoms tell each other, along the bonds, what they are.",
    bars=(Bar("error", 0.015, margin=0.015),),
    lesson=Lesson(
        paper='Gilmer et al., "Neural Message Passing for Quantum Chemistry", 2017',
        teaches="What a molecule is like follows from who is joined to whom, and not only from what it is made of.",
        expect=(
            "The error falls fast under that of the bag of atoms, which stays at about 0.14, or 140 kJ/mol, as it "
            "knows of no bonds; at the end it is about 0.007, or 0.017 with the worst of five seeds. The energies are "
            "sums over bonds, from a table of averages: what is learned is that table, and nobody told it."
        ),
        tries=(
            Variant(
                label="Messages once instead of twice",
                expect=(
                    "As good, within what seeds differ: a bond's energy follows from its two ends, and one message "
                    "tells those."
                ),
                edits=(
                    Bypass(id="messages2"),
                    SetParam(id="objective", name="over", value="messages1, energy"),
                ),
            ),
            Variant(
                label="Fifty molecules, read over and over",
                expect=(
                    "Fifty are nearly enough: 9 to 20 kJ/mol. Every atom of every molecule is an example for M and U."
                ),
                edits=(SetParam(id="molecules", name="only_first", value=50), retrain(epochs=600)),
            ),
            Variant(
                label="Messages of two numbers",
                expect=(
                    "Enough for the six kinds of bonds, 12 kJ/mol, if neither number dies behind its ReLU: with "
                    "another seed both did, and it came to 206."
                ),
                edits=(
                    SetParam(id="messages1", name="hidden_features", value=2),
                    SetParam(id="messages2", name="hidden_features", value=2),
                ),
            ),
        ),
        ablation=Variant(
            label="Take the messages away",
            expect="Only the counts of C, N and O are left, and a straight line through them: 146 to 240 kJ/mol.",
            edits=(
                Bypass(id="messages1"),
                Bypass(id="messages2"),
                SetParam(id="objective", name="over", value="energy"),
            ),
        ),
        broken=Variant(
            label="Break it: the mean of all messages, not their sum",
            expect=(
                "A mean forgets how many bonds an atom has. What is left is what its neighbours are: about 90 kJ/mol, "
                "a third less than the bag."
            ),
            edits=(
                SetParam(id="messages1", name="aggregation", value="mean"),
                SetParam(id="messages2", name="aggregation", value="mean"),
            ),
        ),
        baselines=(Baseline("a bag of atoms", "error", drawn="error_of_bag"),),
    ),
    document=drawing(
        grid(
            [
                cell("molecules", "Molecules", samples=1_400),
                cell("messages1", "MessagePassing", out_features=16, hidden_features=32),
                cell("messages2", "MessagePassing", out_features=16, hidden_features=32),
                cell("atoms", "Multiply"),
                cell("sum", "Sum", dim=1),
                cell("energy", "Linear", out_features=1),
                cell("loss", "MSELoss"),
                cell("objective", "Objective", over="messages1, messages2, energy", lr=0.01, schedule="OneCycleLR"),
            ],
            [
                None,
                None,
                cell("is_atom", "Unsqueeze", dim=2),
                cell("answer", "Output"),
                None,
                cell("error", "MeanAbsoluteError"),
            ],
            [
                None,
                cell("bag", "Sum", dim=1),
                cell("counts", "Linear", out_features=32),
                cell("relu", "ReLU"),
                cell("energy_of_bag", "Linear", out_features=1),
                cell("error_of_bag", "MeanAbsoluteError"),
                cell("loss_of_bag", "MSELoss"),
                cell("objective_of_bag", "Objective", over="counts, energy_of_bag", lr=0.01, schedule="OneCycleLR"),
            ],
            wires={
                "messages1": "molecules.atoms",
                "messages1.adjacency": "molecules.bonds",
                "messages2": "messages1",
                "messages2.adjacency": "molecules.bonds",
                "is_atom": "molecules.mask",
                "atoms": "messages2",
                "atoms.other": "is_atom",
                "sum": "atoms",
                "energy": "sum",
                "answer": "energy",
                "loss": "energy",
                "loss.target": "molecules.energy",
                "error": "energy",
                "error.target": "molecules.energy",
                "objective.loss": "loss.loss",
                "bag": "molecules.atoms",
                "counts": "bag",
                "relu": "counts",
                "energy_of_bag": "relu",
                "loss_of_bag": "energy_of_bag",
                "loss_of_bag.target": "molecules.energy",
                "error_of_bag": "energy_of_bag",
                "error_of_bag.target": "molecules.energy",
                "objective_of_bag.loss": "loss_of_bag.loss",
            },
            notes={
                "molecules": "Molecules of four to nine atoms C, N, O: what each atom is, and which are joined.",
                "messages1": "Along every bond goes a message m_ij = M(h_i, h_j); an atom becomes U(h_i, sum of m_ij).",
                "messages2": "Once more: what an atom hears now comes from two bonds away.",
                "is_atom": "1 where there is an atom, 0 where a smaller molecule has none.",
                "atoms": "Empty places say nothing.",
                "sum": "The readout: all atoms together, in whatever order they are told.",
                "energy": "One number: the energy of all bonds, in 1,000 kJ/mol.",
                "error": "How far off it is, in 1,000 kJ/mol: the mean of |y - ŷ|.",
                "loss": "Squared error.",
                "objective": "Adam on OneCycle.",
                "bag": "The baseline: how many C, N and O there are, and nothing of bonds.",
                "counts": "It gets a network of its own, so that it can make the best of the counts.",
                "loss_of_bag": "Squared error of the bag.",
                "energy_of_bag": "What the counts say of the energy.",
                "error_of_bag": "How far off the bag is.",
                "objective_of_bag": "Trains the bag alone; the two networks share nothing.",
            },
        ),
        epochs=50,
        batch_size=32,
    ),
)
