import { describe, expect, test } from "vitest";
import { catalog, drawing, type } from "../../document/blocks/blocks.fixture";
import type { Run } from "./frames";
import { lengthWords, listedRuns, resultOf, runBefore } from "./list";

const run = (change: Partial<Run> = {}): Run => ({
  id: "r",
  project: "p",
  name: "",
  number: 1,
  tested: null,
  begins_from: [],
  status: "finished",
  reason: "",
  step: 88,
  total_steps: 88,
  epoch: 4,
  epochs: 4,
  trained_s: 0.24,
  place: 0,
  device: "best",
  processes: 1,
  sharded: false,
  trial: null,
  metrics: {},
  best: null,
  created_at: "2026-01-01T00:00:00Z",
  ended_at: null,
  problem: null,
  ...change,
});
const types = new Map([...catalog, ["Accuracy", type("Accuracy", "metric", ["input"], ["metric"])] as const]);
const judged = drawing({
  nodes: {
    loss: { type: "Loss", params: {}, position: [0, 0], note: "" },
    accuracy: { type: "Accuracy", params: {}, position: [0, 0], note: "" },
  },
});

describe("a row of the list of runs", () => {
  test("tells the metric rather than the loss, whichever comes first", () => {
    const metrics = { loss: 0.3254, accuracy: 0.922 };
    expect(resultOf(run({ metrics }), judged, types)).toEqual({ name: "accuracy", text: "92.2 %" });
    expect(resultOf(run({ metrics: { loss: 0.3254 } }), judged, types)).toEqual({
      name: "loss",
      text: "0.3254",
    });
    expect(resultOf(run(), judged, types)).toBeNull();
  });

  test("tells the best where something is monitored", () => {
    const best = { step: 44, epoch: 2, monitor: "accuracy", value: 0.95 };
    expect(resultOf(run({ metrics: { accuracy: 0.9 }, best }), judged, types)).toEqual({
      name: "best accuracy",
      text: "95.0 %",
    });
  });

  test("tells how far it came and how long that took", () => {
    expect(lengthWords(run())).toBe("Finished, 4 epochs, 88 steps, 0.2 s");
    expect(lengthWords(run({ status: "stopped", epoch: 2, step: 40, trained_s: 75 }))).toBe(
      "Stopped, 2 of 4 epochs, 40 steps, 75 s",
    );
    expect(lengthWords(run({ status: "queued", epoch: 0, epochs: 0, step: 0, trained_s: 0 }))).toBe(
      "Waiting",
    );
  });

  test("is compared with the run before, whatever trials came in between", () => {
    const trial = run({ id: "t", trial: { sweep: "s", number: 2 } });
    const runs = [run({ id: "c" }), trial, run({ id: "a" })];
    expect(runBefore(runs, runs[0] as Run)?.id).toBe("a");
    expect(runBefore(runs, runs[2] as Run)).toBeNull();
    expect(runBefore(runs, trial)).toBeNull();
    expect(listedRuns(runs, "c").map(({ id }) => id)).toEqual(["c", "a"]);
    expect(listedRuns(runs, "t").map(({ id }) => id)).toEqual(["c", "t", "a"]);
  });
});
