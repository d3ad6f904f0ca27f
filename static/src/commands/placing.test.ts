import { expect, test } from "vitest";
import * as Y from "yjs";
import { config } from "../config";
import { Graph } from "../document/graph/graph";
import { DEFAULT_TRAINING } from "../document/graph/projection";
import { areClose, type Box } from "../document/layout/free";
import { createView } from "../document/view/view";
import type { Camera, Editor } from "../editor";
import { server } from "../server";
import type { Node, NodeType } from "../types/generated";
import { addNode } from "./actions/add-node";
import { applyFix } from "./actions/apply-fix";
import { plainBoxes } from "./actions/placing";
import { act } from "./command";
import { COMMANDS, run } from "./registry";

const SEEN: Box = { x: 0, y: 0, width: 1200, height: 700 };

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
const at = (x: number, y: number): Node => ({ type: "ReLU", params: {}, position: [x, y], note: "" });

function opened(nodes: Record<string, Node>): Editor {
  const graph = new Graph();
  const main = { params: {}, nodes, edges: {} };
  graph.load({ version: 1, main: "main", training: DEFAULT_TRAINING, blocks: { main } });
  const view = createView(graph, { name: "", isReadOnly: false, theme: "dark" });
  view.setState({ catalog: new Map([["ReLU", relu]]) });
  return { config, graph, view, server, room: { point() {}, leave() {} }, camera: still() };
}

/** A camera that looks at one place, and says so where it is asked to turn. */
function still(): Camera {
  const turn = () => expect.unreachable("the camera moves");
  return {
    fit: turn,
    zoomBy: turn,
    panBy: turn,
    show: turn,
    focus() {},
    placeOf: (x, y) => [x, y],
    clearView: () => SEEN,
    sizes: () => new Map(),
    aspectRatio: () => 1.6,
  };
}

async function perform(editor: Editor, id: string): Promise<void> {
  const command = COMMANDS.find((known) => known.id === id);
  if (!command) throw new Error(`no command ${id}`);
  await run(command, editor);
}

function expectNoneCovers(editor: Editor): void {
  const boxes = [...plainBoxes(editor, editor.graph.open)];
  const covering = boxes.filter(([, one], i) =>
    boxes.some(([, other], j) => i !== j && areClose(one, other)),
  );
  expect(covering.map(([id]) => id)).toEqual([]);
}

const isSeen = ({ x, y, width, height }: Box) =>
  x >= SEEN.x && y >= SEEN.y && x + width <= SEEN.width && y + height <= SEEN.height;

test("what is put down by hand lies exactly there, and beside what it would cover", () => {
  const editor = opened({ a: at(0, 0) });
  act(editor, addNode, { type: relu, at: [1150, 655] }); // half out of view
  expect(editor.graph.block.nodes.relu1?.position).toEqual([1150, 655]);
  act(editor, addNode, { type: relu, at: [20, 30] });
  expectNoneCovers(editor);
  const [x = 0, y = 0] = editor.graph.block.nodes.relu2?.position ?? [];
  expect(Math.hypot(x - 20, y - 30)).toBeLessThan(150);
});

test("many that are added one after the other all lie in view, each for itself", () => {
  const editor = opened({ a: at(0, 0) });
  editor.view.setState({ selection: ["a"] });
  for (let i = 0; i < 12; i++) act(editor, addNode, { type: relu });
  expectNoneCovers(editor);
  expect([...plainBoxes(editor, "main").values()].every(isSeen)).toBe(true);
});

test("beside something that is selected but not seen, a new node lies in view all the same", () => {
  const editor = opened({ a: at(5000, 9000) });
  editor.view.setState({ selection: ["a"] });
  act(editor, addNode, { type: relu });
  expect(isSeen(plainBoxes(editor, "main").get("relu1") as Box)).toBe(true);
});

test.each(["duplicate", "paste"])("%s keeps the shape, in view and on nothing else", async (id) => {
  const editor = opened({ a: at(40, 40), b: at(300, 80), c: at(40, 200), d: at(300, 240) });
  editor.view.setState({ selection: ["a", "b"] });
  await perform(editor, "copy");
  await perform(editor, id);
  const { a2, b2 } = editor.graph.block.nodes;
  expect([
    (b2?.position[0] ?? 0) - (a2?.position[0] ?? 0),
    (b2?.position[1] ?? 0) - (a2?.position[1] ?? 0),
  ]).toEqual([260, 40]);
  expectNoneCovers(editor);
  expect([...plainBoxes(editor, "main").values()].every(isSeen)).toBe(true);
});

test("what was copied far from here is pasted where one looks", async () => {
  const editor = opened({ a: at(-9000, 4000) });
  editor.view.setState({ selection: ["a"] });
  await perform(editor, "copy");
  await perform(editor, "paste");
  expect(isSeen(plainBoxes(editor, "main").get("a2") as Box)).toBe(true);
});

test("what undo brings back stands where it stood", async () => {
  const before = { a: at(0, 0), b: at(10, 20), c: at(400, 0) }; // two of them overlap, as somebody wanted it
  const editor = opened(before);
  editor.view.setState({ selection: ["a", "c"] });
  await perform(editor, "delete");
  await perform(editor, "undo");
  expect(editor.graph.block.nodes).toEqual(before);
  await perform(editor, "redo");
  await perform(editor, "undo");
  expect(editor.graph.block.nodes).toEqual(before);
});

test("what undo brings back covers nothing that somebody else has put there since", async () => {
  const editor = opened({ a: at(0, 0), b: at(400, 0) });
  editor.view.setState({ selection: ["a"] });
  await perform(editor, "delete");
  const peer = new Graph(new Y.Doc());
  Y.applyUpdate(peer.doc, Y.encodeStateAsUpdate(editor.graph.doc));
  peer.addNode("theirs", at(30, 10));
  Y.applyUpdate(editor.graph.doc, Y.encodeStateAsUpdate(peer.doc));
  await perform(editor, "undo");
  expect(Object.keys(editor.graph.block.nodes).sort()).toEqual(["a", "b", "theirs"]);
  expect(editor.graph.block.nodes.theirs?.position).toEqual([30, 10]);
  expectNoneCovers(editor);
  await perform(editor, "redo");
  expect(Object.keys(editor.graph.block.nodes).sort()).toEqual(["b", "theirs"]);
});

test("what a fix adds covers nothing", () => {
  const editor = opened({ a: at(0, 0), b: at(300, 0) });
  const edit = { op: "add_node", id: "between", type: "ReLU", params: {}, position: [150, 40] } as const;
  act(editor, applyFix, {
    code: "c",
    message: "m",
    hint: "",
    severity: "error",
    is_explained: false,
    block: null,
    node: "a",
    port: null,
    fix: { label: "Put one between", edits: [{ ...edit, position: [...edit.position] }] },
  });
  expect(Object.keys(editor.graph.block.nodes)).toContain("between");
  expectNoneCovers(editor);
});
