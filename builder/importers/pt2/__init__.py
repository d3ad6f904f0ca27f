"""Programs of ``torch.export.save``, read as data: nothing in them is unpickled or executed."""
