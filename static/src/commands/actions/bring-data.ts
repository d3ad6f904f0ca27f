import { create } from "zustand";
import type { Position } from "../../document/graph/graph";
import type { Action } from "../command";

/** What was dropped or pasted: files, and what a browser tells of folders. */
export type Piece = File | FileSystemEntry;

/** What "Your data" was opened with. */
export interface Wanted {
  /** What has come and was not taken in yet. */
  pieces: readonly Piece[];
  /** The node that the data are for; null for a new one, which stands `at` a place. */
  node: string | null;
  at?: Position | undefined;
  /** The block that it is in. */
  block: string;
}

export const useWanted = create<Wanted>(() => ({ pieces: [], node: null, block: "" }));

/** Opens "Your data", for a node or with what has come. While it is open, what it is for stays. */
export const bringData: Action<Partial<Pick<Wanted, "pieces" | "node" | "at">>> = {
  id: "bring-data",
  label: "Bring data",
  perform({ graph, view }, { pieces = [], node = null, at }) {
    if (view.getState().dialog === "own-data") return useWanted.setState({ pieces });
    useWanted.setState({ pieces, node, at, block: graph.open });
    view.setState({ dialog: "own-data" });
  },
};
