"""A variational autoencoder for digits.

The loss is the negative ELBO, less a constant: |x - y|^2 / (2 sigma^2), with sigma 0.2 for each pixel, plus the KL
divergence. Of a mean over 64 pixels that is 64 / (2 * 0.04) = 800 times the mean squared error.

Reference: Kingma and Welling, "Auto-Encoding Variational Bayes", 2014.
"""

from builder.drawing.problems import SetParam
from builder.kinds.lesson import Baseline, Lesson, Variant, retrain
from builder.kinds.starter import Bar, Starter, cell, drawing, grid, line
from builder.starters.pixelcnn import JUDGE

SIGMA = 0.2
"""How far a pixel strays from what the decoder says."""

ENCODER = line(
    cell("smudged", "RandomNoise", std=0.2),
    cell("flatten", "Flatten"),
    cell("hidden1", "Linear", out_features=128),
    cell("relu1", "ReLU"),
    cell("hidden2", "Linear", out_features=128),
    cell("relu2", "ReLU"),
    notes={
        "smudged": "While training, noise on the ink, so that it does not learn single pixels by heart.",
        "hidden1": "128 weighted sums of the 64 pixels.",
        "hidden2": "128 weighted sums of those.",
    },
)
DECODER = line(
    cell("hidden1", "Linear", out_features=128),
    cell("relu1", "ReLU"),
    cell("hidden2", "Linear", out_features=128),
    cell("relu2", "ReLU"),
    cell("pixels", "Linear", out_features=64),
    cell("ink", "Sigmoid"),
    cell("image", "Unflatten", dim=1, unflattened_size=(1, 8, 8)),
    notes={
        "hidden1": "128 weighted sums of the two numbers of the code z.",
        "hidden2": "128 weighted sums of those.",
        "pixels": "One number for each of 64 pixels.",
        "image": "Folds the row of 64 into a picture of 8 by 8.",
    },
)

STARTER = Starter(
    key="vae",
    order=530,
    chapter="generative",
    system="vae",
    title="Variational autoencoder",
    summary="Squeezes digits into two numbers each, and draws digits from any two numbers.",
    bars=(Bar("same_digit", 0.72, margin=0.05), Bar("elbo", 8, margin=1.5)),
    lesson=Lesson(
        paper='Kingma and Welling, "Auto-Encoding Variational Bayes", 2014',
        teaches="A network that must tell each digit by two numbers finds by itself how digits resemble each other.",
        expect=(
            "The evidence lower bound rises from the -13 nats of a mean digit to about 10: 15 for what is drawn "
            "again, less the 4.4 nats that a code tells. In Watch, the latent map fills with digits that pass into "
            "each other. From two numbers the judge reads the same digit in about four of five, and on the hands of "
            "the test in three of four."
        ),
        tries=(
            Variant(
                label="Eight numbers in the place of two",
                expect="More room: the bound rises to 17 nats, and more digits come back. Try it maps any two.",
                edits=tuple(
                    SetParam(id=id, name=name, value=8)
                    for id, name in (("mean", "out_features"), ("log_variance", "out_features"), ("noise", "shape"))
                ),
            ),
            Variant(
                label="A decoder of 16 neurons",
                block="decoder",
                expect="The map is coarse, with blurs between the digits: two of three come back as themselves.",
                edits=tuple(SetParam(id=f"hidden{place}", name="out_features", value=16) for place in (1, 2)),
            ),
            Variant(
                label="A tenth of the time",
                expect="Not even half come back as themselves: many digits still share one blur.",
                edits=(retrain(epochs=20),),
            ),
        ),
        ablation=Variant(
            label="Take the KL divergence away",
            expect=(
                "A plain autoencoder: what comes back is as good, but nothing holds codes together. A code costs 29 "
                "nats in the place of 4.4, and the bound is back at that of a mean digit: as a model of digits it is "
                "worth no more."
            ),
            edits=(SetParam(id="weighted_kl", name="weight", value=0.0),),
        ),
        broken=Variant(
            label="Break it: count the KL a hundredfold",
            expect=(
                "It pays to say nothing: every code becomes the same bell curve, every picture the same grey mean of "
                "all digits, and the judge is right once in ten. This is posterior collapse."
            ),
            edits=(SetParam(id="weighted_kl", name="weight", value=100.0),),
        ),
        baselines=(
            Baseline("a guess", "same_digit", value=0.1, why="There are ten digits, about equally many of each."),
            Baseline(
                "the mean digit",
                "elbo",
                value=-12.6,
                why="Each pixel at its mean, without a code: so of the validation part, and -16.5 of the test part.",
            ),
        ),
    ),
    document=drawing(
        grid(
            [
                cell("digits", "Digits"),
                cell("encoder", "Block", block="encoder"),
                cell("mean", "Linear", out_features=2),
                cell("code", "Reparameterize"),
                cell("decoder", "Block", block="decoder"),
                cell("reconstruction", "MSELoss"),
                cell("in_nats", "ScaleLoss", weight=800.0),
                cell("loss", "AddLosses"),
            ],
            [
                cell("judge", "Block", block="judge"),
                cell("noise", "Noise", shape=2),
                cell("log_variance", "Linear", out_features=2),
                cell("kl", "KLDivergence"),
                cell("weighted_kl", "ScaleLoss", weight=1.0),
                cell("answer", "Output"),
                cell("made", "SampleLatent"),
                cell(
                    "objective",
                    "Objective",
                    lr=0.002,
                    schedule="CosineAnnealingLR",
                    over="encoder, mean, log_variance, decoder",
                ),
            ],
            [
                cell("judge_loss", "CrossEntropyLoss"),
                cell("learn_to_read", "Objective", lr=0.002, schedule="CosineAnnealingLR", over="judge"),
                cell("judge_accuracy", "Accuracy"),
                cell("reader", "Share", of="judge"),
                cell("same_digit", "Accuracy"),
                cell("elbo", "ELBO", scale=SIGMA),
                cell("kl_nats", "ELBO", scale=SIGMA, part="kl"),
                cell("reconstruction_nats", "ELBO", scale=SIGMA, part="reconstruction"),
            ],
            wires={
                "encoder.x": "digits.image",
                "mean": "encoder.y",
                "log_variance": "encoder.y",
                "code.mean": "mean",
                "code.log_variance": "log_variance",
                "code.noise": "noise.noise",
                "decoder.x": "code",
                "reconstruction": "decoder.y",
                "reconstruction.target": "digits.image",
                "in_nats.part": "reconstruction.loss",
                "answer": "decoder.y",
                "made.decoded": "decoder.y",
                "made.code": "code",
                "kl.mean": "mean",
                "kl.log_variance": "log_variance",
                "weighted_kl.part": "kl.loss",
                "loss.loss1": "in_nats.loss",
                "loss.loss2": "weighted_kl.loss",
                "objective.loss": "loss.loss",
                "judge.x": "digits.image",
                "judge_loss": "judge.y",
                "judge_loss.target": "digits.label",
                "learn_to_read.loss": "judge_loss.loss",
                "judge_accuracy": "judge.y",
                "judge_accuracy.target": "digits.label",
                "reader.x": "decoder.y",
                "same_digit": "reader.y",
                "same_digit.target": "digits.label",
                **{
                    f"{part}.{port}": source
                    for part in ("elbo", "kl_nats", "reconstruction_nats")
                    for port, source in (
                        ("input", "decoder.y"),
                        ("target", "digits.image"),
                        ("mean", "mean"),
                        ("log_variance", "log_variance"),
                    )
                },
            },
            notes={
                "digits": "Real digits x of 8 by 8 pixels.",
                "encoder": "Looks at the digit: the first half of q(z|x).",
                "mean": "mu(x): where its code lies, as two numbers.",
                "log_variance": "log sigma^2(x): how sure that is.",
                "noise": "epsilon: a draw from a bell curve.",
                "code": "z = mu + sigma epsilon: a code from around there, made so that gradients pass.",
                "decoder": "p(x|z): draws the digit again, from two numbers.",
                "reconstruction": "How far that is from the digit: the mean of (x - y)^2.",
                "in_nats": "Times 64 / (2 sigma^2) = 800 it is -log p(x|z), less a constant; pixels stray by 0.2.",
                "kl": "KL(q(z|x) || p(z)): how much the code tells beyond a bell curve, in nats.",
                "weighted_kl": "Counts it once: then the sum is the negative ELBO. Above 1 it is a beta-VAE.",
                "loss": "-ELBO, less a constant: what is drawn wrongly, and what the code tells.",
                "objective": "Adam on encoder and decoder, in steps that become smaller along half a cosine.",
                "made": "Draws z from the bell curve p(z) and decodes it: digits that nobody wrote.",
                "judge": "A small network that reads digits. It learns from real ones alone.",
                "judge_loss": "Cross-entropy of the judge.",
                "judge_accuracy": "How many real digits, of hands it has not seen, the judge reads rightly.",
                "learn_to_read": "Trains the judge, and nothing else.",
                "reader": "The judge again, the same weights: it reads what was drawn again.",
                "same_digit": "How often it reads there the digit that went in.",
                "elbo": "The evidence lower bound on log p(x), in nats: higher is better.",
                "kl_nats": "Its part that the code costs.",
                "reconstruction_nats": "Its part that the drawing earns.",
            },
        ),
        encoder=ENCODER,
        decoder=DECODER,
        judge=JUDGE,
        epochs=200,
        batch_size=64,
    ),
)
