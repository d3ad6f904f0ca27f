import { expect, test } from "vitest";
import { rateOf, SLIDER, sliderOf } from "./rate";

test("powers of ten stand at whole places, and nothing leaves the slider", () => {
  expect([1, 0.1, 0.001, 1e-6].map(sliderOf)).toEqual([0, -1, -3, -6]);
  expect([0, 1e-9, 50].map(sliderOf)).toEqual([SLIDER.min, SLIDER.min, SLIDER.max]);
});

test("a rate has two figures and comes back to its place", () => {
  expect([-3, -2.5, -1.15].map(rateOf)).toEqual([0.001, 0.0032, 0.071]);
  for (const place of [-6, -4.35, -2.7, -0.05]) expect(sliderOf(rateOf(place))).toBe(place);
});
