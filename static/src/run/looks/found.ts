import "./watch.css";
import type { Key } from "./looks";
import type { PictureKind } from "./registry";

const files = import.meta.glob<PictureKind>("../pictures/*.tsx", { import: "picture" });

/** Fetches the picture of a probe; null where nobody drew one. */
export async function load(key: Key): Promise<PictureKind | null> {
  const file = files[`../pictures/${key}.tsx`];
  return file ? await file() : null;
}
