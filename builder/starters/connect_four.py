"""Connect four on a small board, learned from nothing but its rules: self-play with search, as AlphaZero does.

Reference: Silver et al., "Mastering Chess and Shogi by Self-Play with a General Reinforcement Learning Algorithm",
2017.
"""

from builder.drawing.problems import SetParam
from builder.kinds.lesson import Baseline, Lesson, Variant, retrain
from builder.kinds.starter import Bar, Starter, cell, drawing, grid
from builder.starters.parts.player import player

STARTER = Starter(
    key="connect-four",
    order=712,
    chapter="decisions",
    system="alphazero",
    title="Connect four by self-play",
    summary="Four columns, stones that fall, 134,289 positions: it plays itself, looks ahead, and learns to see it.",
    bars=(Bar("lost", 0.2, margin=0.1), Bar("optimal", 0.86, margin=0.03)),
    lesson=Lesson(
        paper=(
            'Silver et al., "Mastering Chess and Shogi by Self-Play with a General Reinforcement Learning Algorithm", '
            "2017"
        ),
        teaches="A network that learns from its own games becomes good at what comes up in them.",
        expect=(
            "After 7,000 games against itself 88 of 100 of its moves are as good as any, where 77 of 100 legal moves "
            "are. Whoever makes no mistake can hold this game; to one who makes none it loses 16 of 100, from 2 to 20 "
            "with five seeds. Then play against it in Try it."
        ),
        tries=(
            Variant(
                label="Look ahead five moves instead of 25",
                expect="As good here, in half of the time: 87 of 100 moves are good, and it loses 15 of 100.",
                edits=(SetParam(id="play", name="simulations", value=5),),
            ),
            Variant(
                label="Begin every game on the empty board",
                expect=(
                    "It sees only what comes of good play: there it errs less, and loses 3 of 100, but of all "
                    "positions it knows fewer, 82 of 100 good moves."
                ),
                edits=(SetParam(id="play", name="empty", value=1.0),),
            ),
            Variant(
                label="A quarter of the games",
                expect="Not there yet: 84 of 100 moves are good, and it loses 35 of 100 games.",
                edits=(retrain(epochs=12),),
            ),
        ),
        ablation=Variant(
            label="Take the search away",
            expect=(
                "It learns from what it would have done anyway: 76 of 100 good moves, no better than any legal move, "
                "and 64 of 100 games lost. The search is the teacher."
            ),
            edits=(SetParam(id="play", name="simulations", value=0),),
        ),
        broken=Variant(
            label="Break it: a learning rate of 1",
            expect="Steps that large wreck both answers: 76 of 100 good moves, 73 of 100 games lost.",
            edits=(SetParam(id="objective", name="lr", value=1.0),),
        ),
        baselines=(
            Baseline("any legal move", "optimal", value=0.77, why="the share of legal moves that are best, on average"),
        ),
    ),
    document=drawing(
        grid(
            [
                cell("game", "ConnectFour", samples=8_000),
                cell("player", "Block", block="player"),
                cell("moves", "Output"),
                cell("lost", "WinRate", game="connect-four", of="player"),
                cell("lost_at_random", "WinRate", game="connect-four", of="player", against="random"),
            ],
            [
                None,
                None,
                cell("worth", "Output"),
                cell("optimal", "OptimalMoves", game="connect-four", of="player"),
            ],
            [
                cell("play", "SelfPlay", game="connect-four", of="player", every=40),
                cell("learner", "Share", of="player"),
                cell("policy_loss", "CrossEntropyLoss"),
                cell("loss", "AddLosses"),
                cell("objective", "Objective", optimizer="AdamW", lr=0.005, weight_decay=0.0001),
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
                "lost_at_random.position": "game.position",
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
            notes={
                "game": (
                    "Positions of connect four on 4 x 4. What is best in them is known, and is used for measuring "
                    "alone."
                ),
                "player": "The network f(s) = (p, v): which columns look good, and who will win.",
                "lost": "Games of 100 that the network alone loses to a player who makes no mistake.",
                "lost_at_random": "Games of 100 that it loses to who drops stones anywhere.",
                "optimal": "In which share of 5,000 positions its move is as good as any.",
                "play": (
                    "It plays against itself. A tree search of 25 simulations, led by p and v, finds the better policy"
                    " π."
                ),
                "learner": "The player once more, with the same weights, on positions that were played.",
                "policy_loss": "Cross-entropy -π log p: learn to guess at once what the search found.",
                "value_loss": "(z - v)²: learn to tell how the game ended, z.",
                "loss": "Both together: l = (z - v)² - π log p.",
                "objective": "AdamW; its weight decay is the paper's c‖θ‖².",
            },
        ),
        player=player(
            128,
            4,
            sees="128 neurons that see all 32 numbers.",
            scores="A score for each of four columns: their softmax is the policy p, how likely each move is.",
        ),
        epochs=50,
        batch_size=256,
    ),
)
