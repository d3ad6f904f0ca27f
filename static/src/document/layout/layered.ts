import ELK, { type ElkNode, type ElkPort } from "elkjs/lib/elk-api.js";
import workerUrl from "elkjs/lib/elk-worker.min.js?url";
import type { Block, NodeType } from "../../types/generated";
import type { Position } from "../graph/graph";
import type { Facts } from "../reading/facts";
import { joinPort } from "../reading/ports";
import { dotsOf, heightOf, SIZE } from "./geometry";

const WRAPPED_UP_TO = 400; // above, folding into rows takes seconds

type Elk = Pick<InstanceType<typeof ELK>, "layout">;

let elk: Elk | null = null;

/** Places in layers from left to right with few crossings, folded into rows to fill a window of this width over height. */
export async function layered(
  block: Block,
  facts: Facts,
  aspectRatio: number,
  engine: Elk = ours(),
): Promise<Map<string, Position>> {
  return positionsOf(await engine.layout(describe(block, facts, aspectRatio)));
}

function ours(): Elk {
  elk ??= new ELK({ workerFactory: () => new Worker(workerUrl) });
  return elk;
}

function describe(block: Block, facts: Facts, aspectRatio: number): ElkNode {
  const nodes = Object.keys(block.nodes);
  return {
    id: "drawing",
    layoutOptions: {
      "elk.algorithm": "layered",
      "elk.direction": "RIGHT",
      "elk.aspectRatio": aspectRatio.toFixed(2),
      "elk.spacing.nodeNode": "36",
      "elk.layered.spacing.nodeNodeBetweenLayers": "72",
      // The default, network simplex, takes 14 s for 1,000 nodes.
      "elk.layered.nodePlacement.strategy": "LINEAR_SEGMENTS",
      ...(nodes.length <= WRAPPED_UP_TO ? { "elk.layered.wrapping.strategy": "MULTI_EDGE" } : {}),
    },
    children: nodes.map((id) => describeNode(id, facts(id))),
    edges: Object.entries(block.edges).map(([target, source]) => ({
      id: target,
      sources: [portId(source, "source")],
      targets: [portId(target, "target")],
    })),
  };
}

function describeNode(id: string, type: NodeType | undefined): ElkNode {
  const ports: ElkPort[] = dotsOf(type).map((dot) => ({
    id: portId(joinPort(id, dot.id ?? ""), dot.type),
    x: dot.type === "target" ? 0 : SIZE.width,
    y: dot.y + SIZE.dot / 2,
    width: 0,
    height: 0,
  }));
  return {
    id,
    width: SIZE.width,
    height: heightOf(type) + SIZE.picture,
    ports,
    layoutOptions: { "elk.portConstraints": "FIXED_POS" },
  };
}

const portId = (reference: string, side: string) => `${reference}:${side}`;

function positionsOf(drawn: ElkNode): Map<string, Position> {
  return new Map(
    (drawn.children ?? []).map(({ id, x, y }) => [id, [Math.round(x ?? 0), Math.round(y ?? 0)]]),
  );
}
