import { expect, test } from "vitest";
import { atlasOf } from "./atlas";
import { isColoured, paintPhotos } from "./photos";

test("three planes of a picture become red, green and blue, picture by picture", () => {
  const data = Uint8Array.of(1, 2, 3, 4, 5, 6, 255, 0, 0, 255, 0, 0);
  const [first, second, gap, third] = paintPhotos(atlasOf(2, 2, 2, 1), data);
  expect([first, second]).toEqual([0xff050301, 0xff060402]);
  expect(gap).toBe(0);
  expect(third).toBe(0xff0000ff);
});

test("a sample of three planes is a picture in colour", () => {
  const shades = (shape: number[]) => ({ shape, low: 0, high: 1, data: new Uint8Array() });
  expect(isColoured(shades([3, 8, 8]))).toBe(true);
  expect(isColoured(shades([1, 8, 8]))).toBe(false);
  expect(isColoured(shades([3, 8]))).toBe(false);
});
