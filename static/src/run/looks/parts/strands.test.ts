import { expect, test } from "vitest";
import { fan, strongest } from "./strands";

const weights = { shape: [2, 3], low: -1, high: 1, data: Uint8Array.of(0, 128, 255, 64, 192, 128) };

test("the strongest weights come first, whatever their sign", () => {
  const found = strongest(weights, 3);
  expect(found.map(({ from, to }) => [from, to])).toEqual([
    [0, 0],
    [2, 0],
    [1, 1],
  ]);
  expect(found.map(({ weight }) => weight)).toEqual([-1, 1, expect.closeTo(0.506, 2)]);
});

test("the weights of one unit alone", () => {
  expect(strongest(weights, 9, 1).map(({ from, to }) => [from, to])).toEqual([
    [1, 1],
    [0, 1],
    [2, 1],
  ]);
});

test("lines leave and arrive in the order of the units", () => {
  expect(fan(0, 2, 1, 4, { width: 40, height: 80 })).toBe("M0 20C20 20 20 30 40 30");
});
