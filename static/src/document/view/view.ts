import { createStore } from "zustand/vanilla";
import type { Block, Document, NodeReport, Problem, Report, Stage } from "../../types/generated";
import type { Graph, Position } from "../graph/graph";
import { placeAfter } from "../graph/stages";
import { blockOf, trailTo } from "../reading/blocks";
import { isAbout, reportOf } from "../reading/facts";
import type { PortRef } from "../reading/ports";
import { pathOf, type Uses } from "../reading/way";

import { type Joined, joined } from "./joined";
import { createTab, type Tab, type TabStore, type Theme } from "./tab";

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

/** What is seen of one drawing and nobody saves: the projection of the document, and where the user looks. */
export interface Drawn {
  isReadOnly: boolean;
  document: Document;
  /** The block that is open. */
  block: string;
  /** The way to it from the main block, both included. */
  trail: readonly string[];
  /** The nodes through which blocks are looked into; absent ones are looked into through their first user. */
  uses: Uses;
  canUndo: boolean;
  canRedo: boolean;
  peers: readonly Peer[];
  selection: readonly string[];
  selectedWires: readonly string[];
  pendingPort: PortRef | null;
  /** The stage of the training that is looked at, by its place; null for the training as a whole. */
  stage: number | null;
  /** Nodes of the main block that do nothing in that stage. */
  asleep: ReadonlySet<string>;
  report: Report | null;
  source: string | null;
  isCheckLate: boolean;
  /** Why the drawing could not be checked, while that is so. */
  checkTrouble: string | null;
}

/** Everything that the page shows of a drawing; what belongs to the tab is the same whichever drawing is shown. */
export type View = Tab & Drawn;
export type ViewStore = Joined<Tab, Drawn>;

export function createView(
  graph: Graph,
  start: { name: string; isReadOnly: boolean; theme: Theme },
  tab: TabStore = createTab(start),
): ViewStore {
  const store = createStore<Drawn>(() => ({
    isReadOnly: start.isReadOnly,
    document: graph.document,
    block: graph.open,
    trail: [graph.open],
    uses: {},
    canUndo: graph.canUndo,
    canRedo: graph.canRedo,
    peers: [],
    selection: [],
    selectedWires: [],
    pendingPort: null,
    stage: null,
    asleep: NOBODY,
    report: null,
    source: null,
    isCheckLate: false,
    checkTrouble: null,
  }));
  graph.subscribe(() => store.setState((view) => follow(view, graph)));
  return joined(tab, store);
}

/** That no node sleeps: all of them do something. */
export const NOBODY: ReadonlySet<string> = new Set();

// A selection never names what is no longer there, or what is in another block.
function follow(view: Drawn, graph: Graph): Partial<Drawn> {
  const { nodes, edges } = graph.block;
  const block = graph.open;
  const hasMoved = block !== view.block;
  return {
    document: graph.document,
    block,
    trail: sameWay(view.trail, trailTo(graph.document, view.trail, block)),
    canUndo: graph.canUndo,
    canRedo: graph.canRedo,
    stage: placeAfter(view.document.training.stages, graph.document.training.stages, view.stage),
    selection: hasMoved ? [] : kept(view.selection, nodes),
    selectedWires: hasMoved ? [] : kept(view.selectedWires, edges),
    ...(hasMoved ? { pendingPort: null } : {}),
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

/** The stage that is looked at; undefined where the training is looked at as a whole. */
export const chosenStage = ({ document, stage }: Pick<View, "document" | "stage">): Stage | undefined =>
  stage === null ? undefined : document.training.stages?.[stage];

/** The nodes of the open block that are frozen in the stage that is looked at. */
export function frozenInStage(view: Pick<View, "document" | "block" | "stage">): readonly string[] {
  return (view.block === view.document.main && chosenStage(view)?.frozen) || NONE;
}

const NONE: readonly string[] = []; // the same each time, so that who follows it is not called again

/** The nodes of a block that are frozen, and how, in words: always, or in the stage that is looked at. */
export function locksIn({ nodes }: Block, inStage: readonly string[]): ReadonlyMap<string, string> {
  const always = Object.entries(nodes).flatMap(([id, { frozen }]): [string, string][] =>
    frozen ? [[id, frozen === "whole" ? "frozen" : "weights frozen"]] : [],
  );
  return new Map([...inStage.map((id): [string, string] => [id, "frozen in this stage"]), ...always]);
}

/** A report whose unchanged nodes keep the identity they had, so that only changed nodes are drawn again. */
export function keepUnchanged(next: Report, previous: Report | null): Report {
  if (!previous) return next;
  const known = new Map(previous.problems.map((problem) => [JSON.stringify(problem), problem]));
  const problems = next.problems.map((problem) => known.get(JSON.stringify(problem)) ?? problem);
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
