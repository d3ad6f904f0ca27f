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

/** Ink on paper, for pictures that are pictures of something. */
const INK_ON_DARK = ["#0d1017", "#e8ebf2"];
const INK_ON_LIGHT = ["#ffffff", "#161b26"];
/** From negative through nothing to positive: nothing is the colour of the page. */
const SIGNED_ON_DARK = ["#ff9d5c", "#a35a2c", "#181d28", "#2f64a8", "#8fc1ff"];
const SIGNED_ON_LIGHT = ["#a34a06", "#e59a5e", "#f1f4f9", "#7db0ea", "#1a4f9c"];

/** The same on every page: what was light is light. */
const LIGHT = ["#000000", "#ffffff"];

/** How values become colours: `value` by size, `signed` by sign and size, `ink` as on paper, `light` as in a photo. */
export type Palette = "value" | "signed" | "ink" | "light";

/** 256 colours as the 32-bit pixels that `ImageData` holds (little-endian ABGR). */
export type ColourTable = Uint32Array;

function interpolated(anchors: string[]): ColourTable {
  const rgb = anchors.map(rgbOf);
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

const ANCHORS: Record<Palette, { dark: string[]; light: string[] }> = {
  value: { dark: ON_DARK, light: ON_LIGHT },
  signed: { dark: SIGNED_ON_DARK, light: SIGNED_ON_LIGHT },
  ink: { dark: INK_ON_DARK, light: INK_ON_LIGHT },
  light: { dark: LIGHT, light: LIGHT },
};

const tables = new Map<string, ColourTable>();

/** The colours of a palette: on a dark page low values are dark, on a light page they are light. */
export function tableOf(palette: Palette, isDark: boolean): ColourTable {
  const theme = isDark ? "dark" : "light";
  const key = `${palette} ${theme}`;
  const table = tables.get(key) ?? interpolated(ANCHORS[palette][theme]);
  tables.set(key, table);
  return table;
}

/** A palette as a CSS gradient from low to high, for a legend. */
export function gradientOf(palette: Palette, isDark: boolean): string {
  return `linear-gradient(to right, ${ANCHORS[palette][isDark ? "dark" : "light"].join(", ")})`;
}

/** Colours that tell classes apart, on a dark page and on a light one; they repeat after ten. */
const CLASSES_ON_DARK =
  "#6aa6ff #ff9d5c #45d19f #ff85b3 #f2c14e #b39bff #5ed3e6 #ff6b6b #a8d65c #c9a488".split(" ");
const CLASSES_ON_LIGHT =
  "#1f6feb #c2570c #0a7a53 #d6336c #967000 #7048e8 #0b7f93 #c02020 #4f7d0c #7d5a3f".split(" ");

/** The colour of a class by its number. */
export function classColour(number: number, isDark: boolean): string {
  const colours = isDark ? CLASSES_ON_DARK : CLASSES_ON_LIGHT;
  return colours[number % colours.length] ?? "#888";
}

/** Red, green and blue, 0 to 255, of a colour written `#rrggbb`. */
export function rgbOf(hex: string): [number, number, number] {
  const part = (at: number) => Number.parseInt(hex.slice(at, at + 2), 16);
  return [part(1), part(3), part(5)];
}
