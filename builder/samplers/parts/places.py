"""Whether scores say something of each place of what they are computed from."""

from torch import Tensor


def refuse_other_places(scores: Tensor, into: Tensor) -> None:
    """Refuse scores of other places than those of the tokens.

    Raises:
        ValueError: none of their axes counts the places.
    """
    if scores.ndim == 3 and into.shape[1] not in scores.shape[1:]:
        raise ValueError(
            f"scores {tuple(scores.shape)} are of other places than the tokens {tuple(into.shape)}: "
            f"one axis must have the size {into.shape[1]}"
        )
