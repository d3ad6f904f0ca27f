import { expect, test } from "vitest";
import { outline, thin, windowOf } from "./decimate";

function curve(values: number[]): [Uint32Array, Float32Array] {
  return [Uint32Array.from(values, (_, i) => i + 1), Float32Array.from(values)];
}

test("a short curve is kept value by value", () => {
  const thinned = thin(...curve([4, 2, 1]));
  expect(thinned).toEqual({ steps: [1, 2, 3], low: [4, 2, 1], high: [4, 2, 1], smooth: [4, 2, 1] });
});

test("a long curve keeps at most the asked number of steps, in order", () => {
  const thinned = thin(...curve(Array.from({ length: 100_003 }, (_, i) => Math.sin(i))), 500);
  expect(thinned.steps.length).toBeLessThanOrEqual(500);
  expect(thinned.steps.length).toBeGreaterThan(450);
  expect([...thinned.steps].sort((a, b) => a - b)).toEqual(thinned.steps);
});

test("one spike among a hundred thousand values survives", () => {
  const values = Array.from({ length: 100_000 }, () => 1);
  values[77_777] = 50;
  values[33_333] = -50;
  const thinned = thin(...curve(values));
  expect(Math.max(...thinned.high)).toBe(50);
  expect(Math.min(...thinned.low)).toBe(-50);
});

test("smoothing calms noise and keeps the level", () => {
  const noisy = Array.from({ length: 6_000 }, (_, i) => 3 + (i % 2 === 0 ? 1 : -1));
  const { smooth } = thin(...curve(noisy));
  for (const value of smooth) expect(value).toBeCloseTo(3, 1);
});

test("values that are not numbers are left out", () => {
  const thinned = thin(...curve([1, Number.NaN, Number.POSITIVE_INFINITY, 3]));
  expect(thinned).toEqual({ steps: [1, 4], low: [1, 3], high: [1, 3], smooth: [1, 3] });
});

test("an empty curve has nothing to show", () => {
  expect(thin(new Uint32Array(), new Float32Array()).steps).toEqual([]);
});

test("a mean is said to be over as many points as it is", () => {
  const values = Array.from({ length: 330 }, (_, i) => i ** 2);
  const window = windowOf(330, "usual");
  expect(window).toBe(11);
  const { smooth } = thin(...curve(values), 500, window);
  const around = values.slice(100 - 5, 100 + 6);
  expect(smooth[100]).toBeCloseTo(around.reduce((sum, value) => sum + value) / 11, 6);
});

test("the windows are few, and no larger than the part that was asked for", () => {
  const windows = (length: number) =>
    (["none", "light", "usual", "strong"] as const).map((each) => windowOf(length, each));
  expect(windows(20)).toEqual([1, 1, 1, 1]);
  expect(windows(320)).toEqual([1, 3, 5, 21]);
  expect(windows(6_000)).toEqual([1, 51, 101, 501]);
  expect(windows(100_000)).toEqual([1, 501, 2001, 5001]);
});

test("an outline is made of the points themselves, with every extreme at its own step", () => {
  const values = Array.from({ length: 100_000 }, () => 1);
  values[77_777] = 50;
  values[33_333] = Number.NaN;
  const { steps, values: kept } = outline(...curve(values));
  expect(steps.length).toBeLessThanOrEqual(1_000);
  expect(steps[kept.indexOf(50)]).toBe(77_778);
  expect(kept.every(Number.isFinite)).toBe(true);
  expect([...steps].sort((a, b) => a - b)).toEqual(steps);
});
