import { expect, test } from "vitest";
import { boxBetween, moved } from "./boxes";

test("a box lies between two corners, wherever the hand began", () => {
  expect(boxBetween({ x: 0.8, y: 0.6 }, { x: 0.2, y: 0.4 })).toEqual([0.5, 0.5, 0.6, 0.2]);
});

test("arrow keys move a box as far as the picture goes, and Shift makes it larger or smaller", () => {
  expect(moved([0.5, 0.5, 0.2, 0.2], "ArrowLeft", false)).toEqual([0.48, 0.5, 0.2, 0.2]);
  expect(moved([0.1, 0.5, 0.2, 0.2], "ArrowLeft", false)).toEqual([0.1, 0.5, 0.2, 0.2]);
  expect(moved([0.5, 0.5, 0.2, 0.2], "ArrowRight", true)).toEqual([0.51, 0.5, 0.22, 0.2]);
  expect(moved([0.9, 0.5, 0.2, 0.2], "ArrowRight", true)).toEqual([0.9, 0.5, 0.2, 0.2]);
});
