"""Share: one set of weights in two places."""

from builder.checker.weight_sharing import Bound, Sharer

LAYER = Sharer(
    type_name="Share",
    summary="Computes as another node does, with that node's own weights.",
    docs="One set of weights in two places: what the other node learns, this one knows too, and the other way round.",
    bound=Bound,
)
