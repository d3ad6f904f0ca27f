import { describe, expect, test } from "vitest";
import type { Block, NodeType } from "../../types/generated";
import type { Position } from "../graph/graph";
import { arrange } from "./arrange";

/** A drawing by its wires: `"add.other": "x"` for a second input. */
function drawing(wires: Record<string, string>): Block {
  const ids = new Set(Object.entries(wires).flatMap(([to, from]) => [from, to.split(".")[0] as string]));
  const node = (): Block["nodes"][string] => ({ type: "ReLU", params: {}, position: [0, 0], note: "" });
  return {
    params: {},
    nodes: Object.fromEntries([...ids].map((id) => [id, node()])),
    edges: Object.fromEntries(
      Object.entries(wires).map(([to, from]) => [to.includes(".") ? to : `${to}.input`, `${from}.output`]),
    ),
  };
}

const port = (name: string) => ({ name, kind: "tensor" as const, accepts: [], optional: false, help: "" });
const layer: NodeType = {
  type: "ReLU",
  category: "",
  role: "layer",
  summary: "",
  in_torchs_words: false,
  params: [],
  inputs: ["input", "other"].map(port),
  outputs: [port("output")],
};

async function arranged(wires: Record<string, string>, aspectRatio = 1.7): Promise<Record<string, Position>> {
  return Object.fromEntries(await arrange(drawing(wires), () => layer, aspectRatio));
}

const heights = (places: Record<string, Position>, ids: string) =>
  ids.split(" ").map((id) => places[id]?.[1]);
const isLevel = (places: Record<string, Position>, ids: string) => new Set(heights(places, ids)).size === 1;

const chain = (length: number) =>
  Object.fromEntries(Array.from({ length }, (_, index) => [`n${index + 1}`, `n${index}`]));

describe("Arrange", () => {
  test("lets a residual dip under its bypass", async () => {
    const places = await arranged({ norm: "x", up: "norm", "add.input": "x", "add.other": "up", y: "add" });
    expect(isLevel(places, "x add y")).toBe(true);
    expect(isLevel(places, "norm up")).toBe(true);
    expect(places.norm?.[1]).toBeGreaterThan(places.x?.[1] ?? 0);
  });

  test("draws an encoder with a decoder as a U", async () => {
    const places = await arranged({
      down1: "x", pool1: "down1", down2: "pool1", pool2: "down2", bottom: "pool2", wide1: "bottom",
      "join1.input": "down2", "join1.other": "wide1", up1: "join1", wide2: "up1",
      "join2.input": "down1", "join2.other": "wide2", up2: "join2",
    }); // biome-ignore format: a U
    expect(isLevel(places, "x down1 join2 up2")).toBe(true);
    expect(isLevel(places, "pool1 down2 join1 up1 wide2")).toBe(true);
    expect(isLevel(places, "pool2 bottom wide1")).toBe(true);
    const [top = 0, middle = 0, low = 0] = heights(places, "down1 down2 bottom");
    expect(top < middle && middle < low).toBe(true);
    expect(places.join1?.[0]).toBeGreaterThan(places.bottom?.[0] ?? 0);
    expect(places.join2?.[0]).toBeGreaterThan(places.join1?.[0] ?? 0);
  });

  test("wraps a chain to the shape of the window", async () => {
    const rowsIn = async (aspectRatio: number) => {
      const places = await arranged(chain(23), aspectRatio);
      return new Set(Object.values(places).map(([, y]) => y)).size;
    };
    const [tall, usual, wide] = [await rowsIn(0.8), await rowsIn(1.7), await rowsIn(6)];
    expect(tall).toBeGreaterThan(usual);
    expect(usual).toBeGreaterThan(wide);
    expect(wide).toBeGreaterThan(1);
  });

  test("gives every node of a chain of a thousand a place of its own", async () => {
    const places = Object.values(await arranged(chain(999)));
    expect(new Set(places.map(String)).size).toBe(1000);
  });

  test("leaves bypasses that cross, which make no steps, to layers", async () => {
    const crossed = { b: "a", c: "b", d: "c", e: "d", "d.other": "a", "e.other": "b" };
    const told: string[] = [];
    const byLayers = async (block: Block) => {
      told.push(...Object.keys(block.nodes));
      return new Map();
    };
    await arrange(drawing(crossed), () => layer, 1.7, byLayers);
    expect(told).toEqual(Object.keys(drawing(crossed).nodes));
  });
});
