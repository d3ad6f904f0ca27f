import { describe, expect, test } from "vitest";
import type { Document } from "../../types/generated";
import { drawing, opened, USING } from "../blocks/blocks.fixture";
import type { Graph } from "../graph/graph";
import { keptNodes } from "./kept";

/** What is still as it was after these edits, by block. */
function keptAfter(edit: (graph: Graph) => void, was: Document = drawing()): Record<string, string[]> {
  const graph = opened(was);
  edit(graph);
  const kept = keptNodes(was, graph.document);
  return Object.fromEntries([...kept].map(([block, ids]) => [block, [...ids].sort()]));
}

const looped = (type: string): Document => {
  const { main } = USING.blocks;
  const nodes = { ...main?.nodes, first: { ...main?.nodes.first, type } } as never;
  return { ...USING, blocks: { ...USING.blocks, main: { ...main, nodes } as never } };
};

describe("the nodes that are as they were", () => {
  test("are all of them where nothing but places and notes changed", () => {
    const kept = keptAfter((graph) => {
      graph.move(new Map([["conv1", [9, 9]]]));
      graph.tell("relu1", "note", "!");
    });
    expect(kept.main).toEqual(["add1", "conv1", "data", "loss", "relu1"]);
  });

  test("are those that no change comes before", () => {
    expect(keptAfter((graph) => graph.setParam("relu1", "inplace", true)).main).toEqual(["conv1", "data"]);
    expect(keptAfter((graph) => graph.removeNodes(["relu1"])).main).toEqual(["conv1", "data"]);
    expect(keptAfter((graph) => graph.connect("add1.input", "conv1.output")).main).toEqual([
      "conv1",
      "data",
      "relu1",
    ]);
  });

  test("are none where the data are others", () => {
    expect(keptAfter((graph) => graph.setType("data", "Photos", {})).main).toEqual([]);
  });

  test("are not those that have the name of another node now", () => {
    const kept = keptAfter((graph) => {
      graph.removeNodes(["conv1"]);
      graph.rename("relu1", "conv1");
    });
    expect(kept.main).toEqual(["data"]);
  });

  test("are looked at inside of blocks, too", () => {
    const edit = (graph: Graph) => graph.changeIn("double", () => graph.setParam("relu1", "inplace", true));
    expect(keptAfter(edit, USING)).toEqual({ main: ["data"], double: [] });
    const last = keptAfter((graph) => graph.setParam("loss", "reduction", "sum"), USING);
    expect(last.double).toEqual(["conv1", "input", "output", "relu1"]);
  });

  test("inside of a block need every use of it to be entered as before", () => {
    const edit = (graph: Graph) => graph.setParam("second", "width", 16);
    expect(keptAfter(edit, USING)).toEqual({ main: ["data", "first"], double: [] });
  });

  test("inside of what is run over and over are all or none", () => {
    const edit = (graph: Graph) => graph.changeIn("double", () => graph.setParam("relu1", "inplace", true));
    expect(keptAfter(edit, looped("Repeat")).double).toEqual([]);
  });

  test("are found in a chain of thousands", () => {
    const nodes: Document["blocks"][string]["nodes"] = {};
    const edges: Record<string, string> = {};
    for (let i = 0; i < 3_000; i++) {
      nodes[`n${i}`] = { type: "ReLU", params: {}, position: [i, 0], note: "" };
      if (i > 0) edges[`n${i}.input`] = `n${i - 1}.output`;
    }
    const chain = drawing({ nodes, edges });
    expect(keptNodes(chain, structuredClone(chain)).get("main")?.size).toBe(3_000);
  });
});
