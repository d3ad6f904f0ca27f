"""How an exported script asks its network: as the page does, by the same seed."""

from __future__ import annotations

from builder.compiler.program import Program
from builder.compiler.sampling import makes

ASK = """\
def ask(net: Network, batch: Split, seed: int = 0) -> Split:
    \"\"\"What the trained network tells of a batch of {fields}; the same seed makes the same samples.\"\"\"
    net.eval()
    chance = torch.Generator().manual_seed(seed)
    rows = max((len(values) for values in batch.values()), default=1){sources}
    with torch.no_grad():{answers}
        return {{{told}}}"""


def asking(program: Program) -> str:
    """The function ``ask(net, batch, seed)``: what `Program.ask` gives for a batch and what sources draw for it.

    Where several answers rest on one sampler, each is drawn from where chance stood at the first.
    """
    forward = f"net({', '.join(f'batch[{name!r}]' for name in program.asked)})"
    told, answers, made = [], "", ""
    several = len(program.answers) > 1
    samplers = [answer.sampler for answer in program.told if answer.sampler]
    is_shared = len(set(samplers)) < len(samplers)
    begun = set[str]()
    for answer in program.told:
        if answer.sampler:
            value = f"{makes(answer.name)}(net, rows, batch, chance)"
            if is_shared:
                state = f"{answer.sampler}_begins"
                turned = f"chance.set_state({state})" if answer.sampler in begun else f"{state} = chance.get_state()"
                made += f"\n        {turned}\n        made_{answer.name} = {value}"
                value = f"made_{answer.name}"
                begun.add(answer.sampler)
        elif several:
            answers = f"\n        answers = {forward}"
            value = f"answers[{[each.name for each in program.answers].index(answer.name)}]"
        else:
            value = forward
        told.append(f"{answer.name!r}: {value}")
    return ASK.format(
        fields=" and ".join(given_fields(program)) or "nothing",
        sources="\n    batch = {**sources(rows, chance), **batch}" if program.sources else "",
        answers=answers + made,
        told=", ".join(told),
    )


def given_fields(program: Program) -> list[str]:
    """What whoever asks gives: the fields that no source draws."""
    return [name for name in program.asks_for if name not in program.drawn]


def first_samples(program: Program, data: str) -> str:
    """The expression of the first two samples of some data, of what is begun only the beginning."""
    begun = program.beginnings
    cuts = {name: f"[:2, :{begun[name]}]" if name in begun else "[:2]" for name in given_fields(program)}
    return "{" + ", ".join(f"{name!r}: {data}[{name!r}]{cut}" for name, cut in cuts.items()) + "}"
