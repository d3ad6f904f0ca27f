import { expect, test } from "vitest";
import { DEFAULT_TRAINING } from "../document/graph/projection";
import { withStage } from "../document/stages/edits";
import { RunState } from "../run/live/fold";
import type { RunFacts } from "../run/live/frames";
import { progressOf } from "./progress";

const [stages] = withStage({ ...DEFAULT_TRAINING, epochs: 4 }); // Train, 4 epochs; Fine-tune, 4 epochs
const told = { total_steps: 80, steps_per_epoch: 10, epochs: 8 };
const first = { ...told, number: 1, name: "Train", step: 0, epoch: 0 };
const second = { ...told, number: 2, name: "Fine-tune", step: 40, epoch: 4 };
const facts = (more: Partial<RunFacts>): RunFacts => ({
  ...new RunState().facts,
  status: "running",
  ...more,
});
const seen = (more: Partial<RunFacts>) => stages.map((_, index) => progressOf(facts(more), stages, index));

test("the stage that a run is in fills, those before are done, those after wait", () => {
  expect(seen({ stages: [first], step: 10 })).toEqual([
    { state: "running", part: 0.25 },
    { state: "waiting", part: 0 },
  ]);
  expect(seen({ stages: [first, second], step: 60 })).toEqual([
    { state: "done", part: 1 },
    { state: "running", part: 0.5 },
  ]);
});

test("a run that finished did all of them, one that was stopped goes on in none", () => {
  const both = { stages: [first, second], step: 60 };
  expect(seen({ ...both, status: "finished" }).map(({ state }) => state)).toEqual(["done", "done"]);
  expect(seen({ ...both, status: "stopped" })[1]).toEqual({ state: "waiting", part: 0.5 });
});

test("a run of another drawing says nothing of these stages", () => {
  expect(seen({ stages: [{ ...first, name: "Pre-train" }], step: 10 })[0]?.part).toBe(0);
  expect(seen({})[0]?.state).toBe("waiting");
});
