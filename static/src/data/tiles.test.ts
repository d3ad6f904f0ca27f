import { expect, test } from "vitest";
import { rgbOf, tableOf } from "../run/looks/parts/colours";
import type { Pictured, Regions } from "../types/generated";
import { widened } from "./PointsPicture";
import { sheetOf, tileOf } from "./tiles";

const grey = (shape: number[], data: number[]): Pictured => ({
  look: "picture",
  name: "image",
  values: { shape, low: 0, high: 1, data: Uint8Array.from(data) },
});
const pixel = ([r, g, b]: readonly [number, number, number]) =>
  ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;

test("a picture is ink on paper, whichever the page is", () => {
  const column = grey([2, 1, 1, 2], [9, 9, 0, 255]);
  for (const isDark of [true, false]) {
    const ink = tableOf("ink", isDark);
    expect([...tileOf(column, 1, isDark).pixels]).toEqual([ink[0], ink[255]]);
  }
});

test("a picture of three channels is in colour", () => {
  const column = grey([1, 3, 1, 2], [255, 0, 10, 20, 30, 40]);
  expect([...tileOf(column, 0, true).pixels]).toEqual([pixel([255, 10, 30]), pixel([0, 20, 40])]);
});

test("each region has the colour of its class, and none where there is no class", () => {
  const column: Regions = {
    look: "regions",
    name: "region",
    shape: [1, 1, 3],
    data: Uint8Array.from([0, 1, 255]),
    classes: ["paper", "ink"],
  };
  const [paper, ink, none] = tileOf(column, 0, false).pixels;
  expect(paper).toBe(pixel(rgbOf("#1f6feb")));
  expect(ink).toBe(pixel(rgbOf("#c2570c")));
  expect(none).toBe(0);
});

test("tiles stand side by side with a gap, in a wide box in a wide grid", () => {
  const tile = (value: number) => ({ width: 1, height: 1, pixels: new Uint32Array([value]) });
  expect(sheetOf([tile(1), tile(2)], 4)).toMatchObject({
    width: 3,
    height: 1,
    pixels: new Uint32Array([1, 0, 2]),
  });
  expect(sheetOf([1, 2, 3, 4].map(tile), 1)).toMatchObject({ width: 3, height: 3 });
});

test("a box is widened around its middle until distances are the same both ways", () => {
  expect(widened([0, 1, 0, 1], 2)).toEqual([-0.5, 1.5, 0, 1]);
  expect(widened([0, 4, 0, 1], 2)).toEqual([0, 4, -0.5, 1.5]);
});
