import { expect, test } from "vitest";
import { DEFAULT_TRAINING } from "../graph/projection";
import { parseValue } from "../params/params";
import { epochsParam, withCopy, withMoved, without, withStage } from "./edits";

const named = (stages: readonly { name: string }[]) => stages.map(({ name }) => name);

test("the present training becomes the first of two stages", () => {
  const [stages, chosen] = withStage({ ...DEFAULT_TRAINING, epochs: 25 });
  expect(stages.map(({ name, epochs }) => [name, epochs])).toEqual([
    ["Train", 25],
    ["Fine-tune", 10],
  ]);
  expect(chosen).toBe(1);
});

test("a further one comes after the chosen one, and waits for its name", () => {
  const [two] = withStage(DEFAULT_TRAINING);
  const training = { ...DEFAULT_TRAINING, stages: two };
  expect(named(withStage(training)[0])).toEqual(["Train", "Fine-tune", ""]);
  expect(named(withStage(training, 0)[0])).toEqual(["Train", "", "Fine-tune"]);
  expect(withStage(training, 0)[1]).toBe(1);
});

test("stages are moved, copied and taken out", () => {
  const [two] = withStage(DEFAULT_TRAINING);
  expect(named(withMoved(two, 0, 1))).toEqual(["Fine-tune", "Train"]);
  expect(named(withCopy(two, 0))).toEqual(["Train", "Train2", "Fine-tune"]);
  expect(named(without(two, 0))).toEqual(["Fine-tune"]);
});

test("all stages together are no longer than a training may be", () => {
  const [two] = withStage({ ...DEFAULT_TRAINING, epochs: 99_000 });
  expect(parseValue(epochsParam(two, 1), "1000").ok).toBe(true);
  expect(parseValue(epochsParam(two, 1), "1001").ok).toBe(false);
});
