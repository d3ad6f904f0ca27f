import type { RunEvent } from "../../types/generated";
import { Curve, columnBytes } from "./curve";
import type { RunFacts, Snapshot } from "./frames";

const NOTHING_YET: RunFacts = {
  status: "queued",
  reason: "",
  step: 0,
  total_steps: 0,
  steps_per_epoch: 0,
  epochs: 0,
  epoch: 0,
  rate: 0,
  device: "",
  precision: "float32",
  attempt: 0,
  seq: 0,
  started_at: null,
  ended_at: null,
  checkpoint_step: null,
  metrics: {},
  best: null,
  tests: [],
  changes: [],
  begun_from: [],
  stages: [],
  problem: null,
  good_step: null,
  remedies: [],
  failures: [],
};

/**
 * What a watcher sees: the fold of a run's events, the twin of `trainer/run/events.py` RunState.
 *
 * `facts` is replaced, never changed, so that React can compare it; curves grow in place.
 */
export class RunState {
  facts: RunFacts = NOTHING_YET;
  curves = new Map<string, Curve>();

  /** Takes a snapshot's state in place of what was known. */
  replace(snapshot: Snapshot): void {
    const { curves, ...facts } = snapshot;
    this.facts = facts;
    this.curves = new Map(
      Object.entries(curves).map(([name, { steps, values }]) => [name, Curve.fromColumns(steps, values)]),
    );
  }

  /** Folds one event in. Entries at or before the last one seen are ignored. */
  apply(event: RunEvent): void {
    if (event.seq <= this.facts.seq) return;
    const change = this.#changeOf(event);
    this.facts = { ...this.facts, ...change, attempt: event.attempt, seq: event.seq };
  }

  #changeOf(event: RunEvent): Partial<RunFacts> {
    switch (event.type) {
      case "queued":
        return { status: "queued", reason: event.reason, problem: null, ended_at: null };
      case "paused":
        return { status: "paused", reason: event.reason, problem: event.problem ?? null, ended_at: null }; // older frames have none
      case "started":
        for (const [name, curve] of this.curves) if (!name.startsWith("failed")) curve.cutAfter(event.step);
        return {
          status: "running",
          reason: event.reason,
          problem: null,
          step: event.step,
          total_steps: event.total_steps,
          steps_per_epoch: event.steps_per_epoch,
          device: event.device,
          precision: event.precision ?? "float32", // older frames have none
          epochs: event.epochs || Math.ceil(event.total_steps / event.steps_per_epoch), // older frames have none
          best: this.facts.best && this.facts.best.step <= event.step ? this.facts.best : null,
          changes: this.facts.changes.filter(({ step }) => step <= event.step),
          stages: this.facts.stages.filter(({ step }) => step <= event.step),
          started_at: this.facts.started_at || event.at,
        };
      case "steps_ended":
        for (const [name, column] of Object.entries(event.losses))
          this.#curve(`train/${name}`).extend(event.first_step, column);
        for (const [name, column] of Object.entries(event.rates ?? {})) // older frames have none
          this.#curve(`rate/${name}`).extend(event.first_step, column);
        for (const [name, column] of Object.entries(event.lengths ?? {}))
          this.#curve(`gradient/${name}`).extend(event.first_step, column);
        return { step: event.first_step + event.count - 1, epoch: event.epoch, rate: event.rate };
      case "evaluated":
        for (const [name, value] of Object.entries(event.metrics))
          this.#curve(`${event.part ?? "test"}/${name}`).append(event.step, value); // older frames have no part
        for (const [name, value] of Object.entries(event.training ?? {}))
          this.#curve(`training/${name}`).append(event.step, value);
        return { metrics: event.metrics };
      case "tested": {
        const { look, of_step, of_epoch, metrics } = event;
        return {
          tests: [
            ...this.facts.tests.filter((test) => test.look < look),
            { look, of_step, of_epoch, metrics },
          ],
        };
      }
      case "best_kept":
        return {
          best: { step: event.step, epoch: event.epoch, monitor: event.monitor, value: event.value },
        };
      case "settings_changed":
        return {
          total_steps: event.total_steps,
          steps_per_epoch: event.steps_per_epoch,
          epochs: event.epochs,
          changes: [
            ...this.facts.changes.filter(({ number }) => number < event.number),
            { number: event.number, step: event.change.step, words: event.words },
          ],
        };
      case "weights_taken": {
        const { type: _, attempt: _a, seq: _s, at: _at, ...told } = event;
        return {
          begun_from: [...this.facts.begun_from.filter(({ number }) => number < told.number), told],
        };
      }
      case "stage_began": {
        const { type: _, attempt: _a, seq: _s, at: _at, ...told } = event;
        return {
          stages: [...this.facts.stages.filter(({ number }) => number < told.number), told],
          total_steps: told.total_steps,
          steps_per_epoch: told.steps_per_epoch,
          epochs: told.epochs,
          best: null,
        };
      }
      case "checkpoint_saved":
        return { checkpoint_step: event.step };
      case "finished":
      case "stopped":
        return { status: event.type, reason: event.reason, ended_at: event.at, rate: 0 };
      case "failed":
        return {
          status: "failed",
          reason: event.problem.message,
          ended_at: event.at,
          rate: 0,
          problem: event.problem,
          good_step: event.good_step ?? null, // older frames have none
          remedies: (event.remedies ?? []).map(({ label, batch_size, goals }) => ({
            label,
            batch_size: batch_size ?? null,
            goals: goals ?? {},
          })),
        };
      case "taken_back":
        return this.#takeBack(event.step);
    }
  }

  /** The state as plain data, equal to what Python's `RunState.snapshot()` gives. */
  snapshot(): Snapshot {
    const curves: Snapshot["curves"] = {};
    for (const [name, curve] of this.curves)
      curves[name] = { steps: columnBytes(curve.steps), values: columnBytes(curve.values) };
    return { ...this.facts, curves };
  }

  /** Goes on from `step`; what failed after it becomes curves of their own. */
  #takeBack(step: number): Partial<RunFacts> {
    const failures = [...this.facts.failures, this.facts.step];
    for (const [name, curve] of [...this.curves])
      if (/^(train|training|validation|test|rate|gradient)\//.test(name)) {
        const rest = curve.splitOff(step);
        if (rest.length > 0) this.curves.set(`failed${failures.length}/${name}`, rest);
      }
    return { failures, step, good_step: null, remedies: [] };
  }

  #curve(name: string): Curve {
    const known = this.curves.get(name);
    if (known) return known;
    const curve = new Curve();
    this.curves.set(name, curve);
    return curve;
  }
}
