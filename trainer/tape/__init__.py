"""Records one training step, and replays it: the same kernels in the same order, without what Python and autograd add.

A small network spends most of a step between its kernels. `record` writes down the kernels that one real step ran;
`replay` runs them again, as straight-line Python, on another batch of the same shapes. It never changes a number:
`trainer.step.steps` uses a tape only after it gave, on a second batch, bit for bit what autograd gave.
"""

from trainer.tape.record import Recording, Untapeable, gradients, record
from trainer.tape.replay import Replay, replay

__all__ = ["Recording", "Replay", "Untapeable", "gradients", "record", "replay"]
