"""The game of two networks: a discriminator that tells real from made, and a generator that it learns to fool.

Reference: Goodfellow et al., "Generative Adversarial Nets", 2014.
"""

GAME_WIRES = {
    "of_made.x": "generator.y",
    "made": "generator.y",
    "minus_real": "discriminator.y",
    "missed_real": "minus_real",
    "missed_made": "of_made.y",
    "mistakes": "missed_real",
    "mistakes.other": "missed_made",
    "discriminator_loss.signal": "mistakes",
    "tell_apart.loss": "discriminator_loss.loss",
    "minus_made": "of_made.y",
    "caught": "minus_made",
    "generator_loss.signal": "caught",
    "fool.loss": "generator_loss.loss",
}
"""Beside them stand what the discriminator is shown of the data, and the noise of which the generator makes."""
