import { createContext, useContext, useMemo } from "react";
import { useStore } from "zustand";
import type { Config } from "./config";
import type { Graph, Position } from "./document/graph/graph";
import type { Box } from "./document/layout/free";
import { type Facts, factsIn } from "./document/reading/facts";
import type { Room } from "./document/room/room";
import type { View, ViewStore } from "./document/view/view";
import type { Server } from "./server";

/** The part of the canvas that commands reach for. */
export interface Camera {
  fit(): void;
  zoomBy(factor: number): void;
  /** Moves what is seen by so many pixels of the page. */
  panBy(x: number, y: number): void;
  /** A place of the page, on the drawing. */
  placeOf(clientX: number, clientY: number): Position;
  /** What is seen of the drawing, without what lies over it. */
  clearView(): Box;
  /** How large the nodes of the open block are drawn, each with the picture that hangs below it. */
  sizes(): ReadonlyMap<string, Pick<Box, "width" | "height">>;
  /** Brings a node into view and gives it the keyboard focus. */
  show(node: string): void;
  /** Gives a node the keyboard focus if it is seen; the canvas, where there is none. */
  focus(node: string | null): void;
  /** Width over height. */
  aspectRatio(): number;
}

/** Everything that a command or a panel works with. One for what is worked on, and one for each drawing of a run that is looked at. */
export interface Editor {
  config: Config;
  server: Server;
  graph: Graph;
  view: ViewStore;
  room: Room;
  /** Absent until the canvas stands. */
  camera: Camera | null;
  /** That this is the drawing that a run was trained with, and what is worked on; absent for that itself. */
  past?: { run: string; live: Editor; leave(): void };
}

export const EditorContext = createContext<Editor | null>(null);

export function useEditor(): Editor {
  const editor = useContext(EditorContext);
  if (!editor) throw new Error("useEditor outside of the editor");
  return editor;
}

/** Part of the view; the component is drawn again only when that part changes. */
export function useView<Part>(select: (view: View) => Part): Part {
  return useStore(useEditor().view, select);
}

/** The facts of the nodes of the open block. */
export function useFacts(): Facts {
  const { catalog, document, report, block } = {
    catalog: useView((view) => view.catalog),
    document: useView((view) => view.document),
    report: useView((view) => view.report),
    block: useView((view) => view.block),
  };
  return useMemo(() => factsIn({ catalog, document, report }, block), [catalog, document, report, block]);
}

/** The same for a command, which looks once. */
export function factsNow({ view }: Pick<Editor, "view">): Facts {
  const now = view.getState();
  return factsIn(now, now.block);
}
