/** Anchors from low to high, even in perceived lightness, so that equal steps look equal. */
const ON_DARK = [
  "#440154",
  "#472c7a",
  "#3b518b",
  "#2c718e",
  "#21908d",
  "#27ad81",
  "#5cc863",
  "#aadc32",
  "#fde725",
];
const ON_LIGHT = [
  "#f1f4f9",
  "#cfe0ec",
  "#9fcbdc",
  "#68adc8",
  "#418cb6",
  "#2c6b9f",
  "#22497f",
  "#1b2a59",
  "#10122f",
];

/** 256 colours as the 32-bit pixels that `ImageData` holds (little-endian ABGR). */
export type ColourTable = Uint32Array;

function tableOf(anchors: string[]): ColourTable {
  const rgb = anchors.map((hex) => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)));
  return Uint32Array.from({ length: 256 }, (_, i) => {
    const place = (i / 255) * (rgb.length - 1);
    const from = Math.min(Math.floor(place), rgb.length - 2);
    const [r, g, b] = [0, 1, 2].map((channel) => {
      const low = rgb[from]?.[channel] ?? 0;
      const high = rgb[from + 1]?.[channel] ?? 0;
      return Math.round(low + (high - low) * (place - from));
    }) as [number, number, number];
    return ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;
  });
}

const DARK_TABLE = tableOf(ON_DARK);
const LIGHT_TABLE = tableOf(ON_LIGHT);

/** The table for activations: on a dark page low values are dark, on a light page they are light. */
export function colourTable(isDark: boolean): ColourTable {
  return isDark ? DARK_TABLE : LIGHT_TABLE;
}

/** The table as a CSS gradient from low to high, for a legend. */
export function colourGradient(isDark: boolean): string {
  return `linear-gradient(to right, ${(isDark ? ON_DARK : ON_LIGHT).join(", ")})`;
}
