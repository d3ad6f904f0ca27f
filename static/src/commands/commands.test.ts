import { describe, expect, test } from "vitest";
import { config } from "../config";
import { Graph } from "../document/graph/graph";
import { DEFAULT_TRAINING } from "../document/graph/projection";
import { createView } from "../document/view/view";
import type { Editor } from "../editor";
import { server } from "../server";
import type { Node, NodeType } from "../types/generated";
import { addNode } from "./actions/add-node";
import { connect } from "./actions/connect";
import { act, isAvailable } from "./command";
import { matches } from "./keys";
import { COMMANDS, run } from "./registry";

const relu: NodeType = {
  type: "ReLU",
  category: "Activation",
  role: "layer",
  summary: "",
  in_torchs_words: false,
  params: [],
  inputs: [{ name: "input", kind: "tensor", accepts: ["tensor"], optional: false, help: "" }],
  outputs: [{ name: "output", kind: "tensor", accepts: [], optional: false, help: "" }],
};

function opened({ isReadOnly = false } = {}): Editor {
  const graph = new Graph();
  const node: Node = { type: "ReLU", params: {}, position: [0, 0], note: "" };
  graph.load({
    version: 1,
    main: "main",
    training: DEFAULT_TRAINING,
    blocks: {
      main: {
        params: {},
        nodes: { a: node, b: { ...node, position: [300, 0] } },
        edges: { "b.input": "a.output" },
      },
    },
  });
  const view = createView(graph, { name: "", isReadOnly, theme: "dark" });
  view.setState({ catalog: new Map([["ReLU", relu]]) });
  return { config, graph, view, server, room: { point() {}, leave() {} }, camera: null };
}

const find = (id: string) => {
  const command = COMMANDS.find((known) => known.id === id);
  if (!command) throw new Error(`no command ${id}`);
  return command;
};

describe.each(COMMANDS)("the command $id", (command) => {
  test("has a label, and changes nothing when it is done by a reader", async () => {
    expect(command.label).not.toBe("");
    const editor = opened({ isReadOnly: true });
    if (command.isForReaders) return;
    const before = editor.graph.document;
    await run(command, editor);
    expect(editor.graph.document).toBe(before);
    expect(isAvailable(command, editor)).toBe(false);
  });
});

describe("commands", () => {
  test.each(["delete", "duplicate", "copy", "cut"])("%s needs a selection", (id) => {
    const editor = opened();
    expect(isAvailable(find(id), editor)).toBe(false);
    editor.view.setState({ selection: ["a"] });
    expect(isAvailable(find(id), editor)).toBe(true);
  });

  test("undo and redo are offered when there is something to undo and redo", async () => {
    const editor = opened();
    expect(isAvailable(find("undo"), editor)).toBe(false);
    editor.graph.tell("a", "note", "first");
    expect(isAvailable(find("undo"), editor)).toBe(true);
    await run(find("undo"), editor);
    expect(isAvailable(find("undo"), editor)).toBe(false);
    expect(isAvailable(find("redo"), editor)).toBe(true);
  });

  test("delete takes selected nodes and wires in one step of undo", async () => {
    const editor = opened();
    const before = editor.graph.document;
    editor.view.setState({ selection: ["a"], selectedWires: ["b.input"] });
    await run(find("delete"), editor);
    expect(Object.keys(editor.graph.block.nodes)).toEqual(["b"]);
    expect(editor.view.getState().selection).toEqual([]);
    await run(find("undo"), editor);
    expect(editor.graph.document).toEqual(before);
  });

  test("duplicate selects the copies", async () => {
    const editor = opened();
    editor.view.setState({ selection: ["a", "b"] });
    await run(find("duplicate"), editor);
    expect(editor.view.getState().selection).toEqual(["a2", "b2"]);
    expect(editor.graph.block.edges["b2.input"]).toBe("a2.output");
  });
});

describe("actions", () => {
  test("a layer is added beside the selection, where nothing stands", () => {
    const editor = opened();
    editor.view.setState({ selection: ["a"] });
    act(editor, addNode, { type: relu });
    const [x, y] = editor.graph.block.nodes.relu1?.position ?? [0, 0];
    expect(x).toBeGreaterThan(196);
    expect(y).toBeGreaterThan(80);
    expect(editor.view.getState().selection).toEqual(["relu1"]);
  });

  test("a wire that would close a loop is not drawn", () => {
    const editor = opened();
    act(editor, connect, [
      { node: "b", port: "output", side: "output" },
      { node: "a", port: "input", side: "input" },
    ]);
    expect(editor.graph.block.edges).toEqual({ "b.input": "a.output" });
  });

  test("a reader adds nothing", () => {
    const editor = opened({ isReadOnly: true });
    act(editor, addNode, { type: relu });
    expect(Object.keys(editor.graph.block.nodes)).toEqual(["a", "b"]);
  });
});

describe("a shortcut", () => {
  const press = (
    key: string,
    held: Partial<Record<"ctrlKey" | "metaKey" | "shiftKey" | "altKey", boolean>> = {},
  ) => ({
    key,
    ctrlKey: false,
    metaKey: false,
    shiftKey: false,
    altKey: false,
    ...held,
  });

  test.each([
    [press("z", { ctrlKey: true }), "Mod+Z", true],
    [press("z", { metaKey: true }), "Mod+Z", true],
    [press("Z", { ctrlKey: true, shiftKey: true }), "Mod+Shift+Z", true],
    [press("Z", { ctrlKey: true, shiftKey: true }), "Mod+Z", false],
    [press("?", { shiftKey: true }), "?", true],
    [press("/", { shiftKey: true }), "/", true],
    [press("f", { ctrlKey: true }), "F", false],
    [press("Delete"), "Delete", true],
    [press("+", { shiftKey: true }), "+", true],
    [press("-"), "+", false],
  ])("%o is %s: %s", (event, shortcut, isIt) => {
    expect(matches(event, shortcut)).toBe(isIt);
  });
});
