"""Block: a drawing within the drawing."""

from builder.checker.block_use import BlockUser

LAYER = BlockUser(
    type_name="Block",
    summary="Uses a block of this network as one layer, with weights of its own.",
    docs="A block is drawn once and used many times. Each use has weights of its own.",
    wrap=lambda use, block, params: block,
    flows=lambda use, inside, params, inputs: dict(inside(inputs).outputs),
)
