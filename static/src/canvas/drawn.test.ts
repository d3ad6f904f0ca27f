import ELK from "elkjs/lib/elk.bundled.js";
import { describe, expect, test } from "vitest";
import { arrange } from "../document/layout/arrange";
import { layered } from "../document/layout/layered";
import type { Facts } from "../document/reading/facts";
import type { Block, NodeType } from "../types/generated";
import { type FlowNode, flowNodes, flowWires } from "./flow";
import {
  type Box,
  crosses,
  grown,
  meet,
  type Obstacle,
  type Point,
  pieces,
  placeLabels,
  Router,
} from "./routes";
import { labelsOf, obstacleOf, wiresOf } from "./useWays";

type Drawn = { name: string; nodes: Record<string, unknown>; edges: Record<string, string> };
type DrawnNode = {
  type: string;
  role: string;
  position: number[];
  uses: string | null;
  inputs: string[];
  outputs: Record<string, string>;
};

const files = import.meta.glob<Drawn[]>("../../../tests/contracts/drawn/*.json", {
  eager: true,
  import: "default",
});
const drawings = Object.values(files).flat();

const nodesOf = (drawn: Drawn) => drawn.nodes as unknown as Record<string, DrawnNode>;
const port = (name: string) => ({
  name,
  kind: "tensor" as const,
  accepts: ["tensor" as const],
  optional: false,
  help: "",
});

function blockOf(drawn: Drawn): Block {
  const nodes = Object.entries(nodesOf(drawn)).map(([id, { type, uses, position }]) => [
    id,
    { type, params: uses ? { block: uses } : {}, position, note: "" },
  ]);
  return { params: {}, nodes: Object.fromEntries(nodes), edges: drawn.edges as unknown as Block["edges"] };
}

function factsOf(drawn: Drawn): Facts {
  const types = Object.entries(nodesOf(drawn)).map(([id, { type, role, inputs, outputs }]) => [
    id,
    {
      type,
      category: "",
      role,
      summary: "",
      params: [],
      inputs: inputs.map(port),
      outputs: Object.keys(outputs).map(port),
    },
  ]);
  const known = new Map<string, NodeType>(types as [string, NodeType][]);
  return (id) => known.get(id);
}

const shapesOf = (drawn: Drawn) =>
  new Map(
    Object.entries(nodesOf(drawn)).flatMap(([id, { outputs }]) =>
      Object.entries(outputs).map(([name, shape]): [string, string] => [`${id}.${name}`, shape]),
    ),
  );

/** All that is not so in the picture of a block: wires behind nodes, pictures or each other, labels over things. */
function lies(block: Block, facts: Facts, shapes: ReadonlyMap<string, string>): string[] {
  const nodes = flowNodes(
    new Map(),
    block,
    facts,
    { selection: [], troubled: new Map(), locks: new Map(), asleep: new Set() },
    { drags: new Map(), measured: new Map() },
  );
  const edges = flowWires(new Map(), block, facts, []);
  expect(edges).toHaveLength(Object.keys(block.edges).length);
  const [obstacles, wires] = [nodes.map(obstacleOf), wiresOf(nodes, edges)];
  const ways = new Router().route(obstacles, wires);
  const labels = labelsOf(edges, (source) => shapes.get(source) ?? "");
  const places = placeLabels(labels, wires, ways, obstacles);
  const written = labels.flatMap(({ wire, width, height }) => {
    const [x, y] = places.get(wire) ?? [];
    if (x === undefined || y === undefined) return [];
    return [
      {
        wire,
        box: { left: x - width / 2, right: x + width / 2, top: y - height / 2, bottom: y + height / 2 },
      },
    ];
  });
  const lines = new Map([...ways].map(([id, way]) => [id, pieces(way)]));
  return [
    ...nodes.flatMap((node) => underNode(node, lines)),
    ...obstacles.flatMap((node) => underPicture(node, wires, lines)),
    ...written.flatMap(({ wire, box }, index) => [
      ...obstacles.filter((node) => meet(box, node.box)).map(({ id }) => `the label of ${wire} over ${id}`),
      ...written
        .slice(index + 1)
        .filter((other) => meet(box, other.box))
        .map((other) => `the label of ${wire} over that of ${other.wire}`),
    ]),
  ];
}

const runsThrough = (line: readonly Point[], box: Box) =>
  line.some((point, index) => index > 0 && crosses(line[index - 1] as Point, point, box));

function underNode(
  { id, position: { x, y }, measured }: FlowNode,
  lines: ReadonlyMap<string, readonly Point[]>,
): string[] {
  const box = grown(
    { left: x, top: y, right: x + (measured?.width ?? 0), bottom: y + (measured?.height ?? 0) },
    2,
  );
  return [...lines].filter(([, line]) => runsThrough(line, box)).map(([wire]) => `${wire} behind ${id}`);
}

function underPicture(
  { id, box, below }: Obstacle,
  wires: ReturnType<typeof wiresOf>,
  lines: ReadonlyMap<string, readonly Point[]>,
): string[] {
  const picture = { ...box, top: box.bottom, bottom: box.bottom + below };
  return wires
    .filter(({ source, target }) => source !== id && target !== id)
    .filter((wire) => runsThrough(lines.get(wire.id) ?? [], picture))
    .map((wire) => `${wire.id} behind the picture of ${id}`);
}

const byElk: typeof layered = (block, facts, aspectRatio) => layered(block, facts, aspectRatio, new ELK());

describe.each(drawings.map((drawn) => [drawn.name, drawn] as const))("%s", (_name, drawn) => {
  const [block, facts, shapes] = [blockOf(drawn), factsOf(drawn), shapesOf(drawn)];

  test("does not lie as it comes", () => {
    expect(lies(block, facts, shapes)).toEqual([]);
  });

  test.each([1.2, 1.7, 2.4])(
    "does not lie when it is arranged in a window %s times as wide as high",
    async (aspectRatio) => {
      const places = await arrange(block, facts, aspectRatio, byElk);
      const nodes = Object.entries(block.nodes).map(([id, node]) => [
        id,
        { ...node, position: places.get(id) ?? node.position },
      ]);
      expect([...places.keys()].sort()).toEqual(Object.keys(block.nodes).sort());
      expect(lies({ ...block, nodes: Object.fromEntries(nodes) }, facts, shapes)).toEqual([]);
    },
  );
});
