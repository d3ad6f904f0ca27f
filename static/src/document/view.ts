import { createStore, type StoreApi } from "zustand/vanilla";
import type { Starter } from "../server";
import type { Document, NodeReport, Problem, Report } from "../types/generated";
import type { Graph, Position } from "./graph";
import type { Catalog, PortRef } from "./ports";

/** How the drawing stands with the room on the server. */
export type Connection = "loading" | "saved" | "offline" | "withdrawn" | "missing";

/** Another person on the same drawing. */
export interface Peer {
  id: number;
  name: string;
  color: string;
  cursor: Position | null;
  selection: readonly string[];
}

/** How a wire runs around nodes, from the last arrangement; drawn while both ends stay there. */
export type Route = readonly Position[];

export type Dialog = "commands" | "help" | null;
export type DockTab = "training" | "code" | "try";
export type Theme = "dark" | "light";

/** What this tab shows and nobody saves: the projection of the document, and where the user looks. */
export interface View {
  name: string;
  isReadOnly: boolean;
  catalog: Catalog;
  starters: readonly Starter[];
  document: Document;
  canUndo: boolean;
  canRedo: boolean;
  connection: Connection;
  peers: readonly Peer[];
  selection: readonly string[];
  selectedWires: readonly string[];
  pendingPort: PortRef | null;
  routes: ReadonlyMap<string, Route>;
  report: Report | null;
  source: string | null;
  isCheckLate: boolean;
  isUnreachable: boolean;
  isPaletteOpen: boolean;
  isInspectorOpen: boolean;
  isDockOpen: boolean;
  dockTab: DockTab;
  dialog: Dialog;
  theme: Theme;
}

export type ViewStore = StoreApi<View>;

const NARROW_PX = 900;

export function createView(graph: Graph, start: Pick<View, "name" | "isReadOnly" | "theme">): ViewStore {
  const isWide = globalThis.innerWidth === undefined || globalThis.innerWidth >= NARROW_PX;
  const store = createStore<View>(() => ({
    ...start,
    catalog: new Map(),
    starters: [],
    document: graph.document,
    canUndo: graph.canUndo,
    canRedo: graph.canRedo,
    connection: "loading",
    peers: [],
    selection: [],
    selectedWires: [],
    pendingPort: null,
    routes: new Map(),
    report: null,
    source: null,
    isCheckLate: false,
    isUnreachable: false,
    isPaletteOpen: isWide && !start.isReadOnly,
    isInspectorOpen: isWide,
    isDockOpen: true,
    dockTab: "training",
    dialog: null,
  }));
  graph.subscribe(() => store.setState((view) => follow(view, graph)));
  return store;
}

// A selection never names what is no longer there.
function follow(view: View, graph: Graph): Partial<View> {
  const { nodes, edges } = graph.block;
  return {
    document: graph.document,
    canUndo: graph.canUndo,
    canRedo: graph.canRedo,
    selection: kept(view.selection, nodes),
    selectedWires: kept(view.selectedWires, edges),
  };
}

function kept(ids: readonly string[], known: object): readonly string[] {
  return ids.every((id) => id in known) ? ids : ids.filter((id) => id in known);
}

/** A report whose unchanged nodes keep the identity they had, so that only changed nodes are drawn again. */
export function keepUnchanged(next: Report, previous: Report | null): Report {
  if (!previous) return next;
  const nodes: Record<string, NodeReport> = {};
  for (const [id, node] of Object.entries(next.nodes)) {
    const known = previous.nodes[id];
    nodes[id] = known && JSON.stringify(known) === JSON.stringify(node) ? known : node;
  }
  const problems = next.problems.map(
    (problem) =>
      previous.problems.find((known) => JSON.stringify(known) === JSON.stringify(problem)) ?? problem,
  );
  return { ...next, nodes, problems };
}

/** The first problem of a node, the one shown inside it. */
export function problemOf(report: Report | null, id: string): Problem | undefined {
  return report?.problems.find((problem) => problem.node === id);
}
