import { type ColourTable, rgbOf } from "../../../run/looks/parts/colours";
import type { Lines, Shaded } from "../../../types/generated";
import { fromBase64 } from "../../bytes";

type Drawn = Uint32Array<ArrayBuffer>;

/** Channels, height and width of a stack of values, and how many pictures it holds. */
export function sidesOf(shape: readonly number[]): {
  many: number;
  channels: number;
  height: number;
  width: number;
} {
  const [width = 1, height = 1, channels = 1, many = 1] = [...shape].reverse();
  return { many, channels, height, width };
}

/**
 * From the least to the largest value of some, so that colours can be compared; as far below nothing as
 * above it where there are values on both sides of it and `isSigned`.
 */
export function commonScale(all: readonly (Shaded | null | undefined)[], isSigned = false): [number, number] {
  const there = all.filter((each): each is Shaded => Boolean(each));
  const low = Math.min(...there.map((each) => each.low));
  const high = Math.max(...there.map((each) => each.high));
  const far = Math.max(-low, high);
  return isSigned && low < 0 && high > 0 ? [-far, far] : [low, high];
}

/** For each byte of some values, the one of a scale: the byte itself where it is their own. */
export function inScale({ low, high }: Shaded, [least, most]: readonly [number, number]): Uint8ClampedArray {
  return Uint8ClampedArray.from({ length: 256 }, (_, byte) =>
    Math.round(((low + (byte / 255) * (high - low) - least) / (most - least || 1)) * 255),
  );
}

/** One picture of a stack: three channels are red, green and blue; of any other number the first is shown. */
export function pictureOf(
  values: Shaded,
  table: ColourTable,
  place = 0,
  scale: readonly [number, number] = [values.low, values.high],
): Drawn {
  const { channels, height, width } = sidesOf(values.shape);
  const area = height * width;
  const bytes = fromBase64(values.data).subarray(place * channels * area, (place + 1) * channels * area);
  const scaled = inScale(values, scale);
  const at = (byte: number) => scaled[bytes[byte] ?? 0] ?? 0;
  return Uint32Array.from({ length: area }, (_, i) =>
    channels === 3
      ? ((255 << 24) | (at(2 * area + i) << 16) | (at(area + i) << 8) | at(i)) >>> 0
      : (table[at(i)] ?? 0),
  );
}

/** A class for each pixel, in the colours of the classes; 255 is none, and the surer the less see-through. */
export function regionsOf(
  classes: Uint8Array,
  colourOf: (number: number) => string,
  opacity: number,
  sure?: Uint8Array,
): Drawn {
  return Uint32Array.from(classes, (number, i) => {
    if (number === 255) return 0;
    const [r, g, b] = rgbOf(colourOf(number));
    const alpha = Math.round(opacity * (sure ? (sure[i] ?? 255) : 255));
    return ((alpha << 24) | (b << 16) | (g << 8) | r) >>> 0;
  });
}

/** The values of a column of float32. */
export function valuesOf({ data }: Lines): Float32Array {
  const bytes = fromBase64(data);
  const view = new DataView(bytes.buffer);
  return Float32Array.from({ length: bytes.length / 4 }, (_, i) => view.getFloat32(4 * i, true));
}

/** The value that a byte stands for. */
export const valueAt = ({ low, high }: Shaded, byte: number): number => low + (byte / 255) * (high - low);

/** In which share of the places two hold the same class, of those where the second holds one; null where none does. */
export function agreement(said: Uint8Array, right: Uint8Array): number | null {
  let [same, of] = [0, 0];
  right.forEach((number, i) => {
    if (number === 255) return;
    of += 1;
    if (said[i] === number) same += 1;
  });
  return of === 0 ? null : same / of;
}
