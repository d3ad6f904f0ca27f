import { expect, test } from "vitest";
import { laid, layOutAtlas, mapsShape, paintAtlas } from "./atlas";
import { tableOf } from "./colours";

test("maps fill a wide box in a wide grid and a square box in a square grid", () => {
  expect(layOutAtlas([8, 28, 28], 4)).toMatchObject({ columns: 4, rows: 2, shown: 8 });
  expect(layOutAtlas([64, 8, 8], 1)).toMatchObject({ columns: 8, rows: 8, width: 71, height: 71 });
  expect(layOutAtlas([1, 8, 8], 3)).toMatchObject({ columns: 1, rows: 1, width: 8, height: 8 });
});

test("feature maps and tables are drawn as maps, vectors are not", () => {
  expect(mapsShape([8, 28, 28])).toEqual([8, 28, 28]);
  expect(mapsShape([5, 64])).toEqual([1, 5, 64]);
  expect(mapsShape([10])).toBeNull();
});

test("a strip of steps lies on its side, other maps stay as they are", () => {
  const steps = { shape: [6, 2], data: Uint8Array.from({ length: 12 }, (_, i) => i), low: 0, high: 11 };
  expect(laid(steps)).toEqual({
    ...steps,
    shape: [2, 6],
    data: Uint8Array.of(0, 2, 4, 6, 8, 10, 1, 3, 5, 7, 9, 11),
  });
  const square = { ...steps, shape: [3, 4] };
  expect(laid(square)).toBe(square);
});

test("no more maps are shown than asked for", () => {
  expect(layOutAtlas([512, 4, 4], 3, 32).shown).toBe(32);
});

test("every value lands in its map, and gaps stay see-through", () => {
  const table = tableOf("value", true);
  const atlas = layOutAtlas([2, 1, 2], 10);
  expect(atlas).toMatchObject({ columns: 2, width: 5, height: 1 });
  const pixels = paintAtlas(atlas, Uint8Array.of(0, 255, 10, 20), table);
  expect([...pixels]).toEqual([table[0], table[255], 0, table[10], table[20]]);
});

test("both colour tables run from low to high without turning back in lightness", () => {
  for (const isDark of [true, false]) {
    const lightness = [...tableOf("value", isDark)].map(
      (pixel) => 0.2126 * (pixel & 255) + 0.7152 * ((pixel >> 8) & 255) + 0.0722 * ((pixel >> 16) & 255),
    );
    for (let i = 16; i < 256; i += 16) {
      const rise = (lightness[i] as number) - (lightness[i - 16] as number);
      expect(Math.sign(rise)).toBe(isDark ? 1 : -1);
    }
  }
});
