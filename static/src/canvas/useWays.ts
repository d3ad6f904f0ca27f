import { useStore as useFlowStore } from "@xyflow/react";
import { createContext, useContext, useLayoutEffect, useState } from "react";
import { useStore } from "zustand";
import { createStore, type StoreApi } from "zustand/vanilla";
import { belowOf, SIZE } from "../document/layout/geometry";
import { usedBlock } from "../document/reading/blocks";
import { reportsIn } from "../document/reading/facts";
import { splitPort } from "../document/reading/ports";
import { useView } from "../editor";
import type { Report } from "../types/generated";
import type { FlowNode, FlowWire } from "./flow";
import { type Label, type Obstacle, type Point, placeLabels, Router, type Way, type Wire } from "./routes";

/** How the wires of the drawing run, and where their labels lie, by their ids. */
export interface Ways {
  ways: ReadonlyMap<string, Way>;
  labels: ReadonlyMap<string, Point>;
}

export type WaysStore = StoreApi<Ways>;

export const WaysContext = createContext<WaysStore | null>(null);

export const LABELS_FROM_ZOOM = 0.75;

const LETTER_PX = 6.7;
const LABEL = { height: 18, padding: 10 };

/** The ways of the wires, followed while nodes move. Beside React Flow's own state: a drag changes few of them. */
export function useWays(nodes: readonly FlowNode[], wires: readonly FlowWire[]): WaysStore {
  const [router] = useState(() => new Router());
  const [store] = useState(() => createStore<Ways>(() => ({ ways: new Map(), labels: new Map() })));
  const isNear = useFlowStore((flow) => flow.transform[2] >= LABELS_FROM_ZOOM);
  const reports = useView(({ report, document, block }) => reportsIn(report, document, block));
  useLayoutEffect(() => {
    const [obstacles, drawn] = [nodes.map(obstacleOf), wiresOf(nodes, wires)];
    const ways = router.route(obstacles, drawn);
    const labels = isNear
      ? placeLabels(
          labelsOf(wires, (source) => shapeOn(reports, source)),
          drawn,
          ways,
          obstacles,
        )
      : NONE;
    store.setState((before) => ({ ways, labels: kept(labels, before.labels) }));
  }, [router, store, nodes, wires, isNear, reports]);
  return store;
}

const NONE: ReadonlyMap<string, Point> = new Map();

// A label that stays where it was is not drawn again.
function kept(
  next: ReadonlyMap<string, Point>,
  before: ReadonlyMap<string, Point>,
): ReadonlyMap<string, Point> {
  const same = (id: string, [x, y]: Point) => {
    const known = before.get(id);
    return known?.[0] === x && known[1] === y ? known : ([x, y] as const);
  };
  return new Map([...next].map(([id, place]) => [id, same(id, place)]));
}

/** The shape that flows on a wire; empty before it is known. */
export function shapeOn(reports: Report["nodes"], source: string): string {
  const [node, port] = splitPort(source);
  return reports[node]?.outputs[port]?.label ?? "";
}

/** What is to be written on wires, by the shape that comes out of a port. */
export function labelsOf(wires: readonly FlowWire[], shapeOf: (source: string) => string): Label[] {
  return wires.flatMap(({ id, data }) => {
    const text = shapeOf(data?.source ?? "");
    if (text === "") return [];
    return [{ wire: id, width: text.length * LETTER_PX + LABEL.padding, height: LABEL.height }];
  });
}

/** The way of one wire; undefined before it is known. */
export function useWay(id: string): Way | undefined {
  const store = useContext(WaysContext);
  if (!store) throw new Error("useWay outside of the canvas");
  return useStore(store, ({ ways }) => ways.get(id));
}

/** Where the label of a wire lies; undefined where there is no room for it. */
export function useLabelPlace(id: string): Point | undefined {
  const store = useContext(WaysContext);
  if (!store) throw new Error("useLabelPlace outside of the canvas");
  return useStore(store, ({ labels }) => labels.get(id));
}

const standing = new WeakMap<FlowNode, Obstacle>();

/** What of a node is in the way of wires: its box, the stack behind a block, and the picture below. */
export function obstacleOf(node: FlowNode): Obstacle {
  const known = standing.get(node);
  if (known) return known;
  const { x, y } = node.position;
  const stack = usedBlock(node.data.node) === null ? 0 : SIZE.stack;
  const { width = SIZE.width, height = 0 } = node.measured ?? {};
  const box = { left: x, top: y - stack, right: x + width + stack, bottom: y + height };
  const obstacle = { id: node.id, box, below: belowOf(node.data.type) };
  standing.set(node, obstacle);
  return obstacle;
}

/** The wires between ports that the nodes have. */
export function wiresOf(nodes: readonly FlowNode[], wires: readonly FlowWire[]): Wire[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  return wires.flatMap(({ id, source, sourceHandle, target, targetHandle }) => {
    const from = portOf(byId.get(source), "source", sourceHandle);
    const to = portOf(byId.get(target), "target", targetHandle);
    return from && to ? [{ id, net: `${source}.${sourceHandle}`, source, target, from, to }] : [];
  });
}

/** Where a wire meets a port: at the outer edge of its dot. */
function portOf(
  node: FlowNode | undefined,
  side: "source" | "target",
  id: string | null | undefined,
): Point | null {
  const dot = node?.handles?.find((handle) => handle.type === side && handle.id === id);
  if (!node || !dot) return null;
  const out = side === "source" ? SIZE.dot : 0;
  return [node.position.x + dot.x + out, node.position.y + dot.y + SIZE.dot / 2];
}
