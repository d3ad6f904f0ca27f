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
DIGIT_NOTES = {
    "digits": "Real digits x of 8 by 8 pixels.",
    "discriminator": "D(x): a score above 0 for what it takes for real.",
    "minus_real": "-D(x).",
    "missed_real": "log(1 + e^-D(x)) = -log of how probable it finds it that a real digit is real.",
    "mistakes": "Both of its mistakes: real digits taken for made ones, and made ones for real.",
    "discriminator_loss": "Their mean: binary cross-entropy.",
    "noise": "z: sixteen random numbers, fresh for each digit.",
    "of_made": "The same discriminator, the same weights, on made digits: D(G(z)).",
    "missed_made": "log(1 + e^D(G(z))): large where a made digit passes for real.",
    "minus_made": "-D(G(z)).",
    "caught": "log(1 + e^-D(G(z))): large where a made digit is caught.",
    "generator_loss": "Its mean: what the generator makes small.",
}
"""What is told of the game where digits are made."""
JUDGE_WIRES = {
    "judge.x": "digits.image",
    "judge_loss": "judge.y",
    "judge_loss.target": "digits.label",
    "judge_accuracy": "judge.y",
    "judge_accuracy.target": "digits.label",
    "real_certainty": "judge.y",
    "learn_to_read.loss": "judge_loss.loss",
    "reader.x": "generator.y",
    "certainty": "reader.y",
    "digits_found": "reader.y",
}
"""A judge that learns from real digits, and reads those that are made."""
JUDGE_NOTES = {
    "judge": "A small network that reads digits. It learns from real ones alone.",
    "judge_loss": "Cross-entropy of the judge.",
    "judge_accuracy": "How many real digits, of hands it has not seen, the judge reads rightly.",
    "learn_to_read": "Trains the judge, and nothing else.",
    "real_certainty": "The same of real digits, of hands that it has not seen: more than that is too much to ask.",
    "reader": "The judge again, the same weights: it reads what was made and learns nothing from it.",
    "certainty": "How probable the judge finds the digit that it reads, on average: blots make it doubt.",
    "digits_found": "How many of the ten digits are among those made: a hundredth of them at least.",
}
