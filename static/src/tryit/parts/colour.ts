import { rgbOf } from "../../run/looks/parts/colours";

/** A colour written `#rrggbb` as a pixel that `ImageData` holds, as opaque as told: from 0 to 1. */
export function pixelOf(hex: string, opacity = 1): number {
  const [red, green, blue] = rgbOf(hex);
  return ((Math.round(255 * opacity) << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}
