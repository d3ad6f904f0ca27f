import { expect, test } from "vitest";
import cases from "../../../tests/contracts/remade.cases.json";
import { config } from "../config";
import { Graph } from "../document/graph/graph";
import { usedBlock } from "../document/reading/blocks";
import { createView } from "../document/view/view";
import type { Editor } from "../editor";
import { server } from "../server";
import type { Block, Document, NodeType, Report } from "../types/generated";
import { makeBlock } from "./actions/make-block";
import { act } from "./command";
import { COMMANDS, run } from "./registry";

// Python says that these drawings mean the same before and after (tests/contracts/test_remade.py); here, that this
// is what the editor makes of them today. `-u` writes the answers anew.
const ANSWERS = "../../../tests/contracts/remade.answers.json";

interface Case {
  name: string;
  document: Document;
  host: string;
  does: { make?: string[]; inline?: string };
  /** The ports of nodes whose own differ from those of their type. */
  specs: Record<string, NodeType>;
}

const given = cases as unknown as { types: NodeType[]; cases: Case[] };
const catalog = new Map(given.types.map((type) => [type.type, type]));

/** The editor with the block of a case open, after the check. */
function opened({ document, host, specs }: Case): Editor {
  const graph = new Graph();
  graph.load(document);
  graph.enter(host);
  const facts = {
    inputs: {},
    outputs: {},
    parameters: 0,
    flops: 0,
    activation_bytes: 0,
    inferred: {},
    is_needed: true,
  };
  const nodes = Object.fromEntries(Object.entries(specs).map(([id, spec]) => [id, { ...facts, spec }]));
  const isMain = host === document.main;
  const blocks = isMain ? {} : { [host]: nodes };
  const report: Report = {
    problems: [],
    nodes: isMain ? nodes : {},
    blocks,
    parameters: 0,
    flops: 0,
    activation_bytes: 0,
    is_trainable: true,
  };
  const view = createView(graph, { name: "", isReadOnly: false, theme: "dark" });
  view.setState({ catalog, report });
  return { config, graph, view, server, room: { point() {}, leave() {} }, camera: null };
}

/** Where each node went: by its old path from the host, its new one. */
async function remake(editor: Editor, { make, inline }: Case["does"]): Promise<Record<string, string>> {
  const { graph, view } = editor;
  const before = graph.block;
  view.setState({ selection: make ?? [inline ?? ""] });
  if (make) {
    act(editor, makeBlock, { name: "made" });
    return Object.fromEntries(make.map((id) => [id, `${added(before, graph.block)[0]}.${id}`]));
  }
  const used = graph.document.blocks[usedBlock(before.nodes[inline ?? ""]) ?? ""];
  const command = COMMANDS.find(({ id }) => id === "inline-block");
  if (command) await run(command, editor);
  const inner = Object.entries(used?.nodes ?? {}).filter(
    ([, { type }]) => type !== "Input" && type !== "Output",
  );
  const names = added(before, graph.block);
  return Object.fromEntries(inner.map(([id], place) => [`${inline}.${id}`, names[place] ?? ""]));
}

const added = (before: Block, after: Block) => Object.keys(after.nodes).filter((id) => !(id in before.nodes));

test("what the editor makes of each drawing is what Python has looked at", async () => {
  const answers = [];
  for (const each of given.cases) {
    const editor = opened(each);
    const moved = await remake(editor, each.does);
    answers.push({ name: each.name, document: editor.graph.document, moved });
    editor.graph.undo();
    expect(editor.graph.document).toEqual(each.document);
  }
  await expect(`${JSON.stringify(answers, null, 1)}\n`).toMatchFileSnapshot(ANSWERS);
});
