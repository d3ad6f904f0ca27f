"""Tic-tac-toe learned from nothing but its rules: self-play with search, as AlphaZero does.

Reference: Silver et al., "Mastering Chess and Shogi by Self-Play with a General Reinforcement Learning Algorithm",
2017.
"""

from builder.kinds.starter import Bar, Starter, cell, drawing, grid

PLAYER = grid(
    [
        cell("board", "Input"),
        cell("flat", "Flatten"),
        cell("first", "Linear", out_features=96),
        cell("relu", "ReLU"),
        cell("scores", "Linear", out_features=9),
        cell("moves", "Output"),
    ],
    [
        None,
        None,
        cell("second", "Linear", out_features=96),
        cell("relu2", "ReLU"),
        cell("judge", "Linear", out_features=1),
        cell("tanh", "Tanh"),
        cell("worth", "Output"),
    ],
    wires={
        "flat": "board",
        "first": "flat",
        "relu": "first",
        "second": "relu",
        "relu2": "second",
        "scores": "relu2",
        "judge": "relu2",
        "tanh": "judge",
        "moves": "scores",
        "worth": "tanh",
    },
)

STARTER = Starter(
    key="tic-tac-toe",
    order=710,
    chapter="decisions",
    system="alphazero",
    title="Tic-tac-toe by self-play",
    summary="A network plays against itself, looks ahead, and learns from what came of it; then play against it.",
    bars=(Bar("optimal", 0.93, margin=0.03),),
    document=drawing(
        grid(
            [
                cell("game", "TicTacToe"),
                cell("player", "Block", block="player"),
                cell("moves", "Output"),
                cell("lost", "WinRate", of="player"),
                cell("lost_with_search", "WinRate", of="player", simulations=25, games=50),
            ],
            [
                None,
                None,
                cell("worth", "Output"),
                cell("optimal", "OptimalMoves", of="player"),
            ],
            [
                cell("play", "SelfPlay", of="player"),
                cell("learner", "Share", of="player"),
                cell("policy_loss", "CrossEntropyLoss"),
                cell("loss", "AddLosses"),
                cell("objective", "Objective", optimizer="AdamW", lr=0.003, weight_decay=0.0001),
            ],
            [
                None,
                None,
                cell("value_loss", "MSELoss"),
            ],
            wires={
                "player.board": "game.position",
                "moves": "player.moves",
                "worth": "player.worth",
                "lost.position": "game.position",
                "lost_with_search.position": "game.position",
                "optimal.position": "game.position",
                "play.start": "game.position",
                "learner.board": "play.position",
                "policy_loss": "learner.moves",
                "policy_loss.target": "play.policy",
                "value_loss": "learner.worth",
                "value_loss.target": "play.outcome",
                "loss.loss1": "policy_loss.loss",
                "loss.loss2": "value_loss.loss",
                "objective.loss": "loss.loss",
            },
        ),
        player=PLAYER,
        epochs=80,
        batch_size=256,
    ),
)
