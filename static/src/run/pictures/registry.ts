import type { ComponentType } from "react";
import type { Pictures } from "../../types/generated";
import type { Key, Seen } from "../looks";

/** How one probe is shown. A file here defines one, and is named for the probe's key. */
export interface PictureKind<K extends Key = Key> {
  key: K;
  /** In a panel, or large in the inspector. */
  Picture: ComponentType<{ picture: Pictures[K]; view: string }>;
  /** On a node of the drawing, in 184 by 52 pixels; absent where that is too small. */
  OnNode?: ComponentType<{ picture: Pictures[K]; view: string }>;
  /** What is said below the picture. */
  words?: (seen: Seen<K>) => string;
}

const files = import.meta.glob<PictureKind>("./*.tsx", { eager: true, import: "picture" });

/** Every picture, by the key of its probe. */
export const PICTURES: ReadonlyMap<Key, PictureKind> = collect(files);

function collect(found: Record<string, PictureKind>): Map<Key, PictureKind> {
  const pictures = new Map<Key, PictureKind>();
  for (const [path, picture] of Object.entries(found)) {
    if (path !== `./${picture.key}.tsx`) throw new Error(`${path} shows the probe ${picture.key}`);
    pictures.set(picture.key, picture);
  }
  return pictures;
}
