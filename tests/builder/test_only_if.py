"""Fields that matter only beside a value of another one: what a form leaves out must make no difference."""

import ast
import inspect
import itertools

import pytest
import torch
from torch import nn

import builder
from builder.checker.params import read_value
from builder.kinds import schedules
from builder.kinds.objective import FURTHER, OBJECTIVE, OFFERED
from builder.kinds.signatures import NEVER_SHOWN
from builder.script.groups import parameter_groups
from builder.script.starting import chrono, initialized, parametrized
from tests.drawings import draw

TYPES = sorted(builder.CATALOG)
DEPENDENT = [(name, param.name) for name in TYPES for param in builder.CATALOG[name].spec.params if param.only_if]
COMPUTED = [(name, field) for name, field in DEPENDENT if name != "Objective"]
FIELDS = {param.name: param for param in OBJECTIVE.spec.params}
OPTIMIZERS, SCHEDULES = FIELDS["optimizer"].choices, FIELDS["schedule"].choices
SCHEDULED = {param.name for param in schedules.FIELDS} - {"schedule"}

# What a layer can be tried with: the first that it takes.
TRIED = (
    torch.randn(4, 3, 8),
    torch.randn(4, 3, 8, 8),
    torch.randn(4, 3, 8, 8, 8),
    torch.arange(8).reshape(2, 4),
)
OTHERS = {"value": 3.0, "values": "[1, 2, 3, 4]", "max_norm": 0.5, "norm_type": 1.0, "dropout": 0.9, "eps": 0.5}
OTHERS |= {"level": 0.25, "spread": 0.5, "scale": 0.5, "temperature": 0.1, "top_p": 0.5}
FAR = {"beams": (1, 4)}
"""Values of which the next larger one makes hardly ever a difference."""
FOLLOWING = torch.randn(8, 8, generator=torch.Generator().manual_seed(3))
"""What a part of the drawing says that a sampler runs: scores of what follows each of eight tokens."""
FITTING = {"Parameter": {"shape": (2, 2)}, "Pad": {"pad": (1, 1)}, "Interpolate": {"size": 5}}


@pytest.mark.parametrize(("name", "field"), DEPENDENT)
def test_a_condition_names_another_field_and_values_that_it_can_have(name, field):
    layer = builder.CATALOG[name]
    for condition in layer.param(field).only_if:
        other = layer.param(condition.field)
        assert other is not None
        assert other.name != field
        assert bool(condition.among) != bool(condition.unless)
        for value in condition.among + condition.unless:
            assert read_value(other, value) == value


@pytest.mark.parametrize("name", TYPES)
def test_what_torch_gave_up_is_in_no_form_and_no_documentation(name):
    docs = builder.CATALOG[name].spec.docs
    assert "size_average" not in docs
    assert "deprecated" not in docs.lower()
    for param in builder.CATALOG[name].spec.params:
        assert param.name not in NEVER_SHOWN
        assert "deprecated" not in param.help.lower()
        assert "size_average" not in param.help


def values_of(param):
    """Some that the field can hold, its default among them."""
    if param.name in FAR:
        return FAR[param.name]
    if param.choices and param.kind == "choice":
        return param.choices
    if param.kind == "bool":
        return (False, True)
    if param.kind in ("int", "size"):
        return (param.default, param.default + 1)
    return (param.default, OTHERS[param.name])


def computed(name, params):
    """What the layer's source gives and learns, with the same chance each time; None where torch refuses it."""
    layer = builder.CATALOG[name]
    started = {"chrono": chrono, "initialized": initialized, "parametrized": parametrized}
    known = {
        "torch": torch,
        "nn": nn,
        "F": nn.functional,
        **started,
        **{each.__name__: each for each in layer.own_code},
    }
    for tensor in TRIED:
        inputs = {port.name: tensor for port in layer.spec.inputs if not port.optional}
        torch.manual_seed(0)
        try:
            whole = {**params, **layer.sizes(inputs)}
            made = layer.construct(whole)
            module = made and eval(ast.unparse(made), dict(known))
            call = layer.call(made and ast.Name("module"), whole, {port: ast.Name(port) for port in inputs})
            parts = {inner.port: lambda tokens: FOLLOWING[tokens] for inner in getattr(layer, "inner", ())}
            chance = torch.Generator().manual_seed(0)
            given = eval(ast.unparse(call), {**known, "module": module, **inputs, **parts, "chance": chance})
        except (RuntimeError, ValueError, IndexError, NotImplementedError):
            continue  # of another rank, or other numbers
        learned = [(key, each.shape) for key, each in module.named_parameters()] if module else []
        return learned, torch.utils._pytree.tree_leaves(given)
    return None


def is_same(one, other):
    return one[0] == other[0] and all(torch.equal(a, b) for a, b in zip(one[1], other[1], strict=True))


@pytest.mark.filterwarnings("ignore")  # torch says of some that it pays no heed to them
@pytest.mark.parametrize(("name", "field"), COMPUTED)
def test_a_field_that_is_left_out_makes_no_difference_and_one_that_is_shown_makes_one(name, field):
    layer = builder.CATALOG[name]
    param = layer.param(field)
    usual = {each.name: each.default for each in layer.spec.params if not each.inferred} | FITTING.get(name, {})
    others = [layer.param(condition.field) for condition in param.only_if]
    makes_a_difference = {True: [], False: []}
    for beside in itertools.product(*map(values_of, others)):
        params = usual | {other.name: value for other, value in zip(others, beside, strict=True)}
        first, *rest = (computed(name, params | {field: value}) for value in values_of(param))
        assert first, f"{name} takes none of what is tried, with {params}"
        differs = not all(is_same(first, each) for each in rest if each)
        makes_a_difference[param.matters(params)].append(differs)
    assert any(makes_a_difference[True])
    assert makes_a_difference[False], "it is always shown"
    assert not any(makes_a_difference[False])


def defaults(**changed):
    return {name: param.default for name, param in FIELDS.items()} | changed


def optimizer_source(params):
    return ast.unparse(OBJECTIVE.optimizer(params, [ast.Name("network")]))


def schedule_source(params):
    made = schedules.schedule(params, ast.Name("optimizer"), ast.Name("steps"))
    return made and ast.unparse(made), optimizer_source(params)


CHANGED = {
    "lr": 0.5, "momentum": 0.25, "weight_decay": 0.125, "betas": "0.5, 0.75", "eps": 0.25, "alpha": 0.5, "rho": 0.5,
    "nesterov": True, "amsgrad": True, "centered": True, "max_norm": 1.0, "gamma": 0.5, "step_size": 7,
    "total_iters": 7, "unit": "epochs", "patience": 3, "watches": "accuracy", "warm_up": 9,
    "max_value": 0.5, "l1": 0.25, "accumulate": 3, "ema": 0.75, "decay_biases": False,
}  # fmt: skip


SPACE = {"torch": torch, "network": torch.nn.Linear(2, 1), "parameter_groups": parameter_groups}
OURS = {*FURTHER, "decay_biases"}
"""What torch's optimizers know nothing of."""


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_of_an_optimizer_exactly_what_it_takes_is_shown(optimizer):
    params = defaults(optimizer=optimizer)
    shown = {name for name, param in FIELDS.items() if param.matters(params)} - SCHEDULED
    told = {
        name
        for name, value in CHANGED.items()
        if name not in SCHEDULED and optimizer_source(params | {name: value}) != optimizer_source(params)
    }
    assert shown - {"over", "every", "optimizer", "schedule", "init"} == told

    takes = inspect.signature(getattr(torch.optim, optimizer)).parameters
    numbers = {name for name, argument in takes.items() if isinstance(argument.default, int | float)}
    assert told - OURS - {"betas", "lr"} == numbers & set(CHANGED) - {"lr"}
    assert ("betas" in told) == ("betas" in takes)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_torch_takes_all_that_is_shown_of_an_optimizer(optimizer):
    params = defaults(optimizer=optimizer) | {name: value for name, value in CHANGED.items() if name not in SCHEDULED}
    made = eval(optimizer_source(params), SPACE)
    group = made.param_groups[0]
    for name in CHANGED.keys() - SCHEDULED - {"betas", "decay_biases"}:
        if FIELDS[name].matters(params):
            assert group[name] == params[name]


def test_every_optimizer_of_torch_that_is_offered_is_a_choice():
    assert tuple(kind.__name__ for kind in OFFERED) == OPTIMIZERS


def test_nesterov_is_shown_where_there_is_momentum():
    nesterov = FIELDS["nesterov"]
    assert nesterov.matters(defaults(optimizer="SGD"))
    assert not nesterov.matters(defaults(optimizer="SGD", momentum=0.0))
    assert not nesterov.matters(defaults(optimizer="RMSprop"))


@pytest.mark.parametrize("schedule", SCHEDULES)
def test_of_a_schedule_exactly_what_it_takes_is_shown(schedule):
    params = defaults(schedule=schedule)
    shown = {name for name in SCHEDULED if FIELDS[name].matters(params)}
    told = {name for name in SCHEDULED if schedule_source(params | {name: CHANGED[name]}) != schedule_source(params)}
    assert shown == told
    if schedule != "none":
        ours = {"unit", "watches", "warm_up"} | ({"gamma"} if schedule == schedules.PLATEAU else set())
        assert shown - ours <= set(inspect.signature(getattr(torch.optim.lr_scheduler, schedule)).parameters)


def test_what_is_left_behind_in_a_field_that_does_not_matter_is_not_handed_to_torch():
    edges = {"pad.input": "moons.point", "fc.input": "pad.output"}
    drawn = {"moons": "TwoMoons", "fc": "Linear"}
    left_behind = draw(drawn | {"pad": ("Pad", {"mode": "circular", "pad": [1, 1], "value": 3.0})}, edges)
    never_given = draw(drawn | {"pad": ("Pad", {"mode": "circular", "pad": [1, 1]})}, edges)
    codes = [problem.code for problem in builder.check(left_behind).problems]
    assert codes == [problem.code for problem in builder.check(never_given).problems]
    assert builder.check(left_behind).nodes["pad"].outputs


def test_a_size_of_one_number_per_axis_is_what_all_of_them_are():
    padding_mode = builder.CATALOG["Conv2d"].param("padding_mode")
    assert not padding_mode.matters({"padding": (0, 0)})
    assert padding_mode.matters({"padding": (0, 1)})
    assert padding_mode.matters({"padding": "same"})
