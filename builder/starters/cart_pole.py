"""CartPole by policy gradients: actions that earned more than was expected become likelier.

Reference: Williams, "Simple Statistical Gradient-Following Algorithms for Connectionist Reinforcement Learning", 1992.
"""

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
)

STARTER = Starter(
    key="cart-pole",
    order=720,
    chapter="decisions",
    system="control",
    title="CartPole by policy gradients",
    summary="A network pushes a cart so that a pole on it stays upright, and learns from how long it stood.",
    bars=(Bar("length", 150, margin=30),),
    document=drawing(
        grid(
            [
                cell("start", "CartPoleStarts"),
                cell("player", "Block", block="player"),
                cell("actions", "Output"),
            ],
            [
                cell("episodes", "Episodes", of="player"),
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
        ),
        player=PLAYER,
        epochs=3,
        batch_size=16,
    ),
)
