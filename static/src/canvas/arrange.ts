import ELK, { type ElkExtendedEdge, type ElkNode, type ElkPort } from "elkjs/lib/elk-api.js";
import workerUrl from "elkjs/lib/elk-worker.min.js?url";
import type { Facts } from "../document/facts";
import type { Position } from "../document/graph";
import { joinPort } from "../document/ports";
import type { Route } from "../document/view";
import type { Block, NodeType } from "../types/generated";
import { dotsOf, heightOf, SIZE } from "./geometry";

const WRAPPED_UP_TO = 400; // above, folding into rows takes seconds

/** Where everything stands after tidying, and how the wires run around nodes. */
export interface Arrangement {
  positions: Map<string, Position>;
  routes: Map<string, Route>;
}

let elk: InstanceType<typeof ELK> | null = null;

/** Tidies a drawing left to right, folded into rows to fill a canvas of this width over height. */
export async function arrange(block: Block, facts: Facts, aspectRatio: number): Promise<Arrangement> {
  elk ??= new ELK({ workerFactory: () => new Worker(workerUrl) });
  const drawn = await elk.layout(describe(block, facts, aspectRatio));
  return { positions: positionsOf(drawn), routes: routesOf(drawn) };
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

function routesOf(drawn: ElkNode): Map<string, Route> {
  const routes = new Map<string, Route>();
  for (const wire of (drawn.edges ?? []) as ElkExtendedEdge[]) {
    const section = wire.sections?.[0];
    if (!section) continue;
    const points = [section.startPoint, ...(section.bendPoints ?? []), section.endPoint];
    routes.set(
      wire.id,
      points.map(({ x, y }): Position => [x, y]),
    );
  }
  return routes;
}
