"""Tic-tac-toe learned from nothing but its rules: self-play with search, as AlphaZero does.

Reference: Silver et al., "Mastering Chess and Shogi by Self-Play with a General Reinforcement Learning Algorithm",
2017.
"""

from builder.drawing.problems import SetParam
from builder.kinds.lesson import Baseline, Lesson, Variant, retrain
from builder.kinds.starter import Bar, Starter, cell, drawing, grid
from builder.starters.parts.player import player

STARTER = Starter(
    key="tic-tac-toe",
    order=710,
    chapter="decisions",
    system="alphazero",
    title="Tic-tac-toe by self-play",
    summary="A network plays against itself, looks ahead, and learns from what came of it; then play against it.",
    bars=(Bar("lost", 0.1, margin=0.05), Bar("optimal", 0.93, margin=0.03)),
    lesson=Lesson(
        paper=(
            'Silver et al., "Mastering Chess and Shogi by Self-Play with a General Reinforcement Learning Algorithm", '
            "2017"
        ),
        teaches="Search makes a weak player stronger, and the player learns from the search: so it lifts itself.",
        expect=(
            "It begins as somebody who makes any move. After 4,600 games "
            "against itself it loses 5 of 100, and 96 % of its moves are as good as any. Then play against it in Try "
            "it."
        ),
        tries=(
            Variant(
                label="Look ahead five moves instead of 25",
                expect=(
                    "So short a search finds little that the network did not know: 88 % of its moves are good, but at "
                    "the opening it errs, and loses nearly every game to a player who makes no mistake."
                ),
                edits=(SetParam(id="play", name="simulations", value=5),),
            ),
            Variant(
                label="Eight hidden neurons",
                block="player",
                expect=(
                    "Too small to hold what it finds out: 68 % good moves, three games of four lost, though search "
                    "finds them for it."
                ),
                edits=(
                    SetParam(id="first", name="out_features", value=8),
                    SetParam(id="second", name="out_features", value=8),
                ),
            ),
            Variant(
                label="A quarter of the games",
                expect="Nearly there: 90 % good moves, one game of five lost.",
                edits=(retrain(epochs=20),),
            ),
        ),
        ablation=Variant(
            label="Take the search away",
            expect=(
                "It learns from what it would have done anyway: 60 % good moves, hardly better than any legal move, "
                "and three games of four lost. The search is the teacher."
            ),
            edits=(SetParam(id="play", name="simulations", value=0),),
        ),
        broken=Variant(
            label="Break it: a learning rate of 1",
            expect=(
                "Steps that large wreck both answers: 63 % good moves, 78 of 100 games lost, and search on top of it "
                "helps little."
            ),
            edits=(SetParam(id="objective", name="lr", value=1.0),),
        ),
        baselines=(
            Baseline("any legal move", "optimal", value=0.58, why="the share of legal moves that are best, on average"),
        ),
    ),
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
            notes={
                "game": "Positions of tic-tac-toe. What is best in them is known, and is used for measuring alone.",
                "player": "The network f(s) = (p, v): which moves look good, and who will win.",
                "lost": "Games of 100 that the network alone loses to a player who makes no mistake.",
                "lost_with_search": "The same, when it looks 25 positions ahead before each move.",
                "optimal": "In which share of all 4,520 positions its move is as good as any.",
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
            96,
            9,
            sees="96 neurons that see all 18 numbers.",
            scores="A score for each of nine squares: their softmax is the policy p, how likely each move is.",
        ),
        epochs=80,
        batch_size=256,
    ),
)
