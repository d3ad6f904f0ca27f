"""A neural differential equation.

Reference: Chen, Rubanova, Bettencourt and Duvenaud, "Neural Ordinary Differential Equations", 2018.
"""

from builder.drawing.problems import Connect, SetParam
from builder.kinds.lesson import Baseline, Bypass, Lesson, Variant
from builder.kinds.starter import Bar, Starter, cell, drawing, grid, line

SLOPE = line(
    cell("hidden", "Linear", out_features="=width"),
    cell("tanh", "Tanh"),
    cell("change", "Linear", out_features=2),
    notes={
        "hidden": "The state y goes in, not the time: the law is the same at every moment.",
        "change": "f(y): in which direction the state moves, and how fast. Watch draws it over the whole plane.",
    },
    width=64,
)

STARTER = Starter(
    key="neural-ode",
    order=380,
    chapter="sequences",
    system="neural-ode",
    title="Neural differential equation",
    summary="Learns the law of a pendulum from pairs of moments, and foretells whole swings by it.",
    bars=(Bar("path_error", 0.062, margin=0.03),),
    lesson=Lesson(
        paper='Chen, Rubanova, Bettencourt and Duvenaud, "Neural Ordinary Differential Equations", 2018',
        teaches="A network can be the law by which something moves; a solver then follows it for any length of time.",
        expect=(
            "In Watch the arrows of the vector field turn until they circle around rest, and around the upright "
            "pendulum too. It never sees more than half a time unit, yet foretells six: errors add up slowly, as what "
            "it learned is a law and not a table."
        ),
        tries=(
            Variant(
                label="Solve it by Euler's method",
                expect=(
                    "Two straight steps in place of those by Runge and Kutta. The network learns a law that makes "
                    "up for the solver's error, so that it fits only this step."
                ),
                edits=(SetParam(id="flow", name="method", value="euler"),),
            ),
            Variant(
                label="Eight hidden neurons",
                expect="The law is drawn with a coarser pen, and foretold swings drift off sooner.",
                edits=(SetParam(id="flow", name="width", value=8),),
            ),
            Variant(
                label="A tenth of the swings",
                expect="Where no moment was seen, the law is guessed.",
                edits=(SetParam(id="pendulum", name="samples", value=448),),
            ),
        ),
        ablation=Variant(
            label="A linear law",
            expect=(
                "Without the tanh, f(y) = A y: waves of one and the same length. Small swings fit, wide ones run away "
                "from it, as theirs take longer."
            ),
            block="slope",
            edits=(Bypass(id="tanh"),),
        ),
        broken=Variant(
            label="Break it: swap now and later",
            expect=(
                "The loss becomes as small as before, but what it learned is the law of time that runs backwards: "
                "foretold swings go the wrong way, and grow instead of fading. The loss alone does not tell."
            ),
            edits=(
                Connect(target="flow.x", source="pendulum.later"),
                Connect(target="loss.target", source="pendulum.now"),
            ),
        ),
        baselines=(Baseline("stays where it is", "path_error", value=2.5, why="measured"),),
    ),
    document=drawing(
        grid(
            [
                cell("pendulum", "Pendulum", samples=4_480),
                cell("flow", "ODESolve", block="slope", t1=0.5, steps=2, method="rk4"),
                cell("loss", "MSELoss"),
                cell("objective", "Objective", lr=0.03, schedule="OneCycleLR"),
            ],
            [None, None, cell("explained", "R2"), cell("answer", "Output")],
            [
                None,
                cell("again", "Share", of="flow"),
                cell("foretold", "Rollout", kept=1),
                cell("path_error", "TrajectoryError"),
            ],
            wires={
                "flow.x": "pendulum.now",
                "loss": "flow.y",
                "loss.target": "pendulum.later",
                "explained": "flow.y",
                "explained.target": "pendulum.later",
                "answer": "flow.y",
                "objective.loss": "loss.loss",
                "again.x": "pendulum.swing",
                "foretold.predicted": "again.y",
                "foretold.into": "pendulum.swing",
                "path_error": "foretold",
                "path_error.target": "pendulum.swing",
            },
            notes={
                "pendulum": "Angle and velocity of a pendulum: y now, y half a time unit later, and whole swings.",
                "flow": "Follows dy/dt = f(y) from 0 to t1 = 0.5 in two steps (RK4). Open it: the block is f.",
                "loss": "The mean squared distance between where it says the pendulum will be and where it is.",
                "objective": "Adam; the gradient runs back through all steps of the solver.",
                "explained": "R^2: how much of what varies half a unit later it foretells; 1 is all.",
                "again": "The same law, for each moment of a swing.",
                "foretold": "Goes on from the first moment alone, each state made from the one before, up to 6 units.",
                "path_error": "How far the foretold swing is from the true one, as root mean square over its moments.",
            },
        ),
        slope=SLOPE,
        epochs=60,
        batch_size=64,
    ),
)
