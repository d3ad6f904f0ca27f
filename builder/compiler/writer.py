"""Writes a drawing as plain PyTorch.

The source is built as a syntax tree and unparsed, never pasted from strings, so no name or value of a
document can become code. The source shown is the source that runs.
"""

from __future__ import annotations

import ast
import logging
from collections.abc import Iterable, Mapping

from builder.checker.analysis import Analysis
from builder.checker.block_use import block_ports
from builder.checker.checker import UNFORESEEN, analyze
from builder.checker.fitting import fitted
from builder.checker.report import Report
from builder.checker.wiring import Wire
from builder.compiler.body import Body, NameGiver
from builder.compiler.choices import settle
from builder.compiler.classes import BlockClass, computed, outputs_of
from builder.compiler.goal import Goal
from builder.compiler.plan import TAKEN, Plan, fields_of, only_answers, own_code, plan_of
from builder.compiler.sampling import MAKE_ARGUMENTS, make_lines, makes, sampled_lines
from builder.drawing.document import Document
from builder.kinds import schedules, starting
from builder.kinds.dataset import Source
from builder.kinds.fitted_module import FittedModule
from builder.kinds.objective import Objective, has_groups, over
from builder.kinds.own_code import source_of, with_helpers
from builder.kinds.syntax import TENSOR, dotted, function
from builder.meaning.check import report_of
from builder.script.groups import parameter_groups

log = logging.getLogger(__name__)

HEADER = '''"""A neural network drawn with Layerloom."""

import torch
from torch import Tensor, nn
from torch.nn import functional as F'''

TORCH, CALLABLE = "import torch\n", "from collections.abc import Callable\n\n"
"""The loops of samplers take parts of the drawing as functions."""


def after_header(source: str) -> str:
    """A source without its title and imports."""
    return source.partition(HEADER.splitlines()[-1])[2].strip()


def source(document: Document) -> str:
    """The drawing as Python; of one that has no data or no Objective yet, the network that answers.

    Raises:
        InvalidDocument: the drawing has problems that stand in the way.
    """
    return _written(analyze(document))


def _written(found: Analysis) -> str:
    """The whole source, or that of the network alone where there is nothing to train it on or for."""
    if only_answers(found):
        return write_network(plan_of(found, to_train=False)) + "\n"
    return write(plan_of(found))


def review(document: Document) -> tuple[Report, str | None]:
    """What `check` and `source` say of a drawing that is looked at once; no source while problems stand in the way.

    Never raises, as `check` does not.
    """
    report = Report()
    try:
        found = analyze(document)
        settle(found)
        report = report_of(found)
        return report, _written(found) if report.is_trainable or only_answers(found) else None
    except Exception:
        log.exception("A drawing could not be reviewed")
        problems = (*report.problems, UNFORESEEN)
        return report.model_copy(update={"problems": problems, "is_trainable": False}), None


def write(plan: Plan) -> str:
    """The whole source of a plan."""
    parts = [write_network(plan)]
    if plan.sources:
        parts.append(plan.body.text(_sources(plan)))
    if ids := [id for id in fitted(plan.found) if id in plan.found.needed]:
        parts.append(plan.body.text(_fit(plan, ids)))
    if any(is_grouped(plan, goal) for goal in plan.goals):
        parts += [source_of(code) for code in with_helpers([parameter_groups])]
    for goal in plan.goals:
        parts += [plan.body.text(tree) for tree in (_objective(plan, goal), _optimizer(plan, goal))]
        if goal.schedule:
            parts.append(plan.body.text(_schedule(plan, goal, goal.schedule)))
    parts += [plan.body.text(_metrics(plan, name, measured)) for name, measured in measures(plan).items()]
    parts += [plan.body.text(_make(plan, wire, name)) for wire, name in plan.made.items()]
    return "\n\n\n".join(parts) + "\n"


def write_network(plan: Plan) -> str:
    """The part of the source that answers: what we bring along, the blocks, the network."""
    parts = [HEADER.replace(TORCH, CALLABLE + TORCH) if plan.found.sampled else HEADER]
    parts += [source_of(code) for code in own_code(plan.found)]
    parts += [_block_class(plan, made) for made in plan.classes]
    parts.append(plan.body.text(_network(plan)))
    return "\n\n\n".join(parts)


def write_sources(plan: Plan) -> str:
    """The part of the source that draws what chance adds to a batch."""
    return plan.body.text(_sources(plan))


def write_trace(plan: Plan) -> str:
    """What probes look through: ``trace(net, batch)``, and a function like it for each block (`block_trace`).

    They give what comes out of every node: its first output by the node's id, others that are wired by ``id.port``.
    """
    found = plan.found
    nodes = found.with_role("data", "source", "layer")
    ids = [id for id in nodes if id in found.needed - found.sampled and found.layers[id].spec.outputs]
    main = [
        _trace(name, _NET_BATCH, plan.body, "net", _led_to(plan, ids, data), fields_of(plan))
        for name, data in {"trace": None, **{stage.trace: stage.data for stage in plan.stages}}.items()
    ]
    return "\n\n\n".join([*main, *(_block_trace(plan, made) for made in plan.classes)])


def _led_to(plan: Plan, ids: list[str], data: Iterable[str] | None) -> list[str]:
    """The nodes that need no other data sets than these; none given: all nodes."""
    if data is None:
        return ids
    others = set(plan.found.with_role("data")) - set(data)
    return [id for id in ids if not plan.found.wiring.ancestors([id]) & others]


def block_trace(made: BlockClass) -> str:
    """The name of the function that traces a block, which takes the block's module and what comes into it."""
    return f"trace_{made.name}"


def _block_trace(plan: Plan, made: BlockClass) -> str:
    body, given = block_body(plan, made)
    names = {value.id: TENSOR for value in given.values() if isinstance(value, ast.Name)}
    ids = [id for id, _ in given] + computed(made.uses[0])
    return _trace(block_trace(made), {"self": None, **names}, body, "self", ids, given)


def _trace(
    name: str,
    arguments: Mapping[str, ast.expr | None],
    body: Body,
    owner: str,
    ids: Iterable[str],
    given: dict[Wire, ast.expr],
) -> str:
    found = body.found
    read = {wire for id in found.needed for wire in found.wiring.sources[id].values()}
    wires: dict[str, Wire] = {}
    further: dict[str, Wire] = {}
    for id in ids:
        first, *others = [(id, port.name) for port in found.layers[id].spec.outputs]
        wires[id] = first
        further |= {".".join(wire): wire for wire in others if wire in read}
    shown = {**wires, **further}
    lines, values = body.compute(shown.values(), owner, given)
    answer = ast.Dict(keys=[ast.Constant(key) for key in shown], values=[values[wire] for wire in shown.values()])
    return body.text(function(name, arguments, [*lines, ast.Return(answer)]))


def write_between(plan: Plan, given: Iterable[Wire], targets: Iterable[Wire]) -> str:
    """A function ``between(net, given)`` that computes some wires from others, keyed by ``node.port``."""
    known: dict[Wire, ast.expr] = {
        wire: ast.Subscript(ast.Name("given"), ast.Constant(".".join(wire))) for wire in given
    }
    wanted = list(targets)
    lines, values = plan.body.compute(wanted, "net", known)
    answer = ast.Tuple(elts=[values[wire] for wire in wanted])
    return plan.body.text(function("between", {**_NET, "given": SPLIT}, [*lines, ast.Return(answer)]))


def _network(plan: Plan) -> ast.ClassDef:
    given: dict[Wire, ast.expr] = {wire: ast.Name(plan.fields[wire]) for wire in plan.answer_fields}
    body, values = plan.body.compute(plan.answers, "self", given)
    returned = as_tuple([values[wire] for wire in plan.answers])
    arguments = {"self": None, **{plan.fields[wire]: TENSOR for wire in given}}
    forward = function("forward", arguments, [*body, ast.Return(returned)], _returns(len(plan.answers)))
    return _module_class("Network", "What learns.", {"self": None}, plan.body.constructs() + _starts(plan), forward)


def _starts(plan: Plan) -> list[ast.stmt]:
    """The lines by which weights start as the Objectives say."""
    lines = []
    for id in plan.found.with_role("objective"):
        params = plan.found.params[id]
        parts = [dotted("self", plan.body.modules[node]) for node in over(params)] or [ast.Name("self")]
        lines += [starting.starts(params, part) for part in parts]
    return [line for line in lines if line]


def _block_class(plan: Plan, made: BlockClass) -> str:
    """The class of a block. It is written from its first use; what differs between uses is an argument."""
    found = made.uses[0]
    body, given = block_body(plan, made)
    lines, values = body.compute(outputs_of(found), "self", given)
    outputs = outputs_of(found)
    returned = as_tuple([values[wire] for wire in outputs])
    names = {value.id: TENSOR for value in given.values() if isinstance(value, ast.Name)}
    forward = function("forward", {"self": None, **names}, [*lines, ast.Return(returned)], _returns(len(outputs)))
    arguments = {"self": None, **{name: _annotation(values) for name, values in made.arguments.items()}}
    doc = f"The block {made.uses[0].name}."
    return body.text(_module_class(made.name, doc, arguments, body.constructs(), forward))


def block_body(plan: Plan, made: BlockClass) -> tuple[Body, dict[Wire, ast.expr]]:
    """The body of a block's class, and the arguments of its ``forward`` by the wires of its Input nodes."""
    found = made.uses[0]
    own = {code.__name__ for code in own_code(plan.found)}
    body = Body(found, plan.classes, NameGiver(TAKEN | own | plan.classes.names | set(made.arguments)), made)
    ports = [port.name for port in block_ports(found.graph, "Input")]
    return body, {(port, "output"): ast.Name(body.names.free(port)) for port in ports}


def _module_class(
    name: str, doc: str, arguments: Mapping[str, ast.expr | None], makes: list[ast.stmt], forward: ast.FunctionDef
) -> ast.ClassDef:
    begin = ast.Attribute(ast.Call(func=ast.Name("super"), args=[], keywords=[]), "__init__")
    first: ast.stmt = ast.Expr(ast.Call(func=begin, args=[], keywords=[]))
    init = function("__init__", arguments, [first, *makes], ast.Constant(None))
    return ast.ClassDef(
        name=name, bases=[dotted("nn", "Module")], keywords=[], body=[docstring(doc), init, forward], decorator_list=[]
    )


def _sources(plan: Plan) -> ast.FunctionDef:
    drawn: list[ast.expr] = []
    for id in plan.sources:
        layer = plan.found.layers[id]
        assert isinstance(layer, Source)
        drawn.append(layer.draw(ast.Name("rows"), ast.Name("chance"), plan.found.params[id]))
    keys: list[ast.expr | None] = [ast.Constant(plan.fields[wire]) for wire in plan.fields if wire[0] in plan.sources]
    arguments: dict[str, ast.expr | None] = {"rows": ast.Name("int"), "chance": dotted("torch", "Generator")}
    doc = docstring("What chance adds to a batch of so many rows.")
    return function("sources", arguments, [doc, ast.Return(ast.Dict(keys=keys, values=drawn))], SPLIT)


def _fit(plan: Plan, ids: list[str]) -> ast.FunctionDef:
    """Fit one node after the other, each on what reaches it by those before."""
    values = fields_of(plan)
    body: list[ast.stmt] = [docstring("What is counted over all that is learned from, before the first step.")]
    for id in ids:
        layer, into = plan.found.layers[id], plan.found.wiring.into(id)
        assert isinstance(layer, FittedModule)
        wires = [into[port] for port in layer.fitted_on]
        lines, values = plan.body.compute(wires, "net", values)
        fit = dotted("net", plan.body.modules[id], "fit")
        body += [*lines, ast.Expr(ast.Call(func=fit, args=[values[wire] for wire in wires], keywords=[]))]
    return function("fit", _NET_BATCH, body, ast.Constant(None))


def _objective(plan: Plan, goal: Goal) -> ast.FunctionDef:
    body, values = _judge(plan, [goal.loss])
    doc = docstring("What training makes smaller, for one batch.")
    return function(goal.function, _NET_BATCH, [doc, *body, ast.Return(values[goal.loss])], TENSOR)


def _optimizer(plan: Plan, goal: Goal) -> ast.FunctionDef:
    layer, params = plan.found.layers[goal.id], {**plan.found.params[goal.id], "watches": watched(plan, goal)}
    assert isinstance(layer, Objective)
    modules = [dotted("net", plan.body.modules[id]) for id in over(params)]
    made = layer.optimizer(params, modules or [ast.Name("net")], grouped=plan.has_rates)
    doc = docstring("What moves the learned parameters after each batch.")
    return function(goal.optimizer, _NET, [doc, ast.Return(made)], dotted("torch", "optim", "Optimizer"))


def is_grouped(plan: Plan, goal: Goal) -> bool:
    """Whether an Objective moves some parameters otherwise than others."""
    return plan.has_rates or has_groups(plan.found.params[goal.id])


def watched(plan: Plan, goal: Goal) -> str:
    """The loss or metric that the schedule of an Objective watches."""
    return str(plan.found.params[goal.id]["watches"]) or goal.loss[0]


def _schedule(plan: Plan, goal: Goal, name: str) -> ast.FunctionDef:
    params, rises = plan.found.params[goal.id], not plan.found.layers[watched(plan, goal)].smaller_is_better
    made = schedules.schedule(params, ast.Name("optimizer"), ast.Name("steps"), rises=rises)
    arguments: dict[str, ast.expr | None] = {
        "optimizer": dotted("torch", "optim", "Optimizer"),
        "steps": ast.Name("int"),
    }
    unit = "epochs" if schedules.counts_epochs(params) else "steps"
    doc = docstring(f"How the learning rate changes over so many {unit}.")
    returns = dotted("torch", "optim", "lr_scheduler", "LRScheduler")
    return function(name, arguments, [doc, ast.Return(made)], returns)


def measures(plan: Plan) -> dict[str, dict[str, Wire]]:
    """The functions that measure, by name, with what each measures: one, or what the stages differ in."""
    return {stage.metrics: stage.measured for stage in plan.stages} or {"metrics": plan.measured}


def _metrics(plan: Plan, name: str, measured: dict[str, Wire]) -> ast.FunctionDef:
    sampled = plan.found.sampled
    made = [wire for wire in measured.values() if wire[0] in sampled]
    body, values = _judge(plan, [wire for wire in measured.values() if wire[0] not in sampled])
    if made:
        lines, more = sampled_lines(plan, made)
        body, values = body + lines, {**more, **values}
    keys: list[ast.expr | None] = [ast.Constant(key) for key in measured]
    answer = ast.Dict(keys=keys, values=[values[wire] for wire in measured.values()])
    doc = docstring("How good the network is on a batch that it did not learn from.")
    return function(name, _NET_BATCH, [doc, *body, ast.Return(answer)], SPLIT)


def _make(plan: Plan, wire: Wire, name: str) -> ast.FunctionDef:
    """What a sampler makes, with what follows on it."""
    lines, values = make_lines(plan, [wire])
    doc = docstring(f"What {name} is for what is given, and by chance.")
    return function(makes(name), MAKE_ARGUMENTS, [doc, *lines, ast.Return(values[wire])], TENSOR)


def write_made(plan: Plan, targets: Iterable[Wire]) -> str:
    """A function ``made(net, rows, batch, chance)`` that gives some wires which rest on samplers."""
    wanted = list(targets)
    lines, values = make_lines(plan, wanted)
    answer = ast.Tuple(elts=[values[wire] for wire in wanted])
    return plan.body.text(function("made", MAKE_ARGUMENTS, [*lines, ast.Return(answer)]))


def _judge(plan: Plan, targets: list[Wire]) -> tuple[list[ast.stmt], dict[Wire, ast.expr]]:
    """Compute losses or metrics from what the network answers or, where that does not fit, from its nodes."""
    fields = fields_of(plan)
    answers: dict[Wire, ast.expr] = {wire: ast.Name(_variable(plan, wire)) for wire in plan.answers}
    missing = plan.body.missing(targets, {**fields, **answers})
    read = {wire for id, _ in missing for wire in plan.found.wiring.sources[id].values()}
    is_short = any(plan.found.layers[id].spec.role == "layer" for id, _ in missing)
    if not answers or is_short or not read >= set(answers):
        return plan.body.compute(targets, "net", fields)
    asked = ast.Call(func=ast.Name("net"), args=[fields[wire] for wire in plan.answer_fields], keywords=[])
    call: ast.stmt = ast.Assign(targets=[as_tuple(list(answers.values()))], value=asked)
    body, values = plan.body.compute(targets, "net", {**fields, **answers})
    return [call, *body], values


def _variable(plan: Plan, wire: Wire) -> str:
    return plan.fields.get(wire) or plan.body.variable(wire)


def docstring(text: str) -> ast.stmt:
    return ast.Expr(ast.Constant(text))


def as_tuple(values: list[ast.expr]) -> ast.expr:
    return values[0] if len(values) == 1 else ast.Tuple(elts=values)


def _generic(name: str, *arguments: ast.expr) -> ast.expr:
    return ast.Subscript(ast.Name(name), ast.Tuple(elts=list(arguments)))


def _returns(many: int) -> ast.expr:
    return TENSOR if many == 1 else _generic("tuple", TENSOR, ast.Constant(...))


def _annotation(values: Iterable[object]) -> ast.expr:
    kinds = dict.fromkeys(type(value).__name__ for value in values)
    return ast.Name(next(iter(kinds))) if len(kinds) == 1 and "NoneType" not in kinds else ast.Name("object")


SPLIT = _generic("dict", ast.Name("str"), TENSOR)
_NET: dict[str, ast.expr | None] = {"net": ast.Name("Network")}
_NET_BATCH: dict[str, ast.expr | None] = {**_NET, "batch": SPLIT}
