/**
 * Lays a brotli and a gzip of every file of the built front end beside it; run after Vite. WhiteNoise sends whichever
 * a browser takes, so that nothing is compressed while somebody waits.
 */
import { createHash } from "node:crypto";
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const DIST = join(import.meta.dirname, "../dist");
const REMEMBERED = join(import.meta.dirname, "../../node_modules/.compressed");
/** Text; letters and pictures are compressed as they are. */
const TEXT = "**/*.{js,css,svg,json,wasm}";

const { BROTLI_PARAM_QUALITY, BROTLI_MAX_QUALITY, BROTLI_PARAM_SIZE_HINT, Z_BEST_COMPRESSION } = constants;

mkdirSync(REMEMBERED, { recursive: true });
await Promise.all(globSync(TEXT, { cwd: DIST }).map(compress));

async function compress(name) {
  const path = join(DIST, name);
  const whole = readFileSync(path);
  const quality = { [BROTLI_PARAM_QUALITY]: BROTLI_MAX_QUALITY, [BROTLI_PARAM_SIZE_HINT]: whole.length };
  await Promise.all([
    lay(`${path}.br`, whole, () => promisify(brotliCompress)(whole, { params: quality })),
    lay(`${path}.gz`, whole, () => promisify(gzip)(whole, { level: Z_BEST_COMPRESSION })),
  ]);
}

/** Writes what `make` gives, or gave for the same content before; nothing where it would not be smaller. */
async function lay(path, whole, make) {
  const known = join(REMEMBERED, createHash("sha256").update(whole).digest("hex") + extname(path));
  if (!existsSync(known)) {
    writeFileSync(`${known}.${process.pid}`, await make());
    renameSync(`${known}.${process.pid}`, known); // a build that is stopped leaves no half of one
  }
  const small = readFileSync(known);
  if (small.length < whole.length) writeFileSync(path, small);
}
