import type { Shades } from "../../../types/generated";
import type { Atlas } from "./atlas";

/** Whether a sample's shades are a picture in red, green and blue. */
export const isColoured = ({ shape }: Shades) => shape.length === 3 && shape[0] === 3;

/** Paints pictures `[N, 3, H, W]` of 8-bit values into an atlas, in their colours; gaps stay see-through. */
export function paintPhotos(atlas: Atlas, data: Uint8Array): Uint32Array<ArrayBuffer> {
  const { columns, shown, mapWidth, mapHeight, width, height } = atlas;
  const area = mapWidth * mapHeight;
  const pixels = new Uint32Array(width * height);
  for (let photo = 0; photo < shown; photo++) {
    const [left, top] = [(photo % columns) * (mapWidth + 1), Math.floor(photo / columns) * (mapHeight + 1)];
    for (let place = 0; place < area; place++) {
      const at = 3 * photo * area + place;
      const [red, green, blue] = [data[at] ?? 0, data[at + area] ?? 0, data[at + 2 * area] ?? 0];
      const [x, y] = [left + (place % mapWidth), top + Math.floor(place / mapWidth)];
      pixels[y * width + x] = ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
    }
  }
  return pixels;
}
