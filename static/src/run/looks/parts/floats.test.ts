import { expect, test } from "vitest";
import { boxAround, squared, valuesOf } from "./floats";

test("values are read from bytes that begin anywhere", () => {
  const bytes = new Uint8Array(3 + 8);
  new DataView(bytes.buffer).setFloat32(3, 1.5, true);
  new DataView(bytes.buffer).setFloat32(7, -2, true);
  expect([...valuesOf({ shape: [2], data: bytes.subarray(3) })]).toEqual([1.5, -2]);
});

test("a box holds all points with a margin, also where there is one point or none", () => {
  const [left, right, bottom, top] = boxAround(Float32Array.of(0, 0, 10, 2), Float32Array.of(-10, 1));
  expect(left).toBeLessThan(-10);
  expect(right).toBeGreaterThan(10);
  expect(bottom).toBeLessThan(0);
  expect(top).toBeGreaterThan(2);
  expect(boxAround(Float32Array.of(3, 4)).every(Number.isFinite)).toBe(true);
  expect(boxAround(new Float32Array())).toEqual([-1, 1, -1, 1]);
});

test("a box made square keeps its middle", () => {
  expect(squared([0, 4, 10, 12])).toEqual([0, 4, 9, 13]);
});
