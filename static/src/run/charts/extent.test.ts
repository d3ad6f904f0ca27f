import { expect, test } from "vitest";
import { fullExtent, logHelps, onScale, padded, robustExtent } from "./extent";

const LINEAR = { isLog: false, isShare: false };
const LOG = { isLog: true, isShare: false };
const SHARE = { isLog: false, isShare: true };

/** A loss that comes down from `from` to `to`, with noise that is the same each time. */
function descent(length: number, from: number, to: number, pace = 10): number[] {
  return Array.from({ length }, (_, i) => {
    const noise = 1 + 0.2 * Math.sin(i * 12.9898);
    return to + (from - to) * Math.exp((-pace * i) / length) * noise;
  });
}

const withSpike = (points: number[], at: number, value: number) => points.with(at, value);

test.each([0, 1, 40, 299])("one spike at point %i does not flatten the others", (at) => {
  const points = withSpike(descent(300, 0.7, 0.05), at, 64_216);
  expect(robustExtent([points], LINEAR)?.high).toBeLessThan(1);
  expect(fullExtent([points])?.high).toBe(64_216);
});

test("a spike downwards does not flatten either", () => {
  const points = withSpike(descent(300, -1, -0.5), 120, -9_000);
  expect(robustExtent([points], LINEAR)?.low).toBeGreaterThan(-2);
});

test.each([
  [600, 2.3, 0.001, 40],
  [20_000, 2.3, 0.0004, 40],
  [1_000, 0.7, 0.0005, 40],
  [60, 5, 0.1, 40],
  [20, 5, 0.1, 12],
])("a loss of %i points that comes down from %d to %d is shown from its start", (length, from, to, pace) => {
  const points = descent(length, from, to, pace);
  expect(robustExtent([points], LINEAR)).toEqual(fullExtent([points]));
});

test("a course of few points is no crowd in which one stands out", () => {
  const points = [0.7, 0.5, 50, 0.4, 0.3];
  expect(robustExtent([points], LINEAR)).toEqual({ low: 0.3, high: 50 });
});

test("a whole curve is never taken for a spike: a test loss far above the training's stays in view", () => {
  const test = Array.from({ length: 20 }, (_, i) => 5 + i / 10);
  const training = descent(2_000, 0.7, 0.001);
  expect(robustExtent([training, test], LINEAR)?.high).toBeCloseTo(6.9, 6);
});

test("a run that went astray at a rate of 100 is shown where most of it is", () => {
  // Of Adam at lr 100: thousands at first, then single figures with some relapses.
  const training = Array.from({ length: 320 }, (_, i) =>
    i > 0 && i < 16 ? 150_000 / i : 8 + 6 * Math.sin(i),
  );
  const test = [133, 397, 5.8, 8.2, 5.9, 0.7, 7.7, 12, 2, 3, 16, 10, 0.6, 8, 6, 22, 4, 7, 9, 6];
  expect(robustExtent([training, test], LINEAR)?.high).toBeLessThan(100);
});

test("trials that stand aside are shown as far as they lie near", () => {
  const good = [descent(20, 0.7, 0.2)];
  const near = descent(20, 0.9, 0.5);
  const astray = Array.from({ length: 20 }, () => 90_000);
  expect(robustExtent(good, LINEAR, [near, astray])?.high).toBe(Math.max(...good.flat(), ...near));
});

test("a logarithmic axis has no place for what is not above zero, and leaves out a spike as well", () => {
  expect(onScale([100, 0, -1, Number.NaN, 1], true)).toEqual([2, 0]);
  const points = onScale(withSpike(descent(300, 0.7, 0.05), 200, 1e-30), true);
  expect(robustExtent([points], LOG)?.low).toBeGreaterThan(-2);
});

test("an axis of shares fits them, and shows nothing that can't be", () => {
  const shown = padded({ low: 0.95, high: 0.99 }, SHARE);
  expect(shown.low).toBeGreaterThan(0.94);
  expect(shown.low).toBeLessThan(0.95);
  expect(shown.high).toBeLessThan(1);
  const all = padded({ low: 0, high: 1 }, SHARE);
  expect(all.high).toBeLessThan(1.03);
  expect(all.low).toBeGreaterThan(-0.03);
});

test("shares that do not change are not spread over the whole axis", () => {
  const { low, high } = padded({ low: 0.5, high: 0.5 }, SHARE);
  expect(high - low).toBeGreaterThan(0.05);
});

test("an axis of losses begins at zero rather than below it", () => {
  expect(padded({ low: 0.001, high: 0.7 }, LINEAR).low).toBe(0);
  expect(padded({ low: -0.2, high: 0.7 }, LINEAR).low).toBeLessThan(-0.2);
  expect(padded({ low: 3, high: 3 }, LINEAR)).toMatchObject({ low: expect.any(Number) });
});

test("an axis has an extent even for one value, and for nothing but zeros", () => {
  for (const value of [0, 3, -3]) {
    const { low, high } = padded({ low: value, high: value }, LINEAR);
    expect(high).toBeGreaterThan(low);
    expect(value).toBeLessThanOrEqual(high);
    expect(value).toBeGreaterThanOrEqual(low);
  }
});

test("powers of ten are offered to a loss that lies at the bottom, and to no other", () => {
  const deep = Array.from({ length: 1_000 }, (_, i) => 0.7 * Math.exp(-i / 100));
  const noisy = Array.from({ length: 1_000 }, (_, i) => 1.2 + 0.7 * Math.sin(i) ** 31);
  const even = Array.from({ length: 1_000 }, (_, i) => 1 + i / 1_000);
  const helps = (points: number[]) =>
    logHelps([points], padded(fullExtent([points]) ?? { low: 0, high: 1 }, LINEAR));
  expect([deep, noisy, even].map(helps)).toEqual([true, false, false]);
  expect(helps([...deep, 0])).toBe(false);
});
