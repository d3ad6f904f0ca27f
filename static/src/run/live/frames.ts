import { decode } from "@msgpack/msgpack";
import type { Pictures, Problem, RunEvent, Training } from "../../types/generated";

export type Precision = Training["precision"];

export type Status = "queued" | "running" | "paused" | "finished" | "stopped" | "failed";

const ENDED: ReadonlySet<Status> = new Set(["finished", "stopped", "failed"]);

export function hasEnded(status: Status): boolean {
  return ENDED.has(status);
}

/** What a watcher knows of a run, but for its curves: the twin of `trainer/run/events.py` RunState. */
export interface RunFacts {
  status: Status;
  reason: string;
  step: number;
  total_steps: number;
  steps_per_epoch: number;
  epochs: number;
  epoch: number;
  rate: number;
  device: string;
  precision: Precision;
  attempt: number;
  seq: number;
  started_at: number | null;
  ended_at: number | null;
  checkpoint_step: number | null;
  metrics: Record<string, number>;
  /** Where what early stopping monitors was best; null where nothing is monitored. */
  best: Best | null;
  /** What the test part gave, each time that the run looked at it. */
  tests: Test[];
  changes: MadeChange[];
  /** What was taken of the weights that it began from. */
  begun_from: Told<"weights_taken">[];
  /** The stages that have begun. */
  stages: Told<"stage_began">[];
  problem: Problem | null;
  /** Where the last good state of a run that failed is, from which it can go on. */
  good_step: number | null;
  /** What it may go on with, each a button. */
  remedies: Remedy[];
  /** The steps at which it failed and was taken back. */
  failures: number[];
}

/** What an event of this type says, without where it stands in the log. */
export type Told<Type extends RunEvent["type"]> = Omit<
  Extract<RunEvent, { type: Type }>,
  "type" | "attempt" | "seq" | "at"
>;

/** Settings with which a run that failed may go on, and the words that spell them out. */
export interface Remedy {
  label: string;
  batch_size: number | null;
  goals: Record<string, Record<string, unknown>>;
}

/** A look at the test part, the how manieth, with the weights of after `of_step` steps. */
export interface Test {
  look: number;
  of_step: number;
  of_epoch: number;
  metrics: Record<string, number>;
}

/** The epoch whose weights are kept beside the last ones. */
export interface Best {
  step: number;
  epoch: number;
  monitor: string;
  value: number;
}

/** What was set anew after a step, in words. */
export interface MadeChange {
  number: number;
  step: number;
  words: string;
}

/**
 * How long the run has to wait for its first turn, in seconds, and how many runs take turns at a worker.
 * `has_worker` is false while whoever trained it is gone and nobody has taken it up yet.
 */
export interface Outlook {
  place: number;
  starts_in_s: number;
  sharing: number;
  has_worker: boolean;
  /** Why nothing can be stored now: the database is `away`, or the disk is `full`. */
  trouble: "" | "away" | "full";
}

export interface Snapshot extends RunFacts {
  curves: Record<string, { steps: Uint8Array; values: Uint8Array }>;
}

/** What a probe saw after `step` steps; `view` is what was asked for. The latest wins. */
export interface Look {
  view: string;
  step: number;
  picture: Pictures[keyof Pictures];
}

export type Frame =
  | RunEvent
  | { type: "snapshot"; state: Snapshot }
  | ({ type: "place" } & Outlook)
  | ({ type: "look" } & Look);

/** A run as the HTTP API tells of it. */
export interface Run {
  id: string;
  project: string;
  /** As its owner named it; empty for one that only has its number. */
  name: string;
  /** Counted from 1 in its network, and its own for good; null for a trial of a sweep. */
  number: number | null;
  status: Status;
  reason: string;
  step: number;
  total_steps: number;
  epoch: number;
  epochs: number;
  /** How long its steps took. */
  trained_s: number;
  place: number;
  device: "best" | "cpu" | "gpu";
  processes: number;
  sharded: boolean;
  /** Of which sweep it is a trial, counted from 0; null for a run that was started by itself. */
  trial: { sweep: string; number: number } | null;
  /** Which weights it begins from, in words; none for fresh ones. */
  begins_from: { weights: string; title: string }[];
  metrics: Record<string, number>;
  best: Best | null;
  /** What the test part gave at the last look; null before a run is finished, and for trials. */
  tested: Test | null;
  created_at: string;
  ended_at: string | null;
  problem: Problem | null;
}

export function decodeFrame(bytes: ArrayBuffer | Uint8Array): Frame {
  return decode(bytes) as Frame;
}
