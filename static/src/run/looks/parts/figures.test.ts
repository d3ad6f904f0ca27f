import { expect, test } from "vitest";
import { figuresIn, figuresOf, figureText } from "./figures";

test("each class has its precision, recall and F1", () => {
  const [first, second] = figuresIn([
    [40, 10],
    [20, 30],
  ]);
  expect(first).toEqual({ precision: 40 / 60, recall: 0.8, f1: 80 / 110 });
  expect(second).toEqual({ precision: 0.75, recall: 0.6, f1: 60 / 90 });
});

test("a class that was never said has no precision, and one that is not there no recall", () => {
  expect(figuresOf(0, 0, 5)).toEqual({ precision: null, recall: 0, f1: 0 });
  expect(figuresOf(0, 5, 0)).toEqual({ precision: 0, recall: null, f1: 0 });
  expect(figureText(figuresOf(0, 0, 0).f1)).toBe("–");
  expect(figureText(0.974)).toBe("97 %");
});
