"""How a small BERT is trained on text without labels: some words are hidden, and it fills them in.

Reference: Devlin, Chang, Lee and Toutanova, "BERT: Pre-training of Deep Bidirectional Transformers for Language
Understanding", 2019.
"""


def hiding_wires(text: str) -> dict[str, str]:
    """The wires of hiding words of the node ``text`` and of filling them in."""
    return {
        "shown": f"{text}.tokens",
        "shown.mask": "hidden",
        "hidden": "chance.noise",
        "told": "hidden",
        "wanted": f"{text}.tokens",
        "wanted.mask": "told",
        "reader.x": "shown",
        "words": "reader.y",
        "per_word": "words",
        "filled_in": "per_word",
        "filled_in.target": "wanted",
        "guess.scores": "words",
        "guess.into": "shown",
        "right_words": "per_word",
        "right_words.target": "wanted",
        "pretrain.loss": "filled_in.loss",
    }


HIDING_NOTES = {
    "reader": "The encoder: one vector for each word that knows the words around it. Open it.",
    "words": "A score for each word of the language, at each place.",
    "per_word": "The same in the order that the loss wants: words second, places last.",
    "filled_in": "Cross-entropy over the hidden words alone: how surprised it is by what was there.",
    "pretrain": "Stage 1 trains reader and words.",
    "chance": "A number between 0 and 1 for each place, drawn anew at each step.",
    "hidden": "One word in five is hidden. (The paper hides 15 %, and puts others in the place of some.)",
    "told": "Where nothing is hidden.",
    "wanted": "The hidden words; elsewhere -100, which the loss leaves out.",
    "guess": "Fills the hidden words in, the surest first.",
    "right_words": "The share of hidden words that are guessed right; often several would fit.",
}
"""What is told of these nodes, in the order of the drawing."""
