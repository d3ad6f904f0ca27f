import { expect, test } from "vitest";
import { byteValue, layOutBars } from "./bars";

test("bytes stand for values between low and high", () => {
  expect(byteValue(0, -2, 3)).toBe(-2);
  expect(byteValue(255, -2, 3)).toBe(3);
});

test("bars grow from zero, up and down", () => {
  const bars = layOutBars(Uint8Array.of(0, 255, 85), -1, 2);
  expect(bars.zero).toBeCloseTo(2 / 3);
  expect(bars.tops.map((top) => +top.toFixed(3))).toEqual([0.667, 0, 0.667]);
  expect(bars.bottoms.map((bottom) => +bottom.toFixed(3))).toEqual([1, 0.667, 0.667]);
});

test("values of one sign stand on the floor or hang from the ceiling", () => {
  expect(layOutBars(Uint8Array.of(255), 1, 2)).toEqual({ zero: 1, tops: [0], bottoms: [1] });
  expect(layOutBars(Uint8Array.of(0), -2, -1)).toEqual({ zero: 0, tops: [0], bottoms: [1] });
  expect(layOutBars(Uint8Array.of(0), 0, 0).zero).toBe(1);
});
