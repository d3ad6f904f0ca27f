import { expect, test } from "vitest";
import { laidOut } from "./layout";

const CHAIN: [number, number][] = [
  [0, 1],
  [1, 2],
  [2, 3],
];

test("a graph lies the same each time, within its square", () => {
  const spots = laidOut(4, CHAIN);
  expect(laidOut(4, CHAIN)).toEqual(spots);
  for (const { x, y } of spots) {
    expect(x).toBeGreaterThanOrEqual(0);
    expect(x).toBeLessThanOrEqual(1);
    expect(y).toBeGreaterThanOrEqual(0);
    expect(y).toBeLessThanOrEqual(1);
  }
});

test("no two nodes lie on each other, joined or not", () => {
  const spots = laidOut(12, [[0, 1]]);
  for (const [at, one] of spots.entries())
    for (const other of spots.slice(0, at))
      expect(Math.hypot(one.x - other.x, one.y - other.y)).toBeGreaterThan(0.02);
});
