import { useMemo } from "react";
import { useIsDark } from "../run/charts/theme";
import { type ColourTable, tableOf } from "../run/looks/parts/colours";
import { Raster } from "../run/looks/parts/Raster";
import type { Answered, Asks, Given } from "../types/generated";
import { fromBase64 } from "./bytes";

interface PixelsProps {
  /** Bytes in base64, colour after colour. */
  pixels: string;
  shape: readonly number[];
  isInk: boolean;
  label: string;
}

/** A picture as a network sees it, pixel by pixel. */
export function Pixels({ pixels, shape, isInk, label }: PixelsProps) {
  const isDark = useIsDark();
  const [channels = 1, height = 1, width = 1] = shape;
  const drawn = useMemo(
    () => pixelsOf(fromBase64(pixels), channels, tableOf(isInk ? "ink" : "light", isDark)),
    [pixels, channels, isInk, isDark],
  );
  return <Raster width={width} height={height} pixels={drawn} label={label} />;
}

/** The picture that a network got in one of its fields; null where there is none. */
export function pictureIn(
  { fields }: Asks,
  seen: Answered["given"] | null,
  name: string | null,
): Omit<PixelsProps, "label"> | null {
  const asked = fields.find((field) => field.name === name);
  const given = name === null ? undefined : (seen?.[name] as Given["picture"] | undefined);
  if (asked?.kind !== "picture" || !given || Array.isArray(given) || !("pixels" in given)) return null;
  return { pixels: given.pixels, shape: asked.shape, isInk: asked.is_ink };
}

/** Three colours are mixed; of any other number the first is shown, as grey or ink. */
export function pixelsOf(bytes: Uint8Array, channels: number, table: ColourTable): Uint32Array<ArrayBuffer> {
  const area = bytes.length / channels;
  const at = (place: number) => bytes[place] ?? 0;
  return Uint32Array.from({ length: area }, (_, i) =>
    channels === 3
      ? ((255 << 24) | (at(2 * area + i) << 16) | (at(area + i) << 8) | at(i)) >>> 0
      : (table[at(i)] ?? 0),
  );
}
