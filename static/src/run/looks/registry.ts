import type { ComponentType } from "react";
import { create } from "zustand";
import type { Pictures } from "../../types/generated";
import type { Key, Seen } from "./looks";

const RETRY_MS = 2_000;

/** How one probe is shown. A file here defines one, and is named for the probe's key. */
export interface PictureKind<K extends Key = Key> {
  key: K;
  /** In a panel, or large in the inspector. */
  Picture: ComponentType<{ picture: Pictures[K]; view: string }>;
  /** On a node of the drawing, in 184 by 52 pixels; absent where that is too small. */
  OnNode?: ComponentType<{ picture: Pictures[K]; view: string }>;
  /** What is said below the picture. */
  words?: (seen: Seen<K>) => string;
  /** How long a film takes, in milliseconds: it is seen to its end before the next look is shown. */
  lastsMs?: (picture: Pictures[K]) => number;
}

const useFound = create<{ kinds: ReadonlyMap<Key, PictureKind> }>(() => ({ kinds: new Map() }));

/** The pictures that are here, by the keys of their probes: those that a run looked at has something for. */
export const usePictures = () => useFound(({ kinds }) => kinds);

/** The picture of one probe; undefined until it is here. */
export const usePicture = (probe: Key | null) =>
  useFound(({ kinds }) => probe && kinds.get(probe)) ?? undefined;

/** Fetches what draws these pictures: nobody needs it before there is a run that has them. */
export async function fetchPictures(keys: readonly Key[]): Promise<void> {
  const missing = keys.filter((key) => !useFound.getState().kinds.has(key));
  if (missing.length === 0) return;
  try {
    const { load } = await import("./found");
    const found = (await Promise.all(missing.map(load))).filter((kind) => kind !== null);
    useFound.setState(({ kinds }) => ({
      kinds: new Map([...kinds, ...found.map((kind) => [kind.key, kind] as const)]),
    }));
  } catch {
    setTimeout(() => void fetchPictures(keys), RETRY_MS);
  }
}
