"""The training bench: a quick round of it, and that its gates and its table tell the truth."""

import subprocess
import sys
from dataclasses import replace

import pytest

from tests.bench.training.gates import broken
from tests.bench.training.report import cells, geometric_mean, table
from tests.bench.training.rounds import ROOT, Sample, find_contenders


def sample(contender, ms, round=0, threads=1, workload="a", **facts):
    whole = {"steps": 20, "losses": 20, "first_losses": [2.0] * 10, "accuracy": 0.9, **facts}
    return Sample(workload, contender, threads, round, at="", commit="", machine={}, ms_per_step=ms, **whole)


def test_a_quick_round_passes_its_gates(tmp_path, figure):
    command = [sys.executable, "-m", "tests.bench.training", "--quick", "--out", str(tmp_path / "samples.jsonl")]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    lines = [line for line in ended.stdout.splitlines() if line.startswith("|")]
    assert next(line.split("|")[1].strip() for line in lines[2:]) == "ours"
    for line in lines:
        figure(line)


def test_a_ratio_compares_times_of_the_same_round_at_the_best_number_of_threads():
    found = cells(
        [
            *(sample("ours", ms, round) for round, ms in enumerate([1.0, 2.0, 1.0])),
            *(sample("ours", ms, round, threads=2) for round, ms in enumerate([3.0, 3.0, 0.5])),
            *(sample("naive", ms, round) for round, ms in enumerate([4.0, 4.0, 3.0])),
        ]
    )
    assert found["ours", "a"].threads == 1
    assert found["naive", "a"].ratios == (4.0, 2.0, 3.0)
    assert found["naive", "a"].ratio == 3.0
    assert "3.00x (2.00-4.00) 4 ms t1" in str(found["naive", "a"])


def test_the_mean_of_a_contender_is_over_the_workloads_that_it_was_measured_on():
    samples = [sample("ours", 1.0), sample("ours", 1.0, workload="f"), sample("naive", 2.0)]
    assert geometric_mean(cells(samples), "naive") == pytest.approx(2.0)
    assert geometric_mean(cells([*samples, sample("naive", 8.0, workload="f")]), "naive") == pytest.approx(4.0)
    assert table(samples).splitlines()[2].startswith("| ours")


@pytest.mark.parametrize(
    ("ours", "word"),
    [
        ({"losses": 19}, "streamed 19 losses of 20"),
        ({"first_losses": [2.0] * 9 + [2.0003]}, "loss of step 10"),
        ({"accuracy": 0.87}, "accuracy is 0.870"),
    ],
)
def test_what_must_be_equal_and_is_not_is_told(ours, word):
    good = [sample("ours", 1.0), sample("eager", 1.0), sample("naive", 1.0)]
    assert list(broken(good)) == []
    faults = list(broken([replace(good[0], **ours), *good[1:]]))
    assert len(faults) == 1
    assert word in faults[0]


def test_what_is_left_out_is_not_compared():
    gone = Sample("a", "skorch", 1, 0, at="", commit="", machine={}, skipped="skorch is not installed")
    assert "skorch" not in table([sample("ours", 1.0), gone])
    assert list(broken([sample("ours", 1.0), gone])) == []


def test_we_are_the_first_contender():
    assert find_contenders()[0] == "ours"
