import { expect, test } from "vitest";
import { excursions, outside } from "./outside";

test("every point beside the axis is counted, on whichever side", () => {
  const values = [0.5, 2, 64_216, -3, Number.NaN, Number.POSITIVE_INFINITY];
  expect(outside([values, [1, 1.5]], { low: 0, high: 1 }, false)).toEqual({
    above: 3,
    highest: 64_216,
    below: 1,
    lowest: -3,
    unplaced: 0,
    notNumbers: 2,
  });
});

test("on a logarithmic axis, what is not above zero is counted by itself", () => {
  const found = outside([[0, -1, 0.5, 5, 500]], { low: 0, high: 2 }, true);
  expect(found).toMatchObject({ above: 1, highest: 500, below: 1, lowest: 0.5, unplaced: 2 });
});

test("a stretch beyond the edge is marked once, where it goes farthest", () => {
  const steps = [1, 2, 3, 4, 5, 90, 91];
  expect(excursions(steps, [0, 7, 9, 8, 0, 6, 0], 1, "above", 5)).toEqual([
    { step: 3, value: 9 },
    { step: 90, value: 6 },
  ]);
  expect(excursions(steps, [0, -7, 1, -9, 0, 0, 0], -1, "below", 5)).toEqual([{ step: 4, value: -9 }]);
});
