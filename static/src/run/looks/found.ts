import "./watch.css";
import type { Key } from "./looks";
import type { PictureKind } from "./registry";

const files = import.meta.glob<PictureKind>("../pictures/*.tsx", { eager: true, import: "picture" });

/** Every picture, by the key of its probe. */
export const FOUND: ReadonlyMap<Key, PictureKind> = collect(files);

function collect(found: Record<string, PictureKind>): Map<Key, PictureKind> {
  const pictures = new Map<Key, PictureKind>();
  for (const [path, picture] of Object.entries(found)) {
    if (path !== `../pictures/${picture.key}.tsx`) throw new Error(`${path} shows the probe ${picture.key}`);
    pictures.set(picture.key, picture);
  }
  return pictures;
}
