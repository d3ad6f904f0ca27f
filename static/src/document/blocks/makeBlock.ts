import type { Block, Document, Node } from "../../types/generated";
import { namesIn } from "../params/expression";
import { blockOf } from "../reading/blocks";
import type { Facts } from "../reading/facts";
import { freeId, snakeCase } from "../reading/names";
import { joinPort, splitPort } from "../reading/ports";
import { BESIDE_PX } from "./emptyBlock";

const APART_PX = 96;

/** A selection as a block of its own: the block, and the node and wires that take the selection's place. */
export interface Cut {
  block: Block;
  id: string;
  node: Node;
  edges: Record<string, string>;
}

/** A wire that crosses the edge of the selection, or an end that nothing is wired to. */
interface Port {
  name: string;
  inside: string[];
  outside: string[];
}

/** A good name for a block of these nodes: `conv_relu` for a convolution and an activation. */
export function suggestName(document: Document, block: Block, ids: Iterable<string>): string {
  const types = [...ids].map((id) => block.nodes[id]?.type ?? "");
  const words = [...new Set(types.map((type) => snakeCase(type.replace(/\d+d$/i, ""))))].filter(Boolean);
  const name = words.length > 0 && words.length <= 3 ? words.join("_") : "block";
  return freeId(words.length === 1 ? `${name}_block` : name, Object.keys(document.blocks));
}

/** Cuts nodes out into a block of this name; the drawing means the same afterwards. */
export function cutBlock(
  document: Document,
  host: string,
  ids: readonly string[],
  name: string,
  facts: Facts,
): Cut {
  const block = blockOf(document, host);
  const chosen = new Set(ids);
  const isInside = (reference: string) => chosen.has(splitPort(reference)[0]);
  const wires = Object.entries(block.edges);
  const inputs = inputsOf(block, chosen, facts);
  const outputs = outputsOf(block, chosen, facts, new Set([...ids, ...inputs.map((port) => port.name)]));
  const kept = Object.fromEntries([...chosen].map((id) => [id, block.nodes[id] as Node]));
  const box = boxOf(Object.values(kept));
  const params = paramsOf(block, Object.values(kept));
  const others = Object.keys(block.nodes).filter((id) => !chosen.has(id));
  const id = freeId(name, others);
  return {
    id,
    node: {
      type: "Block",
      params: { block: name, ...Object.fromEntries(Object.keys(params).map((key) => [key, `=${key}`])) },
      position: anchorOf(Object.values(kept)),
      note: "",
    },
    block: {
      params,
      nodes: {
        ...column("Input", inputs, kept, box.left - BESIDE_PX),
        ...kept,
        ...column("Output", outputs, kept, box.right + BESIDE_PX),
      },
      edges: Object.fromEntries([
        ...wires.filter(([target, source]) => isInside(target) && isInside(source)),
        ...inputs.flatMap((port) => port.inside.map((target) => [target, joinPort(port.name, "output")])),
        ...outputs.flatMap((port) => port.inside.map((source) => [joinPort(port.name, "input"), source])),
      ]),
    },
    edges: Object.fromEntries([
      ...inputs.flatMap((port) => port.outside.map((source) => [joinPort(id, port.name), source])),
      ...outputs.flatMap((port) => port.outside.map((target) => [target, joinPort(id, port.name)])),
    ]),
  };
}

/** The parameters of the block around that the nodes are computed from, with their defaults. */
function paramsOf(block: Block, nodes: readonly Node[]): Node["params"] {
  const named = new Set(nodes.flatMap((node) => Object.values(node.params).flatMap(namesIn)));
  return Object.fromEntries(Object.entries(block.params).filter(([name]) => named.has(name)));
}

function inputsOf(block: Block, chosen: ReadonlySet<string>, facts: Facts): Port[] {
  const ends = [...chosen]
    .flatMap((id) => (facts(id)?.inputs ?? []).map(({ name }) => joinPort(id, name)))
    .sort(byPlace(block));
  const bySource = new Map<string, string[]>();
  const crossing = new Set([...ends, ...Object.keys(block.edges)]);
  for (const target of crossing) {
    const source = block.edges[target];
    if (!chosen.has(splitPort(target)[0]) || !source || chosen.has(splitPort(source)[0])) continue;
    bySource.set(source, [...(bySource.get(source) ?? []), target]);
  }
  const ports = [...bySource].map(([source, inside]) => ({ inside, outside: [source] }));
  const open = ends.filter((end) => !(end in block.edges)).map((end) => ({ inside: [end], outside: [] }));
  return named(ports.length > 0 ? ports : open, "input", chosen);
}

function outputsOf(
  block: Block,
  chosen: ReadonlySet<string>,
  facts: Facts,
  taken: ReadonlySet<string>,
): Port[] {
  const ends = [...chosen]
    .flatMap((id) => (facts(id)?.outputs ?? []).map(({ name }) => joinPort(id, name)))
    .sort(byPlace(block));
  const known = new Set([...ends, ...Object.values(block.edges)]);
  const ports: Omit<Port, "name">[] = [];
  const open: Omit<Port, "name">[] = [];
  for (const source of known) {
    if (!chosen.has(splitPort(source)[0])) continue;
    const targets = Object.keys(block.edges).filter((target) => block.edges[target] === source);
    const outside = targets.filter((target) => !chosen.has(splitPort(target)[0]));
    if (outside.length > 0) ports.push({ inside: [source], outside });
    else if (targets.length === 0) open.push({ inside: [source], outside: [] });
  }
  return named(ports.length > 0 ? ports : open, "output", taken);
}

// One port is called what it is; of several, each is called after where its wire comes from.
function named(
  ports: readonly Omit<Port, "name">[],
  side: "input" | "output",
  taken: ReadonlySet<string>,
): Port[] {
  const used = new Set(taken);
  return ports.map((port) => {
    const name = freeId(ports.length === 1 ? side : wish(port, side), used);
    used.add(name);
    return { ...port, name };
  });
}

function wish({ inside, outside }: Omit<Port, "name">, side: "input" | "output"): string {
  const [node, port] = splitPort((side === "input" ? (outside[0] ?? inside[0]) : inside[0]) ?? side);
  if (port !== "output" && port !== "input") return port;
  return side === "input" ? node : `${node}_out`;
}

function byPlace({ nodes }: Block) {
  const top = (reference: string) => nodes[splitPort(reference)[0]]?.position[1] ?? 0;
  return (one: string, other: string) => top(one) - top(other);
}

/** Port nodes under each other, in order, each about as high as what it is wired to. */
function column(type: string, ports: readonly Port[], kept: Block["nodes"], x: number): Block["nodes"] {
  let y = Number.NEGATIVE_INFINITY;
  const placed = ports.map(({ name, inside }): [string, Node] => {
    const beside = kept[splitPort(inside[0] ?? "")[0]]?.position[1] ?? 0;
    y = Math.max(beside, y + APART_PX);
    return [name, { type, params: {}, position: [x, y], note: "" }];
  });
  return Object.fromEntries(placed);
}

interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** Where the corners of some nodes lie. */
export function boxOf(nodes: readonly Node[]): Box {
  const xs = nodes.map(({ position }) => position[0]);
  const ys = nodes.map(({ position }) => position[1]);
  if (nodes.length === 0) return { left: 0, right: 0, top: 0, bottom: 0 };
  return { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) };
}

/** Where one node can take the place of some: where the one nearest to their middle stands. */
export function anchorOf(nodes: readonly Node[]): [number, number] {
  const { left, right, top, bottom } = boxOf(nodes);
  const farness = ([x, y]: Node["position"]) => Math.hypot(x - (left + right) / 2, y - (top + bottom) / 2);
  const places = nodes.map(({ position }) => position);
  places.sort((one, other) => farness(one) - farness(other) || one[0] - other[0] || one[1] - other[1]);
  return [...(places[0] ?? [0, 0])];
}
