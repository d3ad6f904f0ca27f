"""A grid world by policy gradients, with its value map: what each cell is worth, learned from walking.

Reference: Russell and Norvig, "Artificial Intelligence: A Modern Approach", 1995, chapter 17; Sutton and Barto,
"Reinforcement Learning: An Introduction", 1998, chapter 13.
"""

from builder.drawing.problems import Connect, SetParam
from builder.kinds.lesson import Baseline, Bypass, Lesson, Variant
from builder.kinds.starter import Bar, Starter, cell, drawing, grid

PLAYER = grid(
    [
        cell("state", "Input"),
        cell("hidden", "Linear", out_features=32),
        cell("tanh", "Tanh"),
        cell("scores", "Linear", out_features=4),
        cell("actions", "Output"),
    ],
    [
        None,
        None,
        None,
        cell("judge", "Linear", out_features=1),
        cell("worth", "Output"),
    ],
    wires={
        "hidden": "state",
        "tanh": "hidden",
        "scores": "tanh",
        "judge": "tanh",
        "actions": "scores",
        "worth": "judge",
    },
    notes={
        "hidden": "32 neurons that see which of the twelve cells s one is in.",
        "scores": "A score for up, right, down and left; their softmax is the policy π(a | s).",
        "judge": "The value V(s): what will still be earned from this cell on. Watch draws it as a map.",
    },
)

STARTER = Starter(
    key="grid-world",
    order=715,
    chapter="decisions",
    system="control",
    title="Grid world and its value map",
    summary="Twelve cells, a good end and a bad one: the network walks, and learns what each cell is worth.",
    bars=(Bar("earned", 0.95, margin=0.0),),
    lesson=Lesson(
        paper='Russell and Norvig, "Artificial Intelligence: A Modern Approach", 1995; Sutton and Barto, 1998',
        teaches=(
            "A value is what will still be earned: it comes back from the ends, cell by cell, and the way follows it."
        ),
        expect=(
            "Open Watch: the map begins without any order. First the cell beside the good end knows what it is worth, "
            "then the one before it, and so on back to the corner; the lines turn to where it is worth more. After "
            "eight epochs it walks the shortest way from cells in which no episode had begun: 3 steps, 0.881 on "
            "validation."
        ),
        tries=(
            Variant(
                label="Look only a step ahead",
                expect=(
                    "A reward keeps 0.3 of its worth with each step: three steps off, the good end weighs less than "
                    "the cost of walking. The map is dark but for three cells, and of the held-out walks one half "
                    "bumps into walls for 50 steps, 28.6 in the mean."
                ),
                edits=(SetParam(id="episodes", name="discount", value=0.3),),
            ),
            Variant(
                label="A table in the place of the network",
                expect=(
                    "Without the hidden layer each cell has its own weights, a table as in the textbook: as good here, "
                    "3 steps. But what it learns of one cell tells it nothing of another; a world of a million cells "
                    "has no room for that."
                ),
                block="player",
                edits=(Bypass(id="hidden"), Bypass(id="tanh")),
            ),
            Variant(
                label="Take the judge's advice away",
                expect=(
                    "As good, 3 steps: with so few cells gains alone, evened out in each batch, tell enough. The map "
                    "is still learned, though nobody listens to it."
                ),
                edits=(Connect(target="policy_loss.advantage", source="episodes.gain"),),
            ),
        ),
        ablation=Variant(
            label="Take the future away",
            expect=(
                "Only the cell beside the good end learns where to go. Elsewhere each step costs the same 0.04, "
                "whichever way: it walks into walls, 50 steps."
            ),
            edits=(SetParam(id="episodes", name="discount", value=0.0),),
        ),
        broken=Variant(
            label="Break it: swap gain and value",
            expect=(
                "V - G in the place of G - V: what went better than expected becomes less likely. It learns to stay "
                "away from the good end, walks 50 steps into a wall, and earns -1.27."
            ),
            edits=(
                Connect(target="surprise.input", source="worth.output"),
                Connect(target="surprise.other", source="episodes.gain"),
            ),
        ),
        baselines=(
            Baseline(
                "walking by chance",
                "earned",
                value=-0.856,
                why="the exact value of walking by chance from the cells of validation",
            ),
            Baseline(
                "the shortest way",
                "earned",
                value=0.8812,
                why="0.98² - 0.04 (1 + 0.98), two steps and then the good end, from the cells of validation",
            ),
        ),
    ),
    document=drawing(
        grid(
            [
                cell("start", "GridWorldStarts"),
                cell("player", "Block", block="player"),
                cell("actions", "Output"),
            ],
            [
                cell("episodes", "Episodes", of="player", world="grid-world", steps=50, discount=0.98),
                cell("learner", "Share", of="player"),
                cell("policy_loss", "PolicyGradientLoss"),
                cell("loss", "AddLosses"),
                cell("objective", "Objective", lr=0.01),
            ],
            [
                cell("first", "Select", dim=1, index=0),
                cell("worth", "Squeeze", dim=2),
                cell("surprise", "Subtract"),
                cell("value_loss", "ScaleLoss", weight=0.5),
            ],
            [
                cell("earned", "Measure", better="larger"),
                cell("counted", "Multiply"),
                cell("value_error", "MSELoss"),
            ],
            [
                cell("steps", "Sum", dim=1),
                cell("walked", "Measure", better="smaller"),
            ],
            wires={
                "player.state": "start.state",
                "actions": "player.actions",
                "episodes.start": "start.state",
                "learner.state": "episodes.observation",
                "worth": "learner.worth",
                "surprise": "episodes.gain",
                "surprise.other": "worth",
                "policy_loss.scores": "learner.actions",
                "policy_loss.action": "episodes.action",
                "policy_loss.advantage": "surprise",
                "policy_loss.going": "episodes.going",
                "counted": "worth",
                "counted.other": "episodes.going",
                "value_error": "counted",
                "value_error.target": "episodes.gain",
                "value_loss.part": "value_error.loss",
                "loss.loss1": "policy_loss.loss",
                "loss.loss2": "value_loss.loss",
                "objective.loss": "loss.loss",
                "first": "episodes.gain",
                "earned.signal": "first",
                "steps": "episodes.going",
                "walked.signal": "steps",
            },
            notes={
                "start": (
                    "Cells s in which walks begin: in training the four furthest from the ends; held-out walks begin "
                    "in others."
                ),
                "player": "The network: from a cell to a policy π(a | s) and a value V(s).",
                "episodes": (
                    "It walks until an end, at most 50 steps. Each step costs 0.04, the ends are worth 1 and -1. Gain "
                    "G: reward from there on, discounted by γ = 0.98."
                ),
                "learner": "The same network once more, with the same weights, on every cell that it came through.",
                "policy_loss": "REINFORCE: -A log π(a | s), so steps that went better than expected become likelier.",
                "loss": "Policy and values learn together.",
                "objective": "Adam changes every weight a little against the slope of both losses.",
                "first": "G of the first step: what the whole walk earns.",
                "earned": "Its mean; measured, the likeliest way is always taken.",
                "worth": "V(s) for each step of each walk.",
                "surprise": "The advantage A = G - V(s): how much better it went than the map said.",
                "counted": "After a walk is over nothing counts.",
                "value_error": "The map learns G: mean (G - V)².",
                "value_loss": "The error of the map counts half.",
                "steps": "How many steps each walk had.",
                "walked": "Their mean: 50 is a walk that comes to no end.",
            },
        ),
        player=PLAYER,
        epochs=20,
        batch_size=16,
    ),
)
