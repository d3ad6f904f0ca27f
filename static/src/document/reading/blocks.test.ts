import { describe, expect, test } from "vitest";
import type { Block, Report } from "../../types/generated";
import { catalog, DOUBLE, drawing, node, opened, type, USING } from "../blocks/blocks.fixture";
import { holds, neededBlocks, portsOf, trailTo } from "./blocks";
import { factsIn, isAbout, problemsInside } from "./facts";

describe("a block's definition", () => {
  test("is renamed with everything that uses it, in one step of undo, and stays open", () => {
    const graph = opened();
    graph.enter("double");
    graph.renameBlock("double", "twice");
    expect(graph.open).toBe("twice");
    expect(graph.document.blocks.double).toBeUndefined();
    expect(graph.document.blocks.main?.nodes.first?.params).toEqual({ block: "twice", width: 4 });
    graph.undo();
    expect(graph.document).toEqual(USING);
  });

  test("takes the wires outside along when a port is renamed, and away when it is removed", () => {
    const graph = opened();
    graph.enter("double");
    graph.rename("input", "image");
    graph.rename("output", "features");
    expect(graph.document.blocks.main?.edges).toEqual({
      "first.image": "data.image",
      "second.image": "first.features",
      "loss.input": "second.features",
      "loss.target": "data.label",
    });
    graph.removeNodes(["features"]);
    expect(graph.document.blocks.main?.edges).toEqual({
      "first.image": "data.image",
      "loss.target": "data.label",
    });
    graph.undo();
    graph.undo();
    graph.undo();
    expect(graph.document).toEqual(USING);
  });

  test("takes expressions and uses along when a parameter is renamed or removed", () => {
    const graph = opened();
    graph.enter("double");
    graph.renameDefault("width", "channels");
    expect(graph.block.params).toEqual({ channels: 8 });
    expect(graph.block.nodes.conv1?.params.out_channels).toBe("=2 * channels");
    expect(graph.document.blocks.main?.nodes.first?.params).toEqual({ block: "double", channels: 4 });
    graph.removeDefault("channels");
    expect(graph.document.blocks.main?.nodes.first?.params).toEqual({ block: "double" });
    graph.undo();
    graph.undo();
    expect(graph.document).toEqual(USING);
  });

  test("has its ports from top to bottom, then by name", () => {
    const at = (y: number) => node("Input", {}, [0, y]);
    const block: Block = {
      params: {},
      edges: {},
      nodes: { b: at(10), low: at(20), a: at(10), high: at(-5) },
    };
    expect(portsOf(block, "Input")).toEqual(["high", "a", "b", "low"]);
  });

  test("is known to hold itself and what it uses", () => {
    const around: Block = { params: {}, nodes: { inner: node("Block", { block: "double" }) }, edges: {} };
    const document = drawing({}, { double: DOUBLE, around });
    expect(holds(document, "around", "double")).toBe(true);
    expect(holds(document, "double", "around")).toBe(false);
    expect(holds(document, "double", "double")).toBe(true);
    expect(neededBlocks(document, [node("Repeat", { block: "around" })])).toEqual(["around", "double"]);
  });

  test("is reached by the way that was gone, or else by the shortest", () => {
    const using = (block: string): Block => ({
      params: {},
      nodes: { inner: node("Block", { block }) },
      edges: {},
    });
    const document = drawing(
      { nodes: { a: node("Block", { block: "outer" }), b: node("Block", { block: "deep" }) } },
      { outer: using("deep"), deep: using("double"), double: DOUBLE, lonely: DOUBLE },
    );
    expect(trailTo(document, ["main", "outer"], "deep")).toEqual(["main", "outer", "deep"]);
    expect(trailTo(document, ["main", "outer", "deep"], "outer")).toEqual(["main", "outer"]);
    expect(trailTo(document, ["main"], "double")).toEqual(["main", "deep", "double"]);
    expect(trailTo(document, ["main"], "lonely")).toEqual(["main", "lonely"]);
  });
});

describe("a node that uses a block", () => {
  test("has the block's ports before the check has answered, and then what the check says", () => {
    const drawn = factsIn({ catalog, document: USING, report: null }, "main");
    expect(drawn("first")?.inputs.map(({ name }) => name)).toEqual(["input"]);
    expect(drawn("first")).toBe(drawn("first"));
    const spec = type("Block", "layer", ["image"], []);
    const report: Report = {
      problems: [],
      blocks: {
        double: {
          conv1: {
            inputs: {},
            outputs: {},
            parameters: 5,
            flops: 0,
            activation_bytes: 0,
            inferred: {},
            is_needed: true,
            spec,
          },
        },
      },
      nodes: {
        first: {
          inputs: {},
          outputs: {},
          parameters: 10,
          flops: 0,
          activation_bytes: 0,
          inferred: {},
          is_needed: true,
          spec,
        },
      },
      parameters: 20,
      flops: 0,
      activation_bytes: 0,
      is_trainable: true,
    };
    expect(factsIn({ catalog, document: USING, report }, "main")("first")).toBe(spec);
    expect(factsIn({ catalog, document: USING, report }, "double")("conv1")).toBe(spec);
  });

  test("tells of the problems inside, which belong to the block's nodes", () => {
    const problem = {
      code: "c",
      message: "m",
      hint: "",
      severity: "error",
      is_explained: false,
      port: null,
      fix: null,
    } as const;
    const report: Report = {
      problems: [
        { ...problem, block: "double", node: "conv1" },
        { ...problem, block: null, node: "conv1" },
      ],
      blocks: {},
      nodes: {},
      parameters: 0,
      flops: 0,
      activation_bytes: 0,
      is_trainable: false,
    };
    const known = { report, document: USING };
    expect(problemsInside(known, "main", "first")).toBe(1);
    expect(problemsInside(known, "main", "loss")).toBe(0);
    const about = report.problems.map((each) => isAbout(each, USING, "double", "conv1"));
    expect(about).toEqual([true, false]);
  });
});
