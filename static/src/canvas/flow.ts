import type { Edge, Node } from "@xyflow/react";
import type { Position } from "../document/graph/graph";
import { dotsOf, heightOf, SIZE } from "../document/layout/geometry";
import type { Facts } from "../document/reading/facts";
import { findPort, splitPort } from "../document/reading/ports";
import type { Block, Node as DrawnNode, NodeType, Port, Problem } from "../types/generated";

export interface NodeData extends Record<string, unknown> {
  node: DrawnNode;
  type: NodeType | undefined;
  /** How it is frozen, in words; empty where it learns. */
  lock: string;
  /** It does nothing in the stage that is looked at. */
  isAsleep: boolean;
}
export type FlowNode = Node<NodeData, "layer">;
export type FlowWire = Edge<{ kind: Port["kind"]; source: string }, "wire">;

// Above what is selected, which React Flow raises by 1,000.
const TROUBLED_Z = 1001;

/** Nodes with a problem, and how bad it is. */
export type Troubled = ReadonlyMap<string, Problem["severity"]>;

/** What of a node is known only to this tab. */
export interface Marks {
  selection: readonly string[];
  /** Nodes with a problem: they grow a line, which must not hide under the node below. */
  troubled: Troubled;
  locks: ReadonlyMap<string, string>;
  asleep: ReadonlySet<string>;
}

/** Where a node is while it is dragged, and how large it was drawn. */
export interface Placement {
  drags: ReadonlyMap<string, Position>;
  measured: ReadonlyMap<string, { width: number; height: number }>;
}

/** The nodes for React Flow; one that is drawn as before keeps its identity. */
export function flowNodes(
  before: ReadonlyMap<string, FlowNode>,
  block: Block,
  facts: Facts,
  marks: Marks,
  { drags, measured }: Placement,
): FlowNode[] {
  const selected = new Set(marks.selection);
  const raised = raise(marks.troubled, block);
  return Object.entries(block.nodes).map(([id, node]) => {
    const [x, y] = drags.get(id) ?? node.position;
    const type = facts(id);
    const known = before.get(id);
    const zIndex = raised.get(id) ?? 0;
    const isAsHigh = known && heightOf(known.data.type) === heightOf(type);
    const size = [measured.get(id), isAsHigh ? known.measured : undefined].find(
      (told) => told && (told.height ?? 0) >= heightOf(type), // its ports may have become known since
    );
    const data = sameData(known?.data, {
      node,
      type,
      lock: marks.locks.get(id) ?? "",
      isAsleep: marks.asleep.has(id),
    });
    const isSame =
      isAsHigh &&
      known.data === data &&
      known.position.x === x &&
      known.position.y === y &&
      known.selected === selected.has(id) &&
      known.zIndex === zIndex &&
      known.measured === size;
    if (isSame) return known;
    return {
      id,
      type: "layer",
      position: { x, y },
      data,
      selected: selected.has(id),
      dragging: drags.has(id),
      zIndex,
      ariaLabel: [id, node.type, data.lock, data.isAsleep && "asleep in this stage"]
        .filter(Boolean)
        .join(", "),
      handles: dotsOf(type),
      // Told in advance, so that React Flow need not mount what is out of sight to measure it.
      measured: size ?? { width: SIZE.width, height: heightOf(type) },
    };
  });
}

function sameData(known: NodeData | undefined, data: NodeData): NodeData {
  const isSame =
    known?.node === data.node &&
    known.type === data.type &&
    known.lock === data.lock &&
    known.isAsleep === data.isAsleep;
  return isSame ? known : data;
}

// The upper of two lies above, because the line with the problem is at a node's foot.
function raise(troubled: Troubled, { nodes }: Block): Map<string, number> {
  const heightOnPage = (id: string) => nodes[id]?.position[1] ?? 0;
  const upwards = [...troubled.keys()].sort((one, other) => heightOnPage(other) - heightOnPage(one));
  return new Map(upwards.map((id, index) => [id, TROUBLED_Z + index]));
}

/** The wires for React Flow; one that is drawn as before keeps its identity. */
export function flowWires(
  before: ReadonlyMap<string, FlowWire>,
  block: Block,
  facts: Facts,
  selection: readonly string[],
  asleep: ReadonlySet<string> = new Set(),
): FlowWire[] {
  const selected = new Set(selection);
  return Object.entries(block.edges).flatMap(([target, source]) => {
    const [toNode, toPort] = splitPort(target);
    const [fromNode, fromPort] = splitPort(source);
    const from = findPort(facts, { node: fromNode, port: fromPort, side: "output" });
    const to = findPort(facts, { node: toNode, port: toPort, side: "input" });
    if (!from || !to) return [];
    const known = before.get(target);
    const className = asleep.has(toNode) ? "is-asleep" : "";
    const isSame =
      known?.data?.source === source &&
      known.selected === selected.has(target) &&
      known.className === className;
    if (isSame) return [known];
    return [
      {
        id: target,
        type: "wire",
        source: fromNode,
        sourceHandle: fromPort,
        target: toNode,
        targetHandle: toPort,
        selected: selected.has(target),
        className,
        data: { kind: from.kind, source },
        ariaLabel: `Wire from ${source} to ${target}`,
      },
    ];
  });
}
