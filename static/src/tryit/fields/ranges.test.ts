import { expect, test } from "vitest";
import { rangeOf, written } from "./ranges";

const number = (low: number, middle: number, high: number) => ({ name: "a", low, middle, high });

test("small numbers, and those whose range is not told, are points of the plane", () => {
  expect(rangeOf(number(-1.1, 0.3, 1.9))).toEqual({ low: -2, high: 2, start: 0, isUsual: true });
  expect(rangeOf(number(0, 0, 0)).isUsual).toBe(true);
});

test("others slide where the data lie, from their middle", () => {
  expect(rangeOf(number(30, 80, 140))).toEqual({ low: 30, high: 140, start: 80, isUsual: false });
  expect(rangeOf(number(7, 7, 7)).high).toBeGreaterThan(7);
});

test("a number has as many digits as its range is worth", () => {
  expect(written(83.24, rangeOf(number(30, 80, 140)))).toBe("83.2");
  expect(written(1987, rangeOf(number(1900, 1960, 2020)))).toBe("1987.0");
  expect(written(0.5, rangeOf(number(-1, 0, 1)))).toBe("0.50");
  expect(written(250_000, rangeOf(number(90_000, 250_000, 780_000)))).toBe("250000");
});
