"""A run that is changed on its way is the same run, however it is cut, killed, moved, replayed or exported."""

import contextlib
import io
from array import array

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

import builder
from builder.checker.changes import change_problems, changed
from builder.drawing.document import Change
from builder.drawing.problems import SetParam
from builder.exporters.script import export
from tests.builder.test_blocks import two_goals
from tests.drawings import brief, classifier, moons
from trainer.run import checkpoint
from trainer.run.beginning import begin
from trainer.run.events import BestKept, Evaluated, Finished, SettingsChanged, StageBegan, StepsEnded, Stopped, Tested
from trainer.run.experiment import Experiment, Limits
from trainer.run.loop import train_slice

LAYERS = {
    "fc1": ("Linear", {"out_features": 6}),
    "norm": "BatchNorm1d",
    "drop": ("Dropout", {"p": 0.3}),
    "fc2": ("Linear", {"out_features": 2}),
}
STEPS = 4
"""In an epoch, before anything is changed; the last batch is smaller."""


def drawing(epochs=3, changes=(), objective=None, **training):
    document = classifier(LAYERS, epochs=epochs, batch_size=300, seed=3)
    edits = tuple(SetParam(id="objective", name=name, value=value) for name, value in (objective or {}).items())
    return planned(document.with_edits(edits), changes, **training)


def planned(document, changes, **more):
    training = document.training.model_copy(update={"changes": tuple(changes), **more})
    return document.model_copy(update={"training": training})


def told(events):
    """Every number that a run told, with the step that it belongs to, and what its last look at the test part gave."""
    losses, scores, changes, test = [], [], [], None
    for event in events:
        match event:
            case StepsEnded():
                assert event.first_step == len(losses) + 1
                columns = [array("f", column) for column in event.losses.values()]
                losses += zip(*columns, strict=True)
            case Evaluated():
                scores.append((event.step, event.epoch, event.metrics, event.training))
            case Tested():
                test = event.of_step, event.of_epoch, event.metrics
            case SettingsChanged():
                changes.append((event.number, event.change, event.total_steps, event.epochs))
            case BestKept():
                scores.append((event.step, event.value))
    return losses, scores, changes, test


def undisturbed(document):
    return told(train_slice(begin(Experiment(document=document)), 1e9))


def printed_by_script(document):
    """The losses and the metrics that the exported script prints, by running it here."""
    out, threads = io.StringIO(), torch.get_num_threads()
    try:
        with contextlib.redirect_stdout(out), torch.random.fork_rng():
            exec(compile(export(document), "script.py", "exec"), {"__name__": "__main__"})
    finally:
        torch.set_num_threads(threads)
    return out.getvalue().splitlines()


def printed_by_run(document):
    lines = []
    for event in train_slice(begin(Experiment(document=document)), 1e9):
        if isinstance(event, StepsEnded):
            rows = zip(*[array("f", column) for column in event.losses.values()], strict=True)
            lines += [f"step {n} loss " + " ".join(map(repr, row)) for n, row in enumerate(rows, event.first_step)]
        elif isinstance(event, Evaluated):
            lines += _in_words(f"epoch {event.epoch} validation", event.metrics)
            lines += _in_words(f"epoch {event.epoch} training", event.training)
        elif isinstance(event, StageBegan):
            lines.append(f"stage {event.number} {event.name}")
        elif isinstance(event, Tested):
            lines += _in_words("test", event.metrics)
    return lines


def _in_words(title, metrics):
    """A line of what the weights come to, and one of what their averages do, where there are such."""
    parts = {title: {}, f"{title} (EMA)": {}}
    for name, value in metrics.items():
        parts[title + (" (EMA)" if name.endswith(" (EMA)") else "")][name.removesuffix(" (EMA)")] = value
    told = {title: " ".join(f"{name} {value!r}" for name, value in part.items()) for title, part in parts.items()}
    return [f"{title} {words}" for title, words in told.items() if words]


OBJECTIVES = st.sampled_from(
    [
        {"optimizer": "Adam", "lr": 0.01},
        {"optimizer": "SGD", "lr": 0.05, "momentum": 0.9},
        {"optimizer": "SGD", "lr": 0.05, "momentum": 0.0},
        {"optimizer": "AdamW", "lr": 0.01, "schedule": "CosineAnnealingLR"},
        {"optimizer": "SGD", "lr": 0.05, "schedule": "OneCycleLR"},
        {"optimizer": "RMSprop", "lr": 0.01, "schedule": "LinearLR", "total_iters": 5, "every": 2},
        {"optimizer": "Adam", "lr": 0.01, "schedule": "StepLR", "step_size": 3, "gamma": 0.5},
        {"optimizer": "Adam", "lr": 0.01, "max_norm": 0.1},
        {"optimizer": "SGD", "lr": 0.3, "max_norm": 0.5, "every": 2},
        {"optimizer": "RMSprop", "lr": 0.01, "max_norm": 0.1, "schedule": "OneCycleLR"},
    ]
)
SETTINGS = {
    "lr": [0.001, 0.02, 0.3],
    "weight_decay": [0.01],
    "momentum": [0.0, 0.5],
    "max_norm": [0.0, 0.05, 1.0],
}


@st.composite
def change_lists(draw, most=4):
    """Changes at random steps, some at the same one, some at the end of an epoch, some of everything at once."""
    changes, epochs = [], 3
    for step in sorted(draw(st.lists(st.integers(1, 14), max_size=most))):
        kind = draw(st.sampled_from([*SETTINGS, "batch", "extend", "all"]))
        epochs += 1
        change = Change(
            step=step,
            epochs=epochs if kind in ("extend", "all") else None,
            batch_size=draw(st.sampled_from([128, 300, 1000])) if kind in ("batch", "all") else None,
            goals={"objective": {kind: draw(st.sampled_from(SETTINGS[kind]))}} if kind in SETTINGS else {},
        )
        changes.append(change)
    return changes


@settings(max_examples=15)
@given(OBJECTIVES, change_lists(), st.data())
def test_changed_cut_killed_and_moved_anywhere_it_gives_the_numbers_of_one_never_stopped(
    tmp_path_factory, objective, changes, data
):
    document = drawing(changes=changes, objective=objective, monitor="accuracy", patience=2)
    reference = undisturbed(document)
    experiment, folder = Experiment(document=document), tmp_path_factory.mktemp("run")
    state, events = begin(experiment), []
    while not state.is_finished:
        part = list(train_slice(state, 1e9, until_step=state.step + data.draw(st.integers(1, 6))))
        if data.draw(st.booleans()) and checkpoint.exists(folder):  # killed before it could save
            state = checkpoint.load(experiment, folder)
            continue
        checkpoint.save(state, folder)
        events += part
        torch.manual_seed(data.draw(st.integers(0, 9)))  # another run trained meanwhile
        if data.draw(st.booleans()):
            state = checkpoint.load(experiment, folder)
    assert told(events) == reference


@settings(max_examples=15)
@given(OBJECTIVES, change_lists(), st.sampled_from(["", "accuracy", "loss"]))
def test_the_exported_script_prints_the_numbers_of_a_changed_run(objective, changes, monitor):
    document = drawing(changes=changes, objective=objective, monitor=monitor, patience=1)
    assert printed_by_script(document) == printed_by_run(document)


@settings(max_examples=15)
@given(OBJECTIVES, change_lists(), st.data())
def test_a_log_replays_what_was_changed_while_it_trained(tmp_path_factory, objective, changes, data):
    experiment, folder = Experiment(document=drawing(objective=objective)), tmp_path_factory.mktemp("live")
    state, events = begin(experiment), []
    for change in changes:
        events += train_slice(state, 1e9, until_step=change.step)
        state.wanted.append(change)
        if data.draw(st.booleans()):  # killed: what was wanted is asked for again
            checkpoint.save(state, folder)
            state = checkpoint.load(experiment, folder)
            state.wanted = changes[len(state.granted) : changes.index(change) + 1]
    events += train_slice(state, 1e9)
    assert isinstance(events[-1], Finished)
    log = [event.change for event in events if isinstance(event, SettingsChanged)]
    assert told(events) == undisturbed(planned(experiment.document, log))


def test_two_objectives_are_changed_apart_and_printed_by_their_names():
    document = two_goals()
    first, second = goals_of(document)
    changes = [Change(step=2, goals={second: {"lr": 0.5}}), Change(step=3, goals={first: {"lr": 0.1}}, batch_size=100)]
    changed_run = planned(document, changes)
    assert undisturbed(changed_run) != undisturbed(document)
    assert f"(2, {{{second}: {{'lr': 0.5}}}})" in export(changed_run)
    assert printed_by_script(changed_run) == printed_by_run(changed_run)


def clipped_to(document, *lengths):
    """The document whose Objectives clip their gradients to these lengths."""
    edits = zip(goals_of(document), lengths, strict=True)
    return document.with_edits(tuple(SetParam(id=id, name="max_norm", value=length) for id, length in edits))


def goals_of(document):
    return [id for id, node in document.graph.nodes.items() if node.type == "Objective"]


@pytest.mark.parametrize("key", builder.STARTERS)
def test_the_script_of_every_starter_clips_gradients_to_the_bit_as_its_run_does(key):
    document = planned(brief(builder.STARTERS[key].document, 1), ())
    document = clipped_to(document, *[0.05] * len(goals_of(document)))
    assert printed_by_script(document) == printed_by_run(document)


@pytest.mark.parametrize("lengths", [(0.1, 0.0), (0.0, 0.02), (0.1, 0.02)])
def test_two_objectives_clip_their_gradients_apart_as_their_script_does(lengths):
    document = two_goals()
    goals, clipped = goals_of(document), clipped_to(document, *lengths)
    told = printed_by_run(clipped)
    assert printed_by_script(clipped) == told != printed_by_run(document)
    at_first = [Change(step=1, goals={goal: {"max_norm": length}}) for goal, length in zip(goals, lengths, strict=True)]
    clipped_later = planned(document, at_first)
    assert printed_by_script(clipped_later) == printed_by_run(clipped_later) != told


def test_a_change_of_the_rate_under_a_schedule_keeps_its_shape():
    objective = {"lr": 0.01, "schedule": "CosineAnnealingLR"}

    def rates(changes):
        state, seen = begin(Experiment(document=drawing(changes=changes, objective=objective))), []
        while not state.is_finished:
            list(train_slice(state, 1e9, until_step=state.step + 1))
            seen.append(state.optimizers[0].param_groups[0]["lr"])
        return seen

    plain, doubled = rates([]), rates([Change(step=5, goals={"objective": {"lr": 0.02}})])
    assert doubled[:4] == plain[:4]
    assert doubled[5:-1] == pytest.approx([2 * rate for rate in plain[5:-1]])
    longer = rates([Change(step=12, epochs=6)])
    assert longer[12] > 0.009, "after its end it begins again over the new steps"
    assert longer[-1] == pytest.approx(0, abs=1e-9)


def test_a_script_of_a_run_that_was_not_changed_holds_nothing_of_changes():
    text = export(moons())
    assert "changes=" not in text
    assert "EarlyStopping" not in text


def test_training_stops_when_waiting_brings_nothing_and_keeps_the_best_weights(tmp_path):
    document = drawing(epochs=40, monitor="loss", patience=3, objective={"lr": 0.3, "optimizer": "SGD"})
    experiment = Experiment(document=document)
    state = begin(experiment)
    weights, last = {}, None
    while not state.is_finished:
        for event in train_slice(state, 1e9, until_step=state.step + STEPS):
            if isinstance(event, BestKept):
                weights = {name: value.clone() for name, value in state.net.state_dict().items()}
            last = event
    early = state.early
    assert isinstance(last, Finished)
    assert state.epoch == early.best_epoch + 3 < 40
    assert last.reason == (
        f"Stopped at epoch {state.epoch}: validation loss has not fallen for 3 epochs; "
        f"the weights of epoch {early.best_epoch} are kept."
    )
    checkpoint.save(state, tmp_path)
    kept = checkpoint.load(experiment, tmp_path).early.weights
    assert kept.keys() == weights.keys()
    assert all(torch.equal(kept[name], weights[name]) for name in weights)
    assert printed_by_script(document) == printed_by_run(document)


def test_a_smaller_gain_than_asked_for_does_not_count():
    picky = drawing(epochs=9, monitor="accuracy", patience=2, min_delta=1.0)
    *_, last = train_slice(begin(Experiment(document=picky)), 1e9)
    assert "has not risen by more than 1.0 for 2 epochs; the weights of epoch 1 are kept" in last.reason


def test_a_run_that_stopped_early_and_is_extended_waits_anew():
    document = drawing(epochs=9, monitor="accuracy", patience=1, min_delta=1.0)
    state = begin(Experiment(document=document))
    list(train_slice(state, 1e9))
    assert state.epoch == 2
    state.wanted.append(Change(step=1, epochs=10))
    list(train_slice(state, 1e9))
    assert state.epoch == 3


def test_a_run_takes_exactly_the_steps_that_it_is_asked_for():
    state = begin(Experiment(document=drawing()))
    events = list(train_slice(state, 1e9, until_step=1))
    assert [(event.type, event.count) for event in events] == [("steps_ended", 1)]
    events = list(train_slice(state, 1e9, until_step=4))
    assert [event.type for event in events] == ["steps_ended", "evaluated"]
    assert state.step == 4


def test_a_run_ends_in_words_when_its_time_is_up():
    state = begin(Experiment(document=moons(epochs=100_000)), Limits(seconds=0.2))
    *_, last = train_slice(state, 0.1)
    assert not isinstance(last, Stopped)
    while not isinstance(last, Stopped):
        *_, last = train_slice(state, 60)
    assert "the most that one run may take" in last.reason
    assert state.trained_s >= 0.2


REFUSED = {
    "no such Objective": {"goals": {"fc1": {"lr": 0.1}}},
    "another optimizer": {"goals": {"objective": {"optimizer": "SGD"}}},
    "what Adam does not have": {"goals": {"objective": {"momentum": 0.5}}},
    "a rate below nothing": {"goals": {"objective": {"lr": -1.0}}},
    "words for a rate": {"goals": {"objective": {"lr": "much"}}},
    "what an optimizer keeps from its first step on": {"goals": {"objective": {"amsgrad": True}}},
    "fewer epochs": {"epochs": 3},
    "nothing": {},
}


@pytest.mark.parametrize("wish", REFUSED.values(), ids=REFUSED)
def test_what_can_not_be_changed_is_refused_in_words(wish):
    problems = change_problems(drawing(), Change(step=1, **wish))
    assert problems
    assert all(problem.message and problem.hint for problem in problems)


@pytest.mark.parametrize("wish", [{"epochs": 4}, {"batch_size": 7}, {"goals": {"objective": {"betas": "0.5, 0.9"}}}])
def test_what_can_be_changed_is_so_in_the_drawing_after_it(wish):
    change = Change(step=1, **wish)
    assert change_problems(drawing(), change) == []
    assert changed(drawing(), [change]) != drawing()


@pytest.mark.parametrize(
    ("training", "words"),
    [
        ({"monitor": "gone"}, "which is not measured here"),
        ({"changes": [Change(step=3, goals={"gone": {"lr": 0.1}})]}, "which is no Objective here"),
        ({"changes": [Change(step=3, goals={"objective": {"lr": -0.1}})]}, "lr must be at least 0"),
        ({"changes": [Change(step=3, goals={"objective": {"speed": 1}})]}, "speed"),
    ],
)
def test_what_training_can_not_follow_is_a_problem_of_the_drawing(training, words):
    report = builder.check(planned(drawing(), **{"changes": (), **training}))
    assert not report.is_trainable
    assert words in report.problems[0].message
