/**
 * Cuts the fonts down to the letters that the page itself writes; run before Vite, which takes them from there.
 *
 * Whatever else a visitor writes, a name in Greek or in Polish, comes from Fontsource's own files: of faces that hold
 * a letter, a browser takes the one declared last, and fetches a file only when something needs it.
 */
import { globSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import subsetFont from "subset-font";

const ROOT = join(import.meta.dirname, "../..");
const OUT = join(ROOT, "node_modules/.fonts");
const WEIGHTS = { wght: { min: 400, max: 700 } };
const FEATURES = ["kern", "mark", "mkmk", "ccmp", "tnum"]; // no ligatures: "!=" is shown as it is typed
const FAMILIES = { inter: "Inter Variable", "jetbrains-mono": "JetBrains Mono Variable" };
/** What the server writes: formulas and shapes in help and summaries, titles of papers in lessons. */
const TOLD = "×−±·…–—‘’“”→←≤≥≈²³°µáäéö";

mkdirSync(OUT, { recursive: true });
const letters = lettersOf(globSync("static/src/**/*.{ts,tsx,css}", { cwd: ROOT }));
const faces = await Promise.all(Object.entries(FAMILIES).map(([file, family]) => cut(file, family)));
writeFileSync(join(OUT, "fonts.css"), faces.join("\n"));

/** Printable ASCII, and what else stands in the sources. */
function lettersOf(sources) {
  const ascii = Array.from({ length: 95 }, (_, at) => String.fromCodePoint(32 + at));
  const written = sources.flatMap((path) => [...readFileSync(join(ROOT, path), "utf8")]);
  const shown = new Set([...ascii, ...TOLD, ...written]);
  return [...shown].filter((letter) => letter >= " ").sort();
}

/** Writes one family's small file. The rule that offers it. */
async function cut(file, family) {
  const whole = readFileSync(
    join(ROOT, `node_modules/@fontsource-variable/${file}/files/${file}-latin-wght-normal.woff2`),
  );
  const options = { targetFormat: "woff2", keepFeatures: FEATURES, variationAxes: WEIGHTS, noHinting: true };
  writeFileSync(join(OUT, `${file}.woff2`), await subsetFont(whole, letters.join(""), options));
  return `@font-face {
  font-family: "${family}";
  font-weight: 100 900;
  font-display: swap;
  src: url("./${file}.woff2") format("woff2-variations");
  unicode-range: ${letters.map((letter) => `U+${letter.codePointAt(0).toString(16)}`).join(", ")};
}`;
}
