import { createStore, type StoreApi } from "zustand/vanilla";
import type { Exporter, ShippedBlock, Starter } from "../server";
import type { Block, Document, NodeReport, Problem, Report } from "../types/generated";
import { blockOf, trailTo } from "./blocks";
import { isAbout, reportOf } from "./facts";
import type { Graph, Position } from "./graph";
import type { Catalog, PortRef } from "./ports";
import { pathOf, type Uses } from "./way";

/** How the drawing stands with the room on the server. */
export type Connection = "loading" | "saved" | "offline" | "withdrawn" | "missing";

/** Another person on the same drawing. */
export interface Peer {
  id: number;
  name: string;
  color: string;
  /** The block that is open there; null when the other tab did not say. */
  block: string | null;
  cursor: Position | null;
  selection: readonly string[];
}

/** How a wire runs around nodes, from the last arrangement; drawn while both ends stay there. */
export type Route = readonly Position[];

export type Dialog = "commands" | "help" | "make-block" | "rename-block" | "delete-network" | null;
export type DockTab = "training" | "sweep" | "watch" | "code" | "try";
export type Theme = "dark" | "light";

/** What this tab shows and nobody saves: the projection of the document, and where the user looks. */
export interface View {
  name: string;
  isReadOnly: boolean;
  catalog: Catalog;
  /** The node types that are offered first. */
  basics: ReadonlySet<string>;
  /** The blocks that come with Layerloom. */
  library: readonly ShippedBlock[];
  starters: readonly Starter[];
  exporters: readonly Exporter[];
  document: Document;
  /** The block that is open. */
  block: string;
  /** The way to it from the main block, both included. */
  trail: readonly string[];
  /** The nodes through which blocks are looked into; absent ones are looked into through their first user. */
  uses: Uses;
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
    basics: new Set(),
    library: [],
    starters: [],
    exporters: [],
    document: graph.document,
    block: graph.open,
    trail: [graph.open],
    uses: {},
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

// A selection never names what is no longer there, or what is in another block.
function follow(view: View, graph: Graph): Partial<View> {
  const { nodes, edges } = graph.block;
  const block = graph.open;
  const hasMoved = block !== view.block;
  return {
    document: graph.document,
    block,
    trail: sameWay(view.trail, trailTo(graph.document, view.trail, block)),
    canUndo: graph.canUndo,
    canRedo: graph.canRedo,
    selection: hasMoved ? [] : kept(view.selection, nodes),
    selectedWires: hasMoved ? [] : kept(view.selectedWires, edges),
    ...(hasMoved ? { pendingPort: null, routes: new Map() } : {}),
  };
}

function sameWay(before: readonly string[], now: readonly string[]): readonly string[] {
  return before.join(" ") === now.join(" ") ? before : now;
}

/** The block that is open. */
export function openBlock({ document, block }: Pick<View, "document" | "block">): Block {
  return blockOf(document, block);
}

/** Where a node of the open block is, as probes say it; null where nothing uses the block. */
export function pathHere({ document, trail, uses }: View, id: string): string | null {
  return pathOf(document, trail, uses, id);
}

/** What the last check said of a node of the open block. */
export function checked(view: View, id: string): NodeReport | undefined {
  return reportOf(view, view.block, id);
}

function kept(ids: readonly string[], known: object): readonly string[] {
  return ids.every((id) => id in known) ? ids : ids.filter((id) => id in known);
}

/** A report whose unchanged nodes keep the identity they had, so that only changed nodes are drawn again. */
export function keepUnchanged(next: Report, previous: Report | null): Report {
  if (!previous) return next;
  const problems = next.problems.map(
    (problem) =>
      previous.problems.find((known) => JSON.stringify(known) === JSON.stringify(problem)) ?? problem,
  );
  const blocks = Object.entries(next.blocks).map(([name, block]) => [
    name,
    unchanged(block, previous.blocks[name] ?? {}),
  ]);
  return {
    ...next,
    nodes: unchanged(next.nodes, previous.nodes),
    blocks: Object.fromEntries(blocks) as Report["blocks"],
    problems,
  };
}

function unchanged(next: Report["nodes"], previous: Report["nodes"]): Report["nodes"] {
  const nodes: Record<string, NodeReport> = {};
  for (const [id, node] of Object.entries(next)) {
    const known = previous[id];
    nodes[id] = known && JSON.stringify(known) === JSON.stringify(node) ? known : node;
  }
  return nodes;
}

/** The first problem of a node of the open block, the one shown inside it. */
export function problemOf({ report, document, block }: View, id: string): Problem | undefined {
  return report?.problems.find((problem) => isAbout(problem, document, block, id));
}
