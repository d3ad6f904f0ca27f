"""Every game and every environment, found by walking ``builder/games``."""

from __future__ import annotations

from collections.abc import Mapping

from builder.kinds.game import Board, Place
from builder.registry.walk import every, keyed

_ALL = tuple(every("builder.games", "GAME", Board, Place))
GAMES: Mapping[str, Board] = keyed((game for game in _ALL if isinstance(game, Board)), lambda game: game.key)
WORLDS: Mapping[str, Place] = keyed((world for world in _ALL if isinstance(world, Place)), lambda world: world.key)
