"""A convolutional network for signals.

Reference: Greydanus, "Scaling Down Deep Learning with MNIST-1D", 2020.
"""

from builder.drawing.problems import SetParam
from builder.kinds.lesson import Baseline, Bypass, Lesson, Variant, replace
from builder.kinds.starter import Bar, Starter, chain

STARTER = Starter(
    key="mnist-1d",
    order=324,
    chapter="sequences",
    system="forecasting",
    title="Shapes in a signal",
    summary="A one-dimensional convolutional network finds which of ten shapes lies somewhere in a noisy line.",
    bars=(Bar("accuracy", 0.87, margin=0.03),),
    lesson=Lesson(
        paper='Greydanus, "Scaling Down Deep Learning with MNIST-1D", 2020',
        teaches="What may stand anywhere is found by a filter that slides along, not by weights tied to a place.",
        expect=(
            "Accuracy passes what logistic regression can do, about one in three, within the first epoch, and what a "
            "network without convolutions can do soon after."
        ),
        tries=(
            Variant(
                label="Filters of one step",
                expect="A filter that sees a single value sees no shape; only the last layer puts places together.",
                edits=tuple(SetParam(id=id, name="kernel_size", value=1) for id in ("conv1", "conv2", "conv3")),
            ),
            Variant(
                label="Eight channels instead of 32",
                expect="Fewer kinds of bends to look for: faster, and a little worse.",
                edits=tuple(SetParam(id=id, name="out_channels", value=8) for id in ("conv1", "conv2", "conv3")),
            ),
            Variant(
                label="A tenth of the samples",
                expect="Even so it beats a network without convolutions that sees them all.",
                edits=(SetParam(id="lines", name="samples", value=560),),
            ),
        ),
        ablation=Variant(
            label="Take the convolutions away",
            expect="A multilayer perceptron of 128 hidden neurons must learn each shape anew for every place.",
            edits=(
                replace("conv1", "Flatten"),
                replace("conv2", "Linear", out_features=128),
                replace("conv3", "Linear", out_features=128),
            ),
        ),
        broken=Variant(
            label="Break it: no bends between the filters",
            expect="Three convolutions without ReLU are one linear map: no better than logistic regression.",
            edits=(Bypass(id="relu1"), Bypass(id="relu2"), Bypass(id="relu3")),
        ),
        baselines=(
            Baseline("logistic regression", "accuracy", method="logistic"),
            Baseline("random forest", "accuracy", method="forest"),
            Baseline("nearest neighbours", "accuracy", method="nearest"),
        ),
    ),
    document=chain(
        ("conv1", "Conv1d", {"out_channels": 32, "kernel_size": 5, "stride": 2, "padding": 2}),
        ("relu1", "ReLU", {}),
        ("conv2", "Conv1d", {"out_channels": 32, "kernel_size": 3, "stride": 2, "padding": 1}),
        ("relu2", "ReLU", {}),
        ("conv3", "Conv1d", {"out_channels": 32, "kernel_size": 3, "stride": 2, "padding": 1}),
        ("relu3", "ReLU", {}),
        ("flat", "Flatten", {}),
        ("scores", "Linear", {"out_features": 10}),
        data=("lines", "MNIST1D", {}),
        feed="line",
        lr=0.005,
        notes={
            "lines": "40 values of a line with one of ten shapes in it: moved, stretched, tilted, and noisy.",
            "conv1": "32 filters of 5 values that slide along the line by 2: each answers to a certain bend.",
            "conv2": "Filters over the answers of the first ones: bends that follow each other.",
            "conv3": "Larger pieces of shapes; 5 places are left.",
            "scores": "A score for each of the ten shapes.",
            "loss": "Cross-entropy: how surprised it is by the right shape, in nats.",
            "objective": "Adam.",
        },
        epochs=25,
        batch_size=64,
    ),
)
