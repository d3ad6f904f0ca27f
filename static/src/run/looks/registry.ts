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
}

const useFound = create<{ kinds: ReadonlyMap<Key, PictureKind> | null }>(() => ({ kinds: null }));

/** Every picture, by the key of its probe; null until they are here, with the first run that is looked at. */
export const usePictures = () => useFound(({ kinds }) => kinds);

/** The picture of one probe; undefined until it is here. */
export const usePicture = (probe: Key | null) =>
  useFound(({ kinds }) => probe && kinds?.get(probe)) ?? undefined;

/** Fetches what draws the pictures: nobody needs it before there is a run. */
export async function fetchPictures(): Promise<void> {
  if (useFound.getState().kinds) return;
  try {
    const { FOUND } = await import("./found");
    useFound.setState({ kinds: FOUND });
  } catch {
    setTimeout(() => void fetchPictures(), RETRY_MS);
  }
}
