import { expect, test } from "vitest";
import { middleSquare, planes } from "./fit";

test("the square lies in the middle of the longer side", () => {
  expect(middleSquare(640, 480)).toEqual([80, 0, 480]);
  expect(middleSquare(30, 50)).toEqual([0, 10, 30]);
});

test("pixels become planes from 0 to 1: colour after colour, or grey as it is seen", () => {
  const pixels = [255, 0, 0, 255, 0, 255, 0, 255, 255, 255, 255, 255];
  expect(planes(pixels, 3)).toEqual([1, 0, 1, 0, 1, 1, 0, 0, 1]);
  const [red, green, white] = planes(pixels, 1);
  expect(red).toBeCloseTo(0.298, 2);
  expect(green).toBeCloseTo(0.588, 2);
  expect(white).toBe(1);
});
