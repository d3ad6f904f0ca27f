"""BenchMarkovSequences and BenchMarkovText: tokens drawn by Markov chains, each from the one before."""

import torch
from torch import Tensor

from builder.datasets.parts.division import divided
from builder.kinds.dataset import DataField, Dataset, Parts, Split

LENGTH = 40
CONTEXT = 128
VOCABULARY = 65


def markov_sequences() -> Parts:
    """2,048 sequences of 40 tokens, each made by one of four chains; 512 more are held out, eight of them as test.

    Shape: tokens (N, 40) in 0..31, chain (N,) in 0..3.
    """
    random = torch.Generator().manual_seed(0)
    chance = (1.5 * torch.randn(4, 32, 32, generator=random)).softmax(-1)
    chain = torch.randint(0, 4, (2560,), generator=random)
    tokens = [torch.randint(0, 32, (2560,), generator=random)]
    for _ in range(LENGTH - 1):
        tokens.append(torch.multinomial(chance[chain, tokens[-1]], 1, generator=random)[:, 0])
    whole = {"tokens": torch.stack(tokens, dim=1), "chain": chain}
    return divided(whole, (torch.arange(2560) >= 2048).long() + (torch.arange(2560) >= 2552))


def markov_text() -> Parts:
    """512 windows of 128 characters of a text of 100,000, and the same one character on; 32 from its end are held out.

    Shape: tokens (N, 128), next (N, 128), both in 0..64.
    """
    windows = _text(100_000).unfold(0, CONTEXT + 1, CONTEXT)  # (781, 129)
    return _shifted(windows[:512]), _shifted(windows[-32:-8]), _shifted(windows[-8:])


def _shifted(windows: Tensor) -> Split:
    return {"tokens": windows[:, :-1].contiguous(), "next": windows[:, 1:].contiguous()}


def _text(characters: int) -> Tensor:
    random = torch.Generator().manual_seed(0)
    ends = (3 * torch.randn(VOCABULARY, VOCABULARY, generator=random)).softmax(-1).cumsum(-1)
    following = torch.searchsorted(ends, torch.rand(VOCABULARY, characters, generator=random)).clamp(max=VOCABULARY - 1)
    text, last = [], 0
    for choices in following.T.tolist():  # what would follow each character here
        last = choices[last]
        text.append(last)
    return torch.tensor(text)


def _tokens(name: str, length: int, vocabulary: int) -> DataField:
    classes = tuple(str(token) for token in range(vocabulary))
    return DataField(name, (length,), kind="label", dtype=torch.int64, classes=classes)


DATASETS = (
    Dataset(
        markov_sequences,
        type_name="BenchMarkovSequences",
        summary="Sequences made by one of four Markov chains.",
        fields=(
            _tokens("tokens", LENGTH, 32),
            DataField("chain", (), kind="label", dtype=torch.int64, classes=("a", "b", "c", "d")),
        ),
    ),
    Dataset(
        markov_text,
        type_name="BenchMarkovText",
        summary="A text made by a Markov chain.",
        fields=(_tokens("tokens", CONTEXT, VOCABULARY), _tokens("next", CONTEXT, VOCABULARY)),
    ),
)
