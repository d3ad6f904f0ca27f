import { expect, test } from "vitest";
import { placesOf, reachOf } from "./numbers";

const number = (name: string, low: number, middle: number, high: number) => ({ name, low, middle, high });

test("a slider goes over what was learned from, and a quarter beyond", () => {
  const weight = number("weight", 10, 20, 50);
  expect(reachOf(weight, 0, [weight])).toEqual({ name: "weight", middle: 20, from: 0, to: 60, step: 0.6 });
});

test("where nothing is known it goes around the middle", () => {
  const same = number("same", 3, 3, 3);
  expect(reachOf(same, 0, [same])).toMatchObject({ from: 1, to: 5 });
});

test("a single number without a name is called as its field is", () => {
  const x = number("x[0]", -2, 0, 2);
  expect(reachOf(x, 0, [x]).name).toBe("x");
});

test("two numbers without names are x and y, more keep their places", () => {
  const point = [number("point[0]", -1, 0, 1), number("point[1]", -1, 0, 1)];
  expect(point.map((each, at) => reachOf(each, at, point).name)).toEqual(["x", "y"]);
  const three = [...point, number("point[2]", -1, 0, 1)];
  expect(three.map((each, at) => reachOf(each, at, three).name)).toEqual([
    "point[0]",
    "point[1]",
    "point[2]",
  ]);
});

test("as many digits are shown as a step moves", () => {
  expect([0.6, 0.03, 5, 0.001].map((step) => placesOf({ step }))).toEqual([1, 2, 0, 3]);
});
