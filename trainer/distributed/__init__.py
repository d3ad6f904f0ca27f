"""One run on several processes, that gives the losses of one process at the same batch size.

The first process leads: it trains in slices like any other run, tells the events and writes the checkpoints. The
others follow: they take each step that it takes. All hold the data and draw the same batches; of each batch every
process computes its share, and torch's DDP or FSDP2 puts the gradients together. docs/many-devices.md says more.
"""
