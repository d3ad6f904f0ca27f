import { expect, test } from "vitest";
import { config } from "../config";
import { Graph } from "../document/graph/graph";
import { DEFAULT_TRAINING } from "../document/graph/projection";
import { withStage } from "../document/stages/edits";
import { createView } from "../document/view/view";
import type { Editor } from "../editor";
import { server } from "../server";
import type { Node, NodeType, Stage } from "../types/generated";
import { addStage, editStages } from "./actions/edit-stages";
import { makeBlock } from "./actions/make-block";
import { act } from "./command";
import { COMMANDS, run } from "./registry";

const layer = { category: "", summary: "", in_torchs_words: false, params: [] };
const port = { kind: "tensor", optional: false, help: "" } as const;
const catalog = new Map(
  ["Linear", "Block", "Repeat", "Objective"].map((type): [string, NodeType] => [
    type,
    {
      ...layer,
      type,
      role: type === "Objective" ? "objective" : "layer",
      inputs: [{ ...port, name: "input", accepts: ["tensor"] }],
      outputs: [{ ...port, name: "output", accepts: [] }],
    },
  ]),
);
const node = (type: string, params: Node["params"] = {}): Node => ({
  type,
  params,
  position: [0, 0],
  note: "",
});

/** fc1 -> fc2 -> deep, in two stages of which the second is as given. */
function opened(more: Partial<Stage>): Editor {
  const graph = new Graph();
  const nodes = {
    fc1: node("Linear"),
    fc2: node("Linear"),
    deep: node("Repeat", { block: "part", times: 4 }),
    goal: node("Objective", { over: "fc1, fc2" }),
  };
  const [two] = withStage(DEFAULT_TRAINING);
  const stages = two.map((stage, index) => (index === 1 ? { ...stage, ...more } : stage));
  const part = { params: {}, nodes: { inner: node("Linear") }, edges: {} };
  const edges = { "fc2.input": "fc1.output", "deep.input": "fc2.output" };
  graph.load({
    version: 1,
    main: "main",
    training: { ...DEFAULT_TRAINING, stages },
    blocks: { main: { params: {}, nodes, edges }, part },
  });
  const view = createView(graph, { name: "", isReadOnly: false, theme: "dark" });
  view.setState({ catalog });
  return { config, graph, view, server, room: { point() {}, leave() {} }, camera: null };
}

const last = ({ graph }: Editor) => graph.document.training.stages?.at(-1);

async function perform(editor: Editor, id: string): Promise<void> {
  const command = COMMANDS.find((known) => known.id === id);
  if (!command) throw new Error(`no command ${id}`);
  await run(command, editor);
}

test("a stage that froze all of a selection freezes the block that takes its place, and back", async () => {
  const editor = opened({ frozen: ["fc1", "fc2", "deep"] });
  editor.view.setState({ selection: ["fc1", "fc2"] });
  act(editor, makeBlock, { name: "body" });
  expect(last(editor)?.frozen).toEqual(["body", "deep"]);
  expect(editor.graph.block.nodes.goal?.params.over).toBe("body");
  editor.view.setState({ selection: ["body"] });
  await perform(editor, "inline-block");
  expect(last(editor)?.frozen).toEqual(["fc1", "fc2", "deep"]);
  expect(editor.graph.block.nodes.goal?.params.over).toBe("fc1, fc2");
  editor.graph.undo();
  editor.graph.undo();
  expect(last(editor)?.frozen).toEqual(["fc1", "fc2", "deep"]);
});

test("one that froze a part of it can't say so of the block", () => {
  const editor = opened({ frozen: ["fc1"] });
  editor.view.setState({ selection: ["fc1", "fc2"] });
  act(editor, makeBlock, { name: "body" });
  expect(last(editor)?.frozen).toEqual([]);
});

test("a Repeat that becomes a Block has no copies that a stage could use", async () => {
  const editor = opened({ times: { deep: 2 } });
  editor.view.setState({ selection: ["deep"] });
  await perform(editor, "repeat-block");
  expect(last(editor)?.times).toEqual({});
  editor.graph.undo();
  expect(last(editor)?.times).toEqual({ deep: 2 });
});

test("a stage that is added is chosen; choosing follows what others do, and undo", () => {
  const editor = opened({});
  act(editor, addStage, null);
  expect(editor.view.getState().stage).toBe(2);
  const stages = editor.graph.document.training.stages ?? [];
  act(editor, editStages, { stages: stages.slice(1), chosen: 1 });
  expect(editor.view.getState().stage).toBe(1);
  editor.graph.undo();
  expect(editor.view.getState().stage).toBe(2);
  editor.graph.undo();
  expect(editor.view.getState().stage).toBeNull();
});

test("who only reads adds none", () => {
  const editor = opened({});
  editor.view.setState({ isReadOnly: true });
  act(editor, addStage, null);
  expect(editor.graph.document.training.stages).toHaveLength(2);
});
