import { describe, expect, test } from "vitest";
import { config } from "../config";
import { Graph } from "../document/graph/graph";
import { DEFAULT_TRAINING } from "../document/graph/projection";
import { createView } from "../document/view/view";
import type { Editor } from "../editor";
import { type ShippedBlock, server } from "../server";
import type { Block, Node, NodeType } from "../types/generated";
import { addNode } from "./actions/add-node";
import { applyFix } from "./actions/apply-fix";
import { enterBlock } from "./actions/go";
import { makeBlock } from "./actions/make-block";
import { placeBlock } from "./actions/place-block";
import { removeDefault } from "./actions/remove-default";
import { act, isAvailable } from "./command";
import { COMMANDS, run } from "./registry";

const type = (name: string): NodeType => ({
  type: name,
  category: "",
  role: "layer",
  summary: "",
  in_torchs_words: false,
  params: [],
  inputs: [{ name: "input", kind: "tensor", accepts: ["tensor"], optional: false, help: "" }],
  outputs: [{ name: "output", kind: "tensor", accepts: [], optional: false, help: "" }],
});
const catalog = new Map(["ReLU", "Linear", "Block", "Repeat"].map((name) => [name, type(name)]));
const node = (name: string, params: Node["params"] = {}): Node => ({
  type: name,
  params,
  position: [0, 0],
  note: "",
});
const part: Block = {
  params: { width: 8 },
  nodes: { input: node("Input"), fc1: node("Linear", { out_features: "=width" }), output: node("Output") },
  edges: { "fc1.input": "input.output", "output.input": "fc1.output" },
};

/** a -> b -> use, where use is the block `part`. */
function opened(): Editor {
  const graph = new Graph();
  graph.load({
    version: 1,
    main: "main",
    training: DEFAULT_TRAINING,
    blocks: {
      main: {
        params: {},
        nodes: { a: node("ReLU"), b: node("ReLU"), use: node("Block", { block: "part" }) },
        edges: { "b.input": "a.output", "use.input": "b.output" },
      },
      part,
    },
  });
  const view = createView(graph, { name: "", isReadOnly: false, theme: "dark" });
  view.setState({ catalog });
  return { config, graph, view, server, room: { point() {}, leave() {} }, camera: null };
}

async function perform(editor: Editor, id: string): Promise<void> {
  const command = COMMANDS.find((known) => known.id === id);
  if (!command || !isAvailable(command, editor)) throw new Error(`${id} can't be done`);
  await run(command, editor);
}

const select = (editor: Editor, ...selection: string[]) => editor.view.setState({ selection });

describe("commands on blocks", () => {
  test("the selection becomes a block, asked for by name, and the block the selection again", async () => {
    const editor = opened();
    const before = editor.graph.document;
    select(editor, "a", "b");
    await perform(editor, "make-block");
    expect(editor.view.getState().dialog).toBe("make-block");
    act(editor, makeBlock, { name: "twice" });
    expect(editor.view.getState().selection).toEqual(["twice"]);
    expect(editor.graph.block.edges).toEqual({ "use.input": "twice.output" });
    await perform(editor, "inline-block");
    expect(editor.graph.block).toEqual(before.blocks.main);
    expect(editor.view.getState().selection).toEqual(["a", "b"]);
    await perform(editor, "undo");
    await perform(editor, "undo");
    expect(editor.graph.document).toEqual(before);
  });

  test("a block is opened by its node and left for the node; Escape first gives up the selection", async () => {
    const editor = opened();
    select(editor, "use");
    await perform(editor, "open-block");
    expect(editor.graph.open).toBe("part");
    select(editor, "fc1");
    await perform(editor, "select-none");
    expect(editor.graph.open).toBe("part");
    await perform(editor, "select-none");
    expect(editor.graph.open).toBe("main");
    expect(editor.view.getState().selection).toEqual(["use"]);
  });

  test("a reader can open and leave blocks", () => {
    const editor = opened();
    editor.view.setState({ isReadOnly: true });
    enterBlock(editor, "use");
    expect(editor.view.getState().trail).toEqual(["main", "part"]);
  });

  test("a block that is used is not deleted; one that is not, is", async () => {
    const editor = opened();
    select(editor, "use");
    await perform(editor, "delete-block");
    expect(editor.graph.document.blocks.part).toEqual(part);
    await perform(editor, "open-block");
    editor.graph.changeIn("main", () => editor.graph.removeNodes(["use"]));
    await perform(editor, "delete-block");
    expect(Object.keys(editor.graph.document.blocks)).toEqual(["main"]);
    expect(editor.graph.open).toBe("main");
    await perform(editor, "undo");
    expect(editor.graph.document.blocks.part).toEqual(part);
  });

  test("a new block has one input and one output and is opened", async () => {
    const editor = opened();
    await perform(editor, "new-block");
    expect(editor.graph.open).toBe("block");
    expect(Object.values(editor.graph.block.nodes).map((each) => each.type)).toEqual(["Input", "Output"]);
  });

  test("a duplicated block of a node is that node's own", async () => {
    const editor = opened();
    select(editor, "use");
    await perform(editor, "duplicate-block");
    expect(editor.graph.block.nodes.use?.params.block).toBe("part2");
    expect(editor.graph.document.blocks.part2).toEqual(part);
  });

  test("a block is repeated, and used once again", async () => {
    const editor = opened();
    select(editor, "use");
    await perform(editor, "repeat-block");
    expect(editor.graph.block.nodes.use).toEqual(node("Repeat", { block: "part", times: 2 }));
    await perform(editor, "repeat-block");
    expect(editor.graph.block.nodes.use).toEqual(node("Block", { block: "part" }));
  });

  test("a block can't be put inside of itself", () => {
    const editor = opened();
    editor.graph.enter("part");
    act(editor, addNode, { type: type("Block"), params: { block: "part" } });
    expect(editor.graph.block).toEqual(part);
    editor.graph.enter("main");
    act(editor, addNode, { type: type("Block"), params: { block: "part" } });
    expect(editor.graph.block.nodes.part?.params).toEqual({ block: "part" });
  });

  test("a fix mends the block that its problem is in, whichever is open", () => {
    const editor = opened();
    const edit = { op: "set_param", id: "fc1", name: "out_features", value: 3 } as const;
    act(editor, applyFix, {
      code: "c",
      message: "m",
      hint: "",
      severity: "error",
      is_explained: false,
      block: "part",
      node: "fc1",
      port: null,
      fix: { label: "Set it", edits: [edit] },
    });
    expect(editor.graph.document.blocks.part?.nodes.fc1?.params.out_features).toBe(3);
    expect(editor.graph.open).toBe("main");
    editor.graph.undo();
    expect(editor.graph.open).toBe("part");
  });

  test("a parameter that something is computed from stays", () => {
    const editor = opened();
    editor.graph.enter("part");
    act(editor, removeDefault, { name: "width" });
    expect(editor.graph.block.params).toEqual({ width: 8 });
    editor.graph.setParam("fc1", "out_features", 4);
    act(editor, removeDefault, { name: "width" });
    expect(editor.graph.block.params).toEqual({});
  });
});

describe("a block of the library", () => {
  const around: Block = { params: {}, nodes: { inner: node("Block", { block: "part" }) }, edges: {} };
  const shipped: ShippedBlock = {
    name: "around",
    title: "Around",
    category: "",
    summary: "",
    reference: "",
    use: "Block",
  };
  const parts = { part, around };

  test("comes with those that it uses, as one step of undo", () => {
    const editor = opened();
    const before = editor.graph.document;
    act(editor, placeBlock, { shipped, blocks: parts, at: [500, 100] });
    expect(editor.graph.block.nodes.around).toEqual({
      ...node("Block", { block: "around" }),
      position: [500, 100],
    });
    expect(Object.keys(editor.graph.document.blocks)).toEqual(["main", "part", "around"]);
    expect(editor.view.getState().selection).toEqual(["around"]);
    editor.graph.undo();
    expect(editor.graph.document).toEqual(before);
  });

  test("is copied once, however often it is placed", () => {
    const editor = opened();
    act(editor, placeBlock, { shipped, blocks: parts });
    act(editor, placeBlock, { shipped, blocks: parts });
    expect(Object.keys(editor.graph.block.nodes)).toEqual(["a", "b", "use", "around", "around2"]);
    expect(Object.keys(editor.graph.document.blocks)).toEqual(["main", "part", "around"]);
  });

  test("leaves one that was changed as it is, and comes under another name", () => {
    const editor = opened();
    act(editor, placeBlock, { shipped, blocks: parts });
    editor.graph.changeIn("part", () => editor.graph.setDefault("width", 99));
    act(editor, placeBlock, { shipped, blocks: parts });
    const { blocks } = editor.graph.document;
    expect(blocks.part?.params.width).toBe(99);
    expect(blocks.part2).toEqual(part);
    expect(blocks.around2?.nodes.inner?.params.block).toBe("part2");
    expect(editor.graph.block.nodes.around2?.params.block).toBe("around2");
  });

  test("can't be placed inside of itself", () => {
    const editor = opened();
    act(editor, placeBlock, { shipped, blocks: parts });
    editor.graph.enter("part");
    act(editor, placeBlock, { shipped, blocks: parts });
    expect(editor.graph.block).toEqual(part);
  });
});
