"""CartPole by policy gradients: actions that earned more than was expected become likelier.

Reference: Williams, "Simple Statistical Gradient-Following Algorithms for Connectionist Reinforcement Learning", 1992.
"""

from builder.drawing.problems import Connect, SetParam
from builder.kinds.lesson import Baseline, Lesson, Variant
from builder.kinds.starter import Bar, Starter, cell, drawing, grid

PLAYER = grid(
    [
        cell("state", "Input"),
        cell("hidden", "Linear", out_features=64),
        cell("tanh", "Tanh"),
        cell("scores", "Linear", out_features=2),
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
        "hidden": "64 neurons that see the four numbers of the state s.",
        "scores": "A score for each action; their softmax is the policy π(a | s), how likely each push is.",
        "judge": "The value V(s): how much will still be earned from here on.",
    },
)

STARTER = Starter(
    key="cart-pole",
    order=720,
    chapter="decisions",
    system="control",
    title="CartPole by policy gradients",
    summary="A network pushes a cart so that a pole on it stays upright, and learns from how long it stood.",
    bars=(Bar("length", 475, margin=50),),
    lesson=Lesson(
        paper=(
            'Williams, "Simple Statistical Gradient-Following Algorithms for Connectionist Reinforcement Learning", '
            "1992"
        ),
        teaches=(
            "Nobody says which push was right: pushes that were followed by more reward than expected become likelier."
        ),
        expect=(
            "Pushed by chance the pole stands for 22 steps. After a minute it stands for 500, all that are allowed, "
            "from beginnings that it never saw. Afterwards open Try it and watch it balance."
        ),
        tries=(
            Variant(
                label="Look only a few steps ahead",
                expect=(
                    "About 125 steps: what a push leads to half a second later no longer counts, so the cart drifts "
                    "away."
                ),
                edits=(SetParam(id="episodes", name="discount", value=0.5),),
            ),
            Variant(
                label="Four hidden neurons",
                block="player",
                expect="About 200 steps in the same time: four neurons learn, but slower.",
                edits=(SetParam(id="hidden", name="out_features", value=4),),
            ),
            Variant(
                label="Take the judge's advice away",
                expect=(
                    "As good here, 499 steps: gains are evened out in each batch anyway. In longer tasks, where luck "
                    "weighs more, the judge is what makes learning possible."
                ),
                edits=(Connect(target="policy_loss.advantage", source="episodes.gain"),),
            ),
        ),
        ablation=Variant(
            label="Take the future away",
            expect=(
                "Every push earns 1 at once, the good and the bad alike; what tells them apart comes later. It learns "
                "nothing: about 9 steps, worse than pushing by chance."
            ),
            edits=(SetParam(id="episodes", name="discount", value=0.0),),
        ),
        broken=Variant(
            label="Break it: swap gain and value",
            expect=(
                "V - G in the place of G - V: what went better than expected becomes less likely. It learns to drop "
                "the pole as fast as it can, in 9 steps."
            ),
            edits=(
                Connect(target="surprise.input", source="worth.output"),
                Connect(target="surprise.other", source="episodes.gain"),
            ),
        ),
        baselines=(
            Baseline("pushing by chance", "length", value=22.3, why="the mean of 2,000 poles pushed by chance"),
            Baseline(
                "pushing to where it leans",
                "length",
                value=41.9,
                why="the mean of 2,000 poles under which the cart always follows the lean",
            ),
        ),
    ),
    document=drawing(
        grid(
            [
                cell("start", "CartPoleStarts"),
                cell("player", "Block", block="player"),
                cell("actions", "Output"),
            ],
            [
                cell("episodes", "Episodes", of="player", steps=500, discount=0.98),
                cell("learner", "Share", of="player"),
                cell("policy_loss", "PolicyGradientLoss"),
                cell("loss", "AddLosses"),
                cell("objective", "Objective", lr=0.01),
            ],
            [
                cell("lived", "Sum", dim=1),
                cell("worth", "Squeeze", dim=2),
                cell("surprise", "Subtract"),
                cell("value_loss", "ScaleLoss", weight=0.01),
            ],
            [
                cell("length", "Measure", better="larger"),
                cell("counted", "Multiply"),
                cell("value_error", "MSELoss"),
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
                "lived": "episodes.going",
                "length.signal": "lived",
            },
            notes={
                "start": (
                    "States s in which a pole begins to fall: place and speed of the cart, angle and turning of the "
                    "pole."
                ),
                "player": "The network: from a state to a policy π(a | s) and a value V(s).",
                "episodes": (
                    "The player acts until the pole falls, at most 500 times. Gain G: reward from there on, discounted"
                    " by γ = 0.98."
                ),
                "learner": (
                    "The same network once more, with the same weights, on every state that the episodes came through."
                ),
                "surprise": "The advantage A = G - V(s): how much better it went than the judge had thought.",
                "worth": "V(s) for each step of each episode.",
                "policy_loss": "REINFORCE: -A log π(a | s), so pushes that went better than expected become likelier.",
                "loss": "Policy and judge learn together.",
                "objective": "Adam changes every weight a little against the slope of both losses.",
                "lived": "How many steps each episode lasted.",
                "value_loss": "The judge's error counts a hundredth, as its numbers are large.",
                "length": (
                    "Mean steps until the pole falls; measured, the likelier push is always taken. 500 is all there is."
                ),
                "counted": "After an episode is over nothing counts.",
                "value_error": "The judge learns G: mean (G - V)².",
            },
        ),
        player=PLAYER,
        epochs=5,
        batch_size=16,
    ),
)
