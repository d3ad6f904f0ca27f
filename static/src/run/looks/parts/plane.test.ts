import { expect, test } from "vitest";
import { arrowsIn, placeIn, waysIn } from "./plane";

test("the top of the box is the top of the drawing", () => {
  expect(placeIn(-1, 3, [-1, 1, 1, 3])).toEqual([0, 0]);
  expect(placeIn(1, 1, [-1, 1, 1, 3])).toEqual([100, 100]);
  expect(placeIn(Number.NaN, 1e30, [0, 1, 0, 1])).toEqual([0, -1_000]);
});

test("each way begins anew after so many turns", () => {
  const points = Float32Array.of(0, 0, 1, 1, 0, 1, 1, 0);
  expect(waysIn(points, 2, [0, 1, 0, 1])).toBe("M0.00 100.00L100.00 0.00M0.00 0.00L100.00 100.00");
});

test("the longest arrow is as long as a cell and stands in its middle, up is up", () => {
  const arrows = arrowsIn(Float32Array.of(0, 2, 1, 0, 0, 0, 0, 0), 2).split("M");
  expect(arrows[1]).toBe("25.00 50.00L25.00 0.00");
  expect(arrows[3]).toBe("62.50 25.00L87.50 25.00");
});
