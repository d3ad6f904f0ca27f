"""Layer by layer: each layer first learns to describe what the one before gives, then all learn from a few labels.

Reference: Bengio, Lamblin, Popovici and Larochelle, "Greedy Layer-Wise Training of Deep Networks", 2006.
"""

from builder.drawing.document import Stage
from builder.kinds.starter import Bar, Starter, cell, drawing, grid

STARTER = Starter(
    key="layerwise",
    order=80,
    chapter="foundations",
    system="layerwise-pretraining",
    title="Layer by layer",
    summary="Two layers learn from pictures without names, one after the other; then 100 named ones teach the rest.",
    bars=(Bar("accuracy", 0.65, margin=0.05),),
    document=drawing(
        grid(
            [
                cell("digits", "Digits"),
                cell("flat", "Flatten"),
                cell("layer1", "Linear", out_features=64),
                cell("code1", "Sigmoid"),
                cell("back1", "Linear", out_features=64),
                cell("drawn1", "MSELoss"),
                cell("first", "Objective", lr=0.005, over="layer1, back1"),
            ],
            [
                None,
                None,
                cell("layer2", "Linear", out_features=48),
                cell("code2", "Sigmoid"),
                cell("back2", "Linear", out_features=64),
                cell("drawn2", "MSELoss"),
                cell("second", "Objective", lr=0.005, over="layer2, back2"),
            ],
            [
                cell("few", "Digits", only_first=100),
                cell("flat_few", "Flatten"),
                cell("again1", "Share", of="layer1"),
                cell("act1", "Sigmoid"),
                cell("again2", "Share", of="layer2"),
                cell("act2", "Sigmoid"),
            ],
            [
                None,
                None,
                cell("scores", "Linear", out_features=10),
                cell("loss", "CrossEntropyLoss"),
                cell("tune", "Objective", lr=0.005, over="layer1, layer2, scores"),
                cell("accuracy", "Accuracy"),
                cell("answer", "Output"),
            ],
            wires={
                "flat": "digits.image",
                "layer1": "flat",
                "code1": "layer1",
                "back1": "code1",
                "drawn1": "back1",
                "drawn1.target": "flat",
                "first.loss": "drawn1.loss",
                "layer2": "code1",
                "code2": "layer2",
                "back2": "code2",
                "drawn2": "back2",
                "drawn2.target": "code1",
                "second.loss": "drawn2.loss",
                "flat_few": "few.image",
                "again1": "flat_few",
                "act1": "again1",
                "again2": "act1",
                "act2": "again2",
                "scores": "act2",
                "loss": "scores",
                "loss.target": "few.label",
                "accuracy": "scores",
                "accuracy.target": "few.label",
                "answer": "scores",
                "tune.loss": "loss.loss",
            },
        ),
        epochs=20 + 20 + 60,
        batch_size=50,
        stages=(
            Stage(name="First layer", epochs=20, objectives=("first",)),
            Stage(name="Second layer", epochs=20, objectives=("second",), frozen=("layer1",)),
            Stage(name="100 labels", epochs=60, objectives=("tune",)),
        ),
    ),
)
