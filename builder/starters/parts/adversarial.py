"""What a generator of digits learns against, and how it is judged: the parts that two starters share.

Reference: Radford, Metz and Chintala, "Unsupervised Representation Learning with Deep Convolutional Generative
Adversarial Networks", 2016.
"""

from builder.kinds.starter import cell, line

DISCRIMINATOR = line(
    cell("strokes", "Conv2d", out_channels=32, kernel_size=4, stride=2, padding=1),
    cell("relu1", "LeakyReLU", negative_slope=0.2),
    cell("parts", "Conv2d", out_channels=64, kernel_size=4, stride=2, padding=1),
    cell("norm", "BatchNorm2d"),
    cell("relu2", "LeakyReLU", negative_slope=0.2),
    cell("flatten", "Flatten"),
    cell("score", "Linear", out_features=1),
    notes={
        "strokes": "32 filters look for strokes, at every second place: no pooling.",
        "relu1": "Leaks a little of what is negative, so that the generator always feels a slope.",
        "parts": "64 filters put strokes together.",
        "norm": "Gives each of their maps mean 0 and variance 1 over the batch.",
        "relu2": "Leaks here too.",
        "score": "D(x), a score: above 0 it takes the digit for real.",
    },
)
GAME_WIRES = {
    "discriminator.x": "digits.image",
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
"""The game of two networks, as the starter "gan" draws it."""
GAME_NOTES = {
    "digits": "Real digits x of 8 by 8 pixels.",
    "discriminator": "D(x): a score above 0 for what it takes for real.",
    "minus_real": "-D(x).",
    "missed_real": "log(1 + e^-D(x)) = -log of how probable it finds it that a real digit is real.",
    "mistakes": "Both of its mistakes: real digits taken for made ones, and made ones for real.",
    "discriminator_loss": "Their mean: binary cross-entropy.",
    "tell_apart": "Makes the discriminator better. Adam with a short memory, beta_1 = 0.5: the game changes with each "
    "step.",
    "noise": "z: sixteen random numbers, fresh for each digit.",
    "of_made": "The same discriminator, the same weights, on made digits: D(G(z)).",
    "missed_made": "log(1 + e^D(G(z))): large where a made digit passes for real.",
    "minus_made": "-D(G(z)).",
    "caught": "log(1 + e^-D(G(z))): large where a made digit is caught.",
    "generator_loss": "Its mean: what the generator makes small.",
}
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
