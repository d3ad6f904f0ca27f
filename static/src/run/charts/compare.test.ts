import { expect, test } from "vitest";
import { type Needed, sharedAxes } from "./compare";

const needed = (low: number, high: number, steps = 300, planned = steps): Needed => ({
  steps,
  planned,
  values: { low, high },
});

/** The axes of runs that are looked at one after the other. */
function looking(runs: [string, Needed][], isShare = false) {
  const remembered = new Map<string, Needed>();
  return runs.map(([run, axes]) => {
    const shown = sharedAxes(run, axes, remembered, isShare);
    remembered.delete(run);
    remembered.set(run, axes);
    return shown;
  });
}

const LOW = needed(0, 0.7, 300);
const HIGH = needed(0.1, 2.4, 600);
const ASTRAY = needed(0, 90_000, 300);

test("once two runs were looked at, each is shown on the same axes as the other", () => {
  const [first, second, again, other] = looking([["low", LOW], ["high", HIGH], ["low", LOW], ["high", HIGH]]); // biome-ignore format: one line
  expect(first).toEqual({ steps: 300, values: { low: 0, high: 0.7 }, isShared: false, isOther: false });
  expect(second).toEqual({ steps: 600, values: { low: 0, high: 2.4 }, isShared: true, isOther: false });
  expect(again).toEqual(second);
  expect(other).toEqual(second);
});

test("a run that went astray flattens no other, and it is said that the axes are others", () => {
  const [, astray, back, high] = looking([["low", LOW], ["astray", ASTRAY], ["low", LOW], ["high", HIGH]]); // biome-ignore format: one line
  expect(astray).toMatchObject({ values: ASTRAY.values, isShared: false, isOther: true });
  expect(back).toMatchObject({ values: LOW.values, isShared: false, isOther: true });
  expect(high).toMatchObject({ values: { low: 0, high: 2.4 }, isShared: true, isOther: false });
});

test("a run that has only begun is shown on the axes of the one before, since it is planned as long", () => {
  const [, begun] = looking([
    ["old", LOW],
    ["new", needed(0.6, 0.7, 3, 300)],
  ]);
  expect(begun).toMatchObject({ steps: 300, values: { low: 0, high: 0.7 }, isOther: false });
  const [, ended] = looking([
    ["old", LOW],
    ["new", needed(0.6, 0.7, 3)],
  ]);
  expect(ended).toMatchObject({ steps: 3, isOther: true });
});

test("shares always compare: a network that learned nothing lies at the bottom", () => {
  const [, second] = looking([["good", needed(0.5, 1)], ["dull", needed(0.5, 0.51)]], true); // biome-ignore format: one line
  expect(second).toMatchObject({ values: { low: 0.5, high: 1 }, isShared: true });
});
