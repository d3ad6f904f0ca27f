"""A network that foretells the next value of a series.

Reference: Box and Jenkins, "Time Series Analysis: Forecasting and Control", 1970.
"""

from builder.drawing.problems import SetParam
from builder.kinds.lesson import Baseline, Bypass, Lesson, Variant, replace
from builder.kinds.starter import Bar, Starter, cell, drawing, grid

STARTER = Starter(
    key="forecasting",
    order=322,
    chapter="sequences",
    system="forecasting",
    title="Forecast a series",
    summary="From 24 values of a series with a trend, a season and a swing of its own, foretells the next one.",
    bars=(Bar("error", 0.04, margin=0.015),),
    lesson=Lesson(
        paper='Box and Jenkins, "Time Series Analysis: Forecasting and Control", 1970',
        teaches="Trend and season are straight lines and waves; what bends in a series takes a network that bends.",
        expect=(
            "In a few epochs it is as good as linear regression, which sees trend and season. Then it finds how the "
            "swing makes the next one, and comes to less than a third of that error."
        ),
        tries=(
            Variant(
                label="Read it with a GRU",
                expect="A memory that reads value by value: it must find season and swing in one state.",
                edits=(replace("flat", "GRU", hidden_size=64), replace("hidden", "Select", dim=1, index=-1)),
            ),
            Variant(
                label="Eight hidden neurons",
                expect="Few bends: the swing's law is followed roughly.",
                edits=(
                    SetParam(id="hidden", name="out_features", value=8),
                    SetParam(id="hidden2", name="out_features", value=8),
                ),
            ),
            Variant(
                label="A noisier series",
                expect="Three times the surprise in each value: nobody can come under its square, 0.09.",
                edits=(SetParam(id="series", name="noise", value=0.3),),
            ),
        ),
        ablation=Variant(
            label="Take the bends away",
            expect="Without the ReLUs it is linear regression, found step by step: trend and season, and no more.",
            edits=(Bypass(id="relu"), Bypass(id="relu2")),
        ),
        broken=Variant(
            label="Break it: a hundred times the learning rate",
            expect="Each step overshoots: it ends worse than linear regression.",
            edits=(SetParam(id="objective", name="lr", value=0.5),),
        ),
        baselines=(
            Baseline("last value", "error", method="last_value"),
            Baseline("linear regression", "error", method="linear"),
            Baseline("what nobody can know", "error", value=0.01, why="The square of the surprise in each value, 0.1."),
        ),
    ),
    document=drawing(
        grid(
            [
                cell("series", "TimeSeries", samples=2_800),
                cell("flat", "Flatten"),
                cell("hidden", "Linear", out_features=64),
                cell("relu", "ReLU"),
                cell("hidden2", "Linear", out_features=64),
                cell("relu2", "ReLU"),
            ],
            [
                None,
                None,
                cell("objective", "Objective", lr=0.005, schedule="OneCycleLR"),
                cell("loss", "MSELoss"),
                cell("error", "MeanSquaredError"),
                cell("next", "Linear", out_features=1),
            ],
            [None, None, None, None, None, cell("answer", "Output")],
            wires={
                "flat": "series.past",
                "hidden": "flat",
                "relu": "hidden",
                "hidden2": "relu",
                "relu2": "hidden2",
                "next": "relu2",
                "answer": "next",
                "loss": "next",
                "loss.target": "series.next",
                "error": "next",
                "error.target": "series.next",
                "objective.loss": "loss.loss",
            },
            notes={
                "series": "24 values x_1 ... x_24 of one long series, and x_25. The test is its end, the future.",
                "hidden": "64 weighted sums of the 24 values: differences, means over a season, and the like.",
                "hidden2": "64 sums of these, once they are bent.",
                "next": "x_25, as it expects it.",
                "loss": "The mean squared error.",
                "error": "The same, measured on what it does not learn from.",
                "objective": "Adam; its rate rises first and falls then. The best weights on validation are kept.",
            },
        ),
        epochs=40,
        batch_size=64,
        settings={"monitor": "loss"},
    ),
)
