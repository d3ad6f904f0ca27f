"""A graph convolutional network for the karate club.

Reference: Kipf and Welling, "Semi-Supervised Classification with Graph Convolutional Networks", 2017.
"""

from builder.kinds.starter import Bar, Starter, cell, drawing, grid

STARTER = Starter(
    key="gcn",
    order=610,
    chapter="graphs",
    system="gnn",
    title="Karate club, graph network",
    summary="Two known members are enough to guess, along friendships, with whom each other one went.",
    bars=(Bar("accuracy", 0.85, margin=0.05),),
    document=drawing(
        grid(
            [
                cell("club", "KarateClub"),
                cell("friends1", "GraphConvolution", out_features=16),
                cell("relu", "ReLU"),
                cell("friends2", "GraphConvolution", out_features=2),
                cell("per_member", "Transpose", dim0=1, dim1=2),
                cell("loss", "CrossEntropyLoss"),
                cell("objective", "Objective", lr=0.01, weight_decay=0.0005),
            ],
            [None, None, None, cell("answer", "Output"), None, cell("accuracy", "Accuracy"), cell("f1", "F1")],
            wires={
                "friends1": "club.features",
                "friends1.adjacency": "club.adjacency",
                "relu": "friends1",
                "friends2": "relu",
                "friends2.adjacency": "club.adjacency",
                "answer": "friends2",
                "per_member": "friends2",
                "loss": "per_member",
                "loss.target": "club.label",
                "accuracy": "per_member",
                "accuracy.target": "club.label",
                "f1": "per_member",
                "f1.target": "club.label",
                "objective.loss": "loss.loss",
            },
        ),
        epochs=200,
        batch_size=1,
    ),
)
