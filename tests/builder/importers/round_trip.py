"""What every import must hold: it checks, it has a place for each node, and it answers as the module does."""

import torch
from torch import Tensor

import builder
from builder.importers.tracing import named_tensors

OPEN = {"no_data", "no_objective", "mixed_samples"}


def another(example: Tensor, rows: int = 5) -> Tensor:
    """Other values for the same input, at another batch size."""
    if example.dtype.is_floating_point:
        return torch.randn(rows, *example.shape[1:], dtype=example.dtype)
    return example[torch.randint(len(example), (rows,))].flip(-1)


def assert_goes_round(module, examples, rows=5):
    """Import, compile, load the weights, and compare at a batch size that the import never saw."""
    module.eval()
    imported = builder.import_module(module, examples)
    report = builder.check(imported.document)
    assert {problem.code for problem in report.problems} <= OPEN
    for block in imported.document.blocks.values():
        places = [node.position for node in block.nodes.values()]
        assert len(set(places)) == len(places)
    network = builder.network(imported.document)
    network.load_state_dict(imported.weights)
    tensors = examples if isinstance(examples, dict) else dict(enumerate(examples))
    given = {key: another(example, rows) for key, example in tensors.items()}
    with torch.no_grad():
        wanted = module(**given) if isinstance(examples, dict) else module(*given.values())
        answers = network.eval()(**dict(zip(imported.inputs, given.values(), strict=True)))
    answers = answers if isinstance(answers, tuple) else (answers,)
    pairs = list(zip((tensor for _, tensor in named_tensors(wanted)), imported.outputs, strict=True))
    assert pairs
    for tensor, place in pairs:
        torch.testing.assert_close(answers[place], tensor, rtol=0, atol=1e-5)
    return imported
