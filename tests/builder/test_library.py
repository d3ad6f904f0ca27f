"""One contract for every block that comes with Layerloom, present and future; it walks the folder."""

import itertools

import pytest

import builder
from builder.drawing.expression import expand
from builder.registry.nodes import CATALOG
from tests.builder.placed import compiled, placed, some_inputs

NAMES = list(builder.BLOCKS)
OPEN = {"no_data", "no_objective"}
WIDTH, ROW = 196, 22


@pytest.mark.parametrize("name", NAMES)
def test_a_block_says_what_it_does_and_where_it_comes_from(name):
    shipped = builder.BLOCKS[name]
    assert name.isidentifier()
    assert shipped.title
    assert shipped.category
    assert shipped.summary.endswith(".")
    assert 20 < len(shipped.summary) < 120
    assert '"' in shipped.reference
    assert shipped.reference.endswith(".")
    others = [other for other in builder.BLOCKS.values() if other is not shipped]
    assert not {shipped.title, shipped.summary} & {text for other in others for text in (other.title, other.summary)}


@pytest.mark.parametrize("name", NAMES)
def test_a_block_is_found_by_the_names_that_it_uses(name):
    for block in builder.BLOCKS[name].blocks.values():
        used = {node.params["block"] for node in block.nodes.values() if "block" in node.params}
        assert used <= set(builder.BLOCKS[name].blocks)


@pytest.mark.parametrize("name", NAMES)
def test_two_shipped_blocks_never_mean_different_things_by_one_name(name):
    for needed, block in builder.BLOCKS[name].needs.items():
        for other in builder.BLOCKS.values():
            assert other.blocks.get(needed, block) == block


@pytest.mark.parametrize("name", NAMES)
def test_a_block_that_is_placed_has_nothing_to_mend(name):
    report = builder.check(placed(name))
    assert {problem.code for problem in report.problems} <= OPEN, report.problems


@pytest.mark.parametrize("name", NAMES)
def test_a_block_computes_what_was_predicted_and_all_its_weights_can_learn(name):
    report = builder.check(placed(name))
    network, ask = compiled(name)
    answers = ask(**some_inputs(name))
    predicted = report.nodes["block"].outputs
    assert set(answers) == set(predicted)
    for port, answer in answers.items():
        assert str(tuple(answer.shape)).replace("(3", "(N", 1) == predicted[port].label
    sum(answer.square().sum() for answer in answers.values()).backward()
    assert all(parameter.grad is not None for parameter in network.parameters())
    assert report.parameters == sum(parameter.numel() for parameter in network.parameters())


@pytest.mark.parametrize("name", NAMES)
def test_a_block_that_gives_what_it_takes_can_be_repeated(name):
    node = builder.check(placed(name, "Block")).nodes["block"]
    first = next(iter(builder.BLOCKS[name].example))
    if [signal.label for signal in node.outputs.values()] == [node.inputs[first].label]:
        assert {problem.code for problem in builder.check(placed(name, "Repeat", times=3)).problems} <= OPEN


@pytest.mark.parametrize("name", NAMES)
def test_every_parameter_of_a_block_is_used_inside(name):
    for block in builder.BLOCKS[name].blocks.values():
        given = [value for node in block.nodes.values() for value in node.params.values()]
        for left_out in block.params:
            scope = {other: value for other, value in block.params.items() if other != left_out}
            with pytest.raises(ValueError, match=left_out):
                [expand(value, scope) for value in given]


@pytest.mark.parametrize("name", NAMES)
def test_no_two_nodes_of_a_block_overlap(name):
    for block in builder.BLOCKS[name].blocks.values():
        boxes = [(node.position, height(block, id)) for id, node in block.nodes.items()]
        for ((x1, y1), high1), ((x2, y2), high2) in itertools.combinations(boxes, 2):
            assert abs(x1 - x2) >= WIDTH or y1 + high1 <= y2 or y2 + high2 <= y1


def height(block, id):
    layer = CATALOG[block.nodes[id].type]
    wired = [target.split(".")[1] for target in block.edges if target.split(".")[0] == id]
    return 62 + ROW * max(len(layer.spec.inputs), len(layer.spec.outputs), len(wired), 1)
