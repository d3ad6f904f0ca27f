import { layOutAtlas } from "../run/looks/parts/atlas";
import { classColour, rgbOf, tableOf } from "../run/looks/parts/colours";
import type { Pictured, Regions } from "../types/generated";

/** A small picture: 32-bit pixels as `ImageData` holds them, row by row. */
export interface Tile {
  width: number;
  height: number;
  pixels: Uint32Array<ArrayBuffer>;
}

/** How one sample looks: ink on paper, a photo, in its colours, or each place in the colour of its class. */
export function tileOf(column: Pictured | Regions, sample: number, isDark: boolean): Tile {
  return column.look === "regions" ? regionsOf(column, sample, isDark) : pictureOf(column, sample, isDark);
}

function pictureOf({ look, values: { shape, data } }: Pictured, sample: number, isDark: boolean): Tile {
  const [, colours = 1, height = 1, width = 1] = shape;
  const area = height * width;
  const start = sample * colours * area;
  const table = tableOf(look === "photo" ? "light" : "ink", isDark);
  const byte = (at: number) => data[start + at] ?? 0;
  const pixels = Uint32Array.from({ length: area }, (_, at) =>
    colours === 3 ? pixelOf(byte(at), byte(area + at), byte(2 * area + at)) : (table[byte(at)] ?? 0),
  );
  return { width, height, pixels };
}

// What has no class stays see-through.
function regionsOf(
  { shape: [, height, width], data, classes }: Regions,
  sample: number,
  isDark: boolean,
): Tile {
  const colours = classes.map((_, number) => pixelOf(...rgbOf(classColour(number, isDark))));
  const area = height * width;
  const pixels = Uint32Array.from({ length: area }, (_, at) => colours[data[sample * area + at] ?? 255] ?? 0);
  return { width, height, pixels };
}

const pixelOf = (red: number, green: number, blue: number) =>
  ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;

/** The tiles of one sample in a row. */
export const besideEachOther = (tiles: readonly Tile[]) => sheetOf(tiles, Number.MAX_VALUE);

/** Tiles side by side, so many in a row that they come out largest in a box of this width over height. */
export function sheetOf(tiles: readonly Tile[], aspect: number): Tile {
  const cell = (side: "width" | "height") => Math.max(1, ...tiles.map((tile) => tile[side]));
  const { columns, mapWidth, mapHeight, width, height } = layOutAtlas(
    [tiles.length, cell("height"), cell("width")],
    aspect,
  );
  const pixels = new Uint32Array(width * height);
  tiles.forEach((tile, place) => {
    const left = (place % columns) * (mapWidth + 1);
    const top = Math.floor(place / columns) * (mapHeight + 1);
    for (let y = 0; y < tile.height; y++) {
      const row = tile.pixels.subarray(y * tile.width, (y + 1) * tile.width);
      pixels.set(row, (top + y) * width + left);
    }
  });
  return { width, height, pixels };
}
