import { describe, expect, test } from "vitest";
import type { Block } from "../../types/generated";
import { DOUBLE, drawing, node, opened, USING } from "../blocks/blocks.fixture";
import { cutOut, insert, readFragment } from "./fragment";

describe("copy and paste between networks", () => {
  const copy = () => readFragment(JSON.stringify(cutOut(USING, "main", ["first"])));

  test("brings the block along, as one step of undo", () => {
    const graph = opened(drawing());
    const fragment = copy();
    expect(fragment && insert(graph, fragment, [0, 0])).toEqual(["first"]);
    expect(graph.document.blocks.double).toEqual(DOUBLE);
    graph.undo();
    expect(graph.document).toEqual(drawing());
  });

  test("uses the block that is there already when it is the same", () => {
    const graph = opened();
    const fragment = copy();
    if (fragment) insert(graph, fragment, [0, 0]);
    expect(Object.keys(graph.document.blocks)).toEqual(["main", "double"]);
  });

  test("gives the block another name when its own means something else there, also inside of blocks", () => {
    const around: Block = { params: {}, nodes: { inner: node("Block", { block: "double" }) }, edges: {} };
    const source = drawing(
      { nodes: { outer: node("Block", { block: "around" }) }, edges: {} },
      { around, double: DOUBLE },
    );
    const graph = opened(drawing({}, { double: { ...DOUBLE, params: { width: 99 } } }));
    insert(graph, cutOut(source, "main", ["outer"]), [0, 0]);
    expect(graph.document.blocks.double?.params).toEqual({ width: 99 });
    expect(graph.document.blocks.double2).toEqual(DOUBLE);
    expect(graph.document.blocks.around?.nodes.inner?.params.block).toBe("double2");
    expect(graph.block.nodes.outer?.params.block).toBe("around");
  });

  test("between blocks of one network needs nothing else", () => {
    const graph = opened();
    graph.enter("double");
    insert(graph, cutOut(graph.document, "main", ["loss"]), [0, 0]);
    expect(graph.block.nodes.loss?.type).toBe("Loss");
    expect(Object.keys(graph.document.blocks)).toEqual(["main", "double"]);
  });
});
