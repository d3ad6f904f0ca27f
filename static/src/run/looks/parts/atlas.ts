import type { Shades } from "../../../types/generated";
import type { ColourTable } from "./colours";

/** Where the maps of a layer stand in one picture, in pixels, a gap of one pixel between them. */
export interface Atlas {
  columns: number;
  rows: number;
  shown: number;
  mapWidth: number;
  mapHeight: number;
  width: number;
  height: number;
}

const GAP = 1;

/** A shape as maps `[C, H, W]`, or null where it is a vector, which is drawn as bars. */
export function mapsShape(shape: number[]): [number, number, number] | null {
  const [first = 0, second = 0, third = 0] = shape;
  if (shape.length === 3) return [first, second, third];
  return shape.length === 2 ? [1, first, second] : null;
}

/** So many times as high as wide, a map is a strip that nobody can read. */
const STRIP = 2.5;

export const isStrip = ({ shape: [height = 0, width = 0, ...more] }: Shades) =>
  more.length === 0 && width > 0 && height > STRIP * width;

/** A strip of steps, one below the other, with its steps from left to right; other maps as they are. */
export function laid(values: Shades): Shades {
  const { shape, data, ...rest } = values;
  const [height = 0, width = 0] = shape;
  if (!isStrip(values)) return values;
  const turned = data.map((_, place) => data[(place % height) * width + Math.floor(place / height)] ?? 0);
  return { ...rest, shape: [width, height], data: turned };
}

/**
 * Lays `channels` maps out in the grid whose maps come out largest in a box of shape `aspect`
 * (width / height). At most `most` are shown.
 */
export function layOutAtlas(
  [channels, mapHeight, mapWidth]: readonly [number, number, number],
  aspect: number,
  most = Number.POSITIVE_INFINITY,
): Atlas {
  const shown = Math.min(channels, most);
  let best = atlasOf(shown, 1, mapWidth, mapHeight);
  for (let columns = 2; columns <= shown; columns++) {
    const atlas = atlasOf(shown, columns, mapWidth, mapHeight);
    if (scaleIn(atlas, aspect) > scaleIn(best, aspect)) best = atlas;
  }
  return best;
}

/** Maps in rows of `columns`. */
export function atlasOf(shown: number, columns: number, mapWidth: number, mapHeight: number): Atlas {
  const rows = Math.ceil(shown / columns);
  return {
    columns,
    rows,
    shown,
    mapWidth,
    mapHeight,
    width: columns * (mapWidth + GAP) - GAP,
    height: rows * (mapHeight + GAP) - GAP,
  };
}

/** How large one pixel comes out in a box that is `aspect` wide and 1 high. */
function scaleIn({ width, height }: Atlas, aspect: number): number {
  return Math.min(aspect / width, 1 / height);
}

/** Paints maps `[C, H, W]` of 8-bit values into an atlas; gaps stay see-through. */
export function paintAtlas(atlas: Atlas, data: Uint8Array, table: ColourTable): Uint32Array<ArrayBuffer> {
  const { columns, shown, mapWidth, mapHeight, width, height } = atlas;
  const pixels = new Uint32Array(width * height);
  for (let map = 0; map < shown; map++) {
    const left = (map % columns) * (mapWidth + GAP);
    const top = Math.floor(map / columns) * (mapHeight + GAP);
    let from = map * mapWidth * mapHeight;
    for (let y = 0; y < mapHeight; y++) {
      const row = (top + y) * width + left;
      for (let x = 0; x < mapWidth; x++) pixels[row + x] = table[data[from++] ?? 0] ?? 0;
    }
  }
  return pixels;
}
