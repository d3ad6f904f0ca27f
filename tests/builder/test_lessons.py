"""A starter's lesson: it tells of every node, says what it is measured against, and each of its buttons works."""

import pytest

import builder
from builder.compiler.measures import measures
from builder.kinds.lesson import CHAPTERS, Baseline, Bypass, Retrain, Variant, replace, retrain
from builder.kinds.starter import cell, drawing, grid
from tests.bench.systems import SYSTEMS
from trainer.baselines.compare import offered
from trainer.run.prepared import program_of

SELF_EVIDENT = {"Output", "Input", "Accuracy", "Flatten", "ReLU", "Tanh", "Sigmoid", "Add"}
"""Types that say all there is to say by their names."""

TAUGHT = [key for key, starter in builder.STARTERS.items() if starter.lesson]


def lesson(key):
    taught = builder.STARTERS[key].lesson
    assert taught
    return taught


def test_every_starter_has_a_lesson():
    assert list(builder.STARTERS) == TAUGHT


@pytest.mark.parametrize("key", builder.STARTERS)
def test_every_starter_lies_in_a_chapter_and_its_bars_are_of_what_it_measures(key):
    starter = builder.STARTERS[key]
    assert starter.chapter in {chapter.key for chapter in CHAPTERS}
    assert {bar.measure for bar in starter.bars} <= set(measures(starter.document))


@pytest.mark.parametrize("key", builder.STARTERS)
def test_every_starter_shows_a_system_of_the_texts(key):
    assert builder.STARTERS[key].system in SYSTEMS


def test_no_two_starters_have_one_place():
    orders = [starter.order for starter in builder.STARTERS.values()]
    assert len(set(orders)) == len(orders)


@pytest.mark.parametrize("key", TAUGHT)
def test_a_note_tells_of_every_node_that_is_not_self_evident(key):
    blocks = builder.STARTERS[key].document.blocks
    nodes = {f"{name}/{id}": node for name, block in blocks.items() for id, node in block.nodes.items()}
    assert [path for path, node in nodes.items() if not node.note and node.type not in SELF_EVIDENT] == []


def offered_for(starter):
    return {each.method for each in offered(program_of(starter.document))}


@pytest.mark.parametrize("key", TAUGHT)
def test_a_lesson_is_whole_and_measures_what_the_drawing_does(key):
    starter, taught = builder.STARTERS[key], lesson(key)
    assert starter.bars
    for text in (taught.paper, taught.teaches, taught.expect, *(variant.expect for variant in taught.variants)):
        assert len(text.split()) > 3
        assert "@" not in text, "a place that was to be filled"
    assert taught.baselines
    known = set(measures(starter.document))
    for baseline in taught.baselines:
        assert baseline.measure in known
        assert not baseline.drawn or baseline.drawn in known
        assert not baseline.method or baseline.method in offered_for(starter), baseline.name
    assert all(comparison.measure in known for comparison in taught.comparisons)


@pytest.mark.parametrize("key", TAUGHT)
def test_what_a_lesson_has_one_try_can_be_trained_and_is_another_drawing(key):
    starter, taught = builder.STARTERS[key], lesson(key)
    arms = [arm for comparison in taught.comparisons for arm in comparison.arms]
    labels = [variant.label for variant in taught.variants]
    assert len(set(labels)) == len(labels)
    assert all(variant.expect for variant in taught.variants)
    for variant in (*taught.variants, *arms):
        made = variant.made(starter.document)
        problems = [problem for problem in builder.check(made).problems if problem.severity == "error"]
        assert problems == [], variant.label
        assert made != starter.document or not variant.edits


@pytest.mark.parametrize("key", [key for key in TAUGHT if lesson(key).full_size])
def test_a_drawing_of_full_size_has_exactly_the_published_count(key):
    for size in lesson(key).full_size:
        assert size.source
        report = builder.check(size.document)
        assert not [problem for problem in report.problems if problem.severity == "error"]
        assert report.parameters == size.parameters, size.title


NET = drawing(
    grid(
        [cell("moons", "TwoMoons"), cell("hidden", "Linear", out_features=4), cell("relu", "ReLU")],
        [cell("scores", "Linear", out_features=2), cell("answer", "Output")],
        wires={"hidden": "moons.point", "relu": "hidden", "scores": "relu", "answer": "scores"},
        notes={"relu": "keeps what is positive"},
    ),
    epochs=2,
    batch_size=8,
)


def test_a_variant_puts_another_type_in_the_place_of_a_node_and_its_wires_and_note_stay():
    made = Variant(label="x", edits=(replace("relu", "Tanh"),)).made(NET).graph
    assert made.nodes["relu"].type == "Tanh"
    assert made.nodes["relu"].note == "keeps what is positive"
    assert made.nodes["relu"].position == NET.graph.nodes["relu"].position
    assert made.edges == NET.graph.edges


def test_a_variant_takes_a_node_away_and_joins_its_ends():
    made = Variant(label="x", edits=(Bypass(id="relu"),)).made(NET).graph
    assert "relu" not in made.nodes
    assert made.edges == {
        "hidden.input": "moons.point",
        "scores.input": "hidden.output",
        "answer.input": "scores.output",
    }


def test_a_variant_sets_the_training_and_refuses_what_it_does_not_know():
    assert Variant(label="x", edits=(retrain(epochs=7),)).made(NET).training.epochs == 7
    with pytest.raises(ValueError, match="speed"):
        Variant(label="x", edits=(Retrain(settings={"speed": 2}),)).made(NET)


def test_a_variant_of_a_node_that_is_gone_says_which():
    with pytest.raises(KeyError, match="skip"):
        Variant(label="x", edits=(replace("skip", "Tanh"),)).made(NET)


def test_a_baseline_comes_from_one_place_and_a_figure_says_why():
    with pytest.raises(ValueError, match="exactly one"):
        Baseline("both", "accuracy", method="tree", drawn="accuracy")
    with pytest.raises(ValueError, match="say why"):
        Baseline("chance", "accuracy", value=0.25)
