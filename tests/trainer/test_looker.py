"""Looking takes its share of the training time, and no more."""

from tests.drawings import moons
from trainer.look.looker import SHARE, Looker
from trainer.run.beginning import begin
from trainer.run.experiment import Experiment


class Clock:
    """A clock that only goes when it is told to, and a little at every look at it."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def watch(looker: Looker, clock: Clock, views: list[str], costs: dict[str, float], seconds: float) -> dict[str, int]:
    """How often each probe looks while a run trains so long; sending what it saw costs what ``costs`` says."""
    state, counts = begin(Experiment(document=moons())), dict.fromkeys(costs, 0)
    end = clock.now + seconds
    while clock.now < end:
        clock.now += 0.05
        for looks in looker.look(state, views):
            key = looks[0].view.partition(":")[0]
            counts[key] += 1
            clock.now += costs[key]
    return counts


def test_cheap_probes_look_as_often_as_they_like():
    clock = Clock()
    counts = watch(Looker(clock), clock, ["activation:fc1", "boundary"], {"activation": 1e-4, "boundary": 1e-4}, 10)
    assert 33 <= counts["activation"] <= 41
    assert 17 <= counts["boundary"] <= 21


def test_a_dear_probe_looks_less_often_and_holds_no_other_back():
    clock = Clock()
    costs = {"activation": 1e-4, "worst": 0.5}
    counts = watch(Looker(clock), clock, ["activation:fc1", "worst"], costs, 200)
    assert counts["worst"] * 0.5 <= 200 * SHARE / 2 + 0.5
    assert counts["worst"] >= int(200 * SHARE / 2 / 0.5)
    assert counts["activation"] > 500


def test_all_together_stay_below_the_share():
    clock = Clock()
    costs = {"activation": 0.02, "boundary": 0.1, "confusion": 0.05, "worst": 0.3, "weights": 0.01}
    views = ["activation:fc1", "boundary", "confusion", "worst", "weights:fc1"]
    looker, first = Looker(clock), sum(costs.values())
    counts = watch(looker, clock, views, costs, 400)
    assert sum(counts[key] * cost for key, cost in costs.items()) <= 400 * SHARE + first


def test_what_is_newly_watched_is_looked_at_at_once():
    clock, state = Clock(), begin(Experiment(document=moons()))
    looker = Looker(clock)
    assert [looks[0].view for looks in looker.look(state, ["boundary"])] == ["boundary"]
    assert list(looker.look(state, ["boundary"])) == []
    assert [looks[0].view for looks in looker.look(state, ["boundary", "confusion"])] == ["confusion"]


def test_other_nodes_are_looked_at_at_once_and_paid_for_later():
    clock, state = Clock(), begin(Experiment(document=moons()))
    looker = Looker(clock)

    def see(*views: str) -> list[str]:
        seen = []
        for looks in looker.look(state, views):
            clock.now += 1.0
            seen += [each.view for each in looks]
        return seen

    assert see("weights:fc1") == ["weights:fc1"]
    assert see("weights:fc1", "weights:fc2") == ["weights:fc2"]
    clock.now += 1.5 / SHARE
    assert see("weights:fc1", "weights:fc2") == []
    clock.now += 0.6 / SHARE
    assert see("weights:fc1", "weights:fc2") == ["weights:fc1", "weights:fc2"]


def test_time_between_slices_is_no_training_time():
    clock, state = Clock(), begin(Experiment(document=moons()))
    looker = Looker(clock)
    for _ in looker.look(state, ["worst"]):
        clock.now += 1.0
    clock.now += 0.5
    list(looker.look(state, ["worst"]))
    clock.now += 1_000  # other runs have their turn
    looker.resume()
    assert list(looker.look(state, ["worst"])) == []
    clock.now += 1.0 / SHARE
    assert len(list(looker.look(state, ["worst"]))) == 1


def test_nobody_looking_computes_nothing():
    state = begin(Experiment(document=moons()))
    calls = []
    state.net.register_forward_hook(lambda *_: calls.append(1))
    assert list(Looker().look(state, [])) == []
    assert calls == []
