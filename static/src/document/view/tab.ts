import { createStore, type StoreApi } from "zustand/vanilla";
import type { ShippedBlock } from "../../server";
import type { Catalog } from "../reading/facts";

/**
 * How the drawing stands with the room on the server. It is `saved` when the server has stored every edit of this
 * tab, `kept` when they do not reach it, `unstored` when they do and it can't store them for now, and `refused`
 * when it never will.
 */
export type Connection =
  | "loading"
  | "saved"
  | "saving"
  | "unstored"
  | "kept"
  | "refused"
  | "withdrawn"
  | "missing";

export type Dialog =
  | "commands"
  | "help"
  | "make-block"
  | "rename-block"
  | "delete-network"
  | "data"
  | "own-data"
  | null;
export type DockTab = "training" | "sweep" | "watch" | "code" | "try";
export type Theme = "dark" | "light";

/** What this tab shows whichever drawing is on the canvas: what can be drawn at all, and how the page is laid out. */
export interface Tab {
  name: string;
  catalog: Catalog;
  /** The node types that are offered first. */
  basics: ReadonlySet<string>;
  /** The blocks that come with Layerloom. */
  library: readonly ShippedBlock[];
  connection: Connection;
  isPaletteOpen: boolean;
  isInspectorOpen: boolean;
  isDockOpen: boolean;
  dockTab: DockTab;
  dialog: Dialog;
  theme: Theme;
}

export type TabStore = StoreApi<Tab>;

const NARROW_PX = 900;

export function createTab(start: { name: string; isReadOnly: boolean; theme: Theme }): TabStore {
  const isWide = globalThis.innerWidth === undefined || globalThis.innerWidth >= NARROW_PX;
  return createStore<Tab>(() => ({
    name: start.name,
    theme: start.theme,
    catalog: new Map(),
    basics: new Set(),
    library: [],
    connection: "loading",
    isPaletteOpen: isWide && !start.isReadOnly,
    isInspectorOpen: isWide,
    isDockOpen: true,
    dockTab: "training",
    dialog: null,
  }));
}
