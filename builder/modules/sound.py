"""A wave that can be heard."""

from torch import Tensor

from builder.kinds.own_module import OwnFunction


def sound(input: Tensor, rate: int = 4_000) -> Tensor:
    """Makes a wave audible: it says how many values there are a second, and keeps them where a loudspeaker can go.

    What an Output behind it answers can be played. Values beyond -1 and 1 are cut off.

    Args:
        rate: how many values there are a second; tones up to half of that can be heard.

    Shape:
        - input: (N, *), the pressure of the air, from -1 to 1
        - output: (N, *)

    Reference:
        Shannon, "Communication in the Presence of Noise", 1949.

    Example:
        >>> sound(torch.tensor([[0.5, -2.0]]))
        tensor([[ 0.5000, -1.0000]])
    """
    return input.clamp(-1, 1)


LAYER = OwnFunction(sound, type_name="Sound", category="Signal", limits={"rate": (1_000, 48_000)})
