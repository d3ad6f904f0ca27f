"""A network without its training: what is written of a drawing that has no data or no Objective yet."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

from builder.checker.checker import analyze
from builder.compiler.plan import Plan, only_answers, plan_of
from builder.compiler.weights import parts_of
from builder.compiler.writer import HEADER, after_header, write_network, write_sources
from builder.drawing.document import Document, Training
from builder.exporters.parts.needs import needs
from builder.folder.weights import name_beside
from builder.kinds.own_code import source_of
from builder.script.weights import name_there, take_weights

LOOK = """\
network = make_network()
print(network)
print(sum(p.numel() for p in network.parameters()), "values are learned")"""

ASK = """
given = sources(2, torch.Generator().manual_seed(0))
with torch.no_grad():
    answers = network({names})
for answer in answers if isinstance(answers, tuple) else (answers,):
    print(tuple(answer.shape))"""


@dataclass(frozen=True)
class Alone:
    """The network and what it needs, in the order of a file; ``steps`` are done where the file is run."""

    title: str
    imports: str
    network: str
    making: str
    steps: str

    @property
    def script(self) -> str:
        """The file."""
        main = f'if __name__ == "__main__":\n{textwrap.indent(self.steps, "    ")}'
        return "\n\n\n".join([f"{self.title}\n\n{self.imports}", self.network, self.making, main]) + "\n"


def network_alone(document: Document) -> Alone | None:
    """A script that makes the network and asks it, in parts; None where the drawing can be trained.

    Raises:
        InvalidDocument: the drawing has problems that stand in the way.
    """
    found = analyze(document)
    return _alone(plan_of(found, to_train=False), document.training) if only_answers(found) else None


def _alone(plan: Plan, training: Training) -> Alone:
    first, _, rest = HEADER.partition("\n\n")
    words = f"It needs {needs('', training)}. Nothing trains it yet: wire data, a loss and an Objective for that."
    imports = ["from __future__ import annotations", "", rest]
    imports += ["from safetensors.torch import load_file"] if training.begins_from else []
    drawn, ask = _asking(plan)
    return Alone(
        title=first.replace('."""', f'.\n\n{words}\n"""'),
        imports="\n".join(imports),
        network=after_header(write_network(plan)),
        making="\n\n\n".join([*_making(plan, training), *drawn]),
        steps=LOOK + ask,
    )


def _making(plan: Plan, training: Training) -> list[str]:
    """What makes the network, with the weights that the drawing begins from."""
    lines = ["def make_network() -> Network:", '    """The network, ready to answer."""', "    net = Network()"]
    for each in training.begins_from:
        lines.append(f"    take_weights(net, load_file({name_beside(each.weights)!r}), {parts_of(plan, each)!r})")
    helpers = [source_of(name_there), source_of(take_weights)] if training.begins_from else []
    return [*helpers, "\n".join([*lines, "    return net.eval()"])]


def _asking(plan: Plan) -> tuple[list[str], str]:
    """What asks the network with what chance gives, where it is asked nothing else."""
    if not plan.sources or {wire[0] for wire in plan.answer_fields} - set(plan.sources):
        return [], ""
    names = ", ".join(f"given[{plan.fields[wire]!r}]" for wire in plan.answer_fields)
    return [write_sources(plan)], ASK.format(names=names)
