"""Trains a drawing without any web: ``python -m trainer experiment.json [--out FOLDER] [--processes 2 [--sharded]]``.

docs/many-devices.md says what several processes do. ``python -m trainer sweep experiment.json sweep.json`` trains it
many times over, to find the best settings: docs/sweeps.md.
"""

from __future__ import annotations

import argparse
import json
import secrets
import sys
import tempfile
import traceback
from array import array
from collections.abc import Callable, Iterator
from pathlib import Path

import torch
import torch.distributed as dist

from builder.drawing.document import read_document
from builder.drawing.problems import InvalidDocument, Problem
from builder.folder.place import look_in
from trainer.problems import ProcessDied, TrainingProblem
from trainer.run import checkpoint
from trainer.run.beginning import begin
from trainer.run.events import Evaluated, Event, Failed, Finished, StageBegan, StepsEnded, Tested, WeightsTaken
from trainer.run.experiment import Experiment
from trainer.run.going_back import Lately
from trainer.run.loop import train_slice
from trainer.run.state import State
from trainer.run.taken_back import kept_good, wanted
from trainer.run.weights_given import beginning_of
from trainer.step.device import CPU, NAMES, device_called
from trainer.sweeps.plan import InvalidPlan

SLICE_S = 2.0


def main(arguments: list[str] | None = None) -> int:
    """Print the loss of every step and the metrics of every epoch, as the exported script does."""
    if (arguments := sys.argv[1:] if arguments is None else arguments)[:1] == ["sweep"]:
        return _sweep(arguments[1:])
    parser = argparse.ArgumentParser(prog="python -m trainer", description=__doc__.partition(":")[0])
    parser.add_argument("experiment", type=Path, help='a document, or {"document": ...}, as JSON')
    parser.add_argument("--out", type=Path, help="folder for checkpoints; a run found there goes on")
    _add_data(parser)
    parser.add_argument(
        "--weights",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="begin from what fits of these weights: a safetensors file, or the --out folder of another run",
    )
    parser.add_argument("--device", default="best", help=f"{', '.join(NAMES)}; the best there is by default")
    parser.add_argument("--processes", type=int, default=1, help="how many processes share the work")
    parser.add_argument(
        "--sharded", action="store_true", help="each process keeps only its part of the weights (FSDP2)"
    )
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        dest="settings",
        type=_setting,
        help="go on from here with another setting: batch_size=32, lr=0.001, max_norm=1 (clips gradients), or of one "
        "Objective: goal.lr=0.001; may be given several times. A run that fails says at its end what it may go on with",
    )
    options = parser.parse_args(arguments)
    look_in(*options.data, options.experiment.parent)
    torch.set_num_threads(1)
    try:
        if options.processes > 1 or dist.is_torchelastic_launched():
            return _share(options, arguments)
        device = device_called(options.device)
        state = _open(_read_with_weights(options), options.out, device)
        return _run(_with_settings(state, options.settings), options.out)
    except InvalidDocument as error:
        return _complain(*error.problems)
    except TrainingProblem as error:
        return _complain(error.problem)
    except ProcessDied:
        return 1  # who started the processes says which one
    except Exception:
        return _report()


def _add_data(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--data", type=Path, action="append", default=[], metavar="FOLDER", help="own data: a folder with a schema.json"
    )


def _share(options: argparse.Namespace, arguments: list[str]) -> int:
    """Start the processes that share the work or, in one that torchrun started, be one of them."""
    from trainer.distributed import launch  # takes a second to import

    if not dist.is_torchelastic_launched():
        return launch.launch(options.processes, arguments)
    return launch.train_as_member(
        lambda: _with_settings(_open(_read_with_weights(options), options.out, CPU), options.settings),
        lambda state, followers: _run(state, options.out, followers.gather),
        device=options.device,
        sharded=options.sharded,
    )


def _sweep(arguments: list[str]) -> int:
    """Train a drawing many times over, tell how each trial did, and print the drawing with the best settings."""
    from trainer.sweeps.command import sweep  # the fewest trainings are sweeps

    parser = argparse.ArgumentParser(prog="python -m trainer sweep", description=_sweep.__doc__)
    parser.add_argument("experiment", type=Path, help='a document, or {"document": ...}, as JSON')
    parser.add_argument("plan", type=Path, help="what to vary and how: docs/sweeps.md")
    _add_data(parser)
    parser.add_argument("--device", default="best", help=f"{', '.join(NAMES)}; the best there is by default")
    options = parser.parse_args(arguments)
    look_in(*options.data)
    torch.set_num_threads(1)
    try:
        document = _read(options.experiment).document
        best = sweep(document, _bytes_of(options.plan), device_called(options.device))
    except (InvalidDocument, InvalidPlan) as error:
        return _complain(*error.problems)
    except TrainingProblem as error:
        return _complain(error.problem)
    print(best.model_dump_json(indent=2))
    return 0


def _bytes_of(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise TrainingProblem("no_file", f"{file} can't be read: {error.strerror}.") from error


def _read(file: Path) -> Experiment:
    text = _bytes_of(file)
    try:
        parsed = json.loads(text)
    except ValueError:
        parsed = None
    inner = parsed["document"] if isinstance(parsed, dict) and "document" in parsed else text
    return Experiment(document=read_document(inner))


def _read_with_weights(options: argparse.Namespace) -> Experiment:
    """The experiment, beginning from the weights that were given beside those that it names."""
    experiment = _read(options.experiment)
    begins_from = tuple(beginning_of(given) for given in options.weights)
    training = experiment.document.training
    training = training.model_copy(update={"begins_from": (*training.begins_from, *begins_from)})
    return Experiment(document=experiment.document.model_copy(update={"training": training}))


def _open(experiment: Experiment, out: Path | None, device: torch.device) -> State:
    if out and checkpoint.exists(out):
        return checkpoint.load(experiment, out, device=device)
    return begin(experiment, device=device)


def _setting(text: str) -> tuple[str, str]:
    """``lr=0.001`` as a name and a value."""
    name, equals, value = text.partition("=")
    if not (name and equals and value):
        raise argparse.ArgumentTypeError(f"{text!r} is not NAME=VALUE, as lr=0.001 is")
    return name, value


def _with_settings(state: State, settings: list[tuple[str, str]]) -> State:
    state.wanted = wanted(state, settings)
    return state


def _run(state: State, out: Path | None, before_saving: Callable[[], None] = lambda: None) -> int:
    last: Event | None = None
    lately = Lately()
    while not state.is_finished and not isinstance(last, Failed):
        for event in train_slice(state, SLICE_S):
            _show(event)
            lately.note(event)
            last = event
        if out and not isinstance(last, Failed):
            before_saving()
            checkpoint.save(state, out)
            lately = Lately()
    if not isinstance(last, Failed):
        return 0
    status = _complain(last.problem)
    if out:
        for line in kept_good(state, last.problem, out, lately):
            print(line, file=sys.stderr)
    return status


def _show(event: Event) -> None:
    match event:
        case StepsEnded(losses=losses):
            columns = [array("f", column) for column in losses.values()]
            for number, row in enumerate(zip(*columns, strict=True), start=event.first_step):
                print(f"step {number} loss", *map(repr, row))
        case Evaluated(metrics=metrics, training=training):
            print(f"epoch {event.epoch} validation", *_told(metrics))
            if training:
                print(f"epoch {event.epoch} training", *_told(training))
        case Tested(metrics=metrics):
            print("test", *_told(metrics))
        case WeightsTaken(words=words):
            print(words, file=sys.stderr)
        case StageBegan(number=number, name=name):
            print("stage", number, name)
        case Finished(reason=reason):
            print(reason, file=sys.stderr)


def _told(metrics: dict[str, float]) -> Iterator[str]:
    return (f"{name} {value!r}" for name, value in metrics.items())


def _report() -> int:
    """Say that it is our fault, and where the traceback is that a report needs."""
    report = secrets.token_hex(4)
    file = Path(tempfile.gettempdir()) / f"layerloom-report-{report}.txt"
    file.write_text(traceback.format_exc())
    message = "Training broke because of an error on our side."
    return _complain(Problem(code="training_failed", message=message, hint=f"Please report {report}, with {file}."))


def _complain(*problems: Problem) -> int:
    for problem in problems:
        print(f"{problem.code}: {problem.message} {problem.hint}".strip(), file=sys.stderr)
    return 1


if __name__ == "__main__":
    status = main()
    if dist.is_torchelastic_launched():
        from trainer.distributed.team import leave

        leave(status)
    sys.exit(status)
