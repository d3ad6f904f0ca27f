import * as Y from "yjs";
import type { Block, Document, Fix, Node, Training } from "../types/generated";
import type { Value } from "./params";
import { splitPort } from "./ports";

export type Edit = Fix["edits"][number];
export type Position = [x: number, y: number];

const LOCAL = Symbol("an edit made in this tab");
const DEFAULT_TRAINING: Training = { epochs: 20, batch_size: 64, seed: 0 };

/**
 * The drawing, shared with the room and with the other tabs.
 *
 * The only class that touches Yjs: everybody else sees plain, frozen-by-convention objects. Nodes that
 * did not change keep their identity from one projection to the next.
 */
export class Graph {
  readonly #root: Y.Map<unknown>;
  readonly #undo: Y.UndoManager;
  readonly #listeners = new Set<() => void>();
  #nodes = new Map<string, Node>();
  #document: Document;

  constructor(readonly doc: Y.Doc = new Y.Doc()) {
    this.#root = doc.getMap("document");
    this.#undo = new Y.UndoManager(this.#root, { captureTimeout: 0, trackedOrigins: new Set([LOCAL]) });
    this.#document = this.#project();
    this.#root.observeDeep((events) => this.#refresh(events));
    for (const moment of ["stack-item-added", "stack-item-popped", "stack-cleared"] as const) {
      this.#undo.on(moment, () => this.#tell());
    }
  }

  get document(): Document {
    return this.#document;
  }

  /** The block that is trained. */
  get block(): Block {
    return blockOf(this.#document);
  }

  /** True until the room, the offline cache or `load` has brought a drawing. */
  get isBlank(): boolean {
    return this.#root.size === 0;
  }

  get canUndo(): boolean {
    return this.#undo.canUndo();
  }

  get canRedo(): boolean {
    return this.#undo.canRedo();
  }

  /** Calls back after each change; returns what ends that. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Puts a whole document in place; not an edit, so undo does not know it. */
  load(document: Document): void {
    this.doc.transact(() => {
      this.#root.set("version", document.version);
      this.#root.set("main", document.main);
      this.#root.set("training", new Y.Map(Object.entries(document.training)));
      const blocks = new Y.Map<Y.Map<unknown>>();
      for (const [name, block] of Object.entries(document.blocks)) blocks.set(name, blockMap(block));
      this.#root.set("blocks", blocks);
    });
  }

  /** Makes the edits inside as one step of undo. */
  change(edits: () => void): void {
    this.doc.transact(edits, LOCAL);
  }

  undo(): void {
    this.#undo.undo();
  }

  redo(): void {
    this.#undo.redo();
  }

  addNode(id: string, node: Node): void {
    this.change(() => this.#nodeMaps().set(id, nodeMap(node)));
  }

  /** Takes nodes away, with every wire that touches them. */
  removeNodes(ids: Iterable<string>): void {
    const gone = new Set(ids);
    this.change(() => {
      for (const id of gone) this.#nodeMaps().delete(id);
      for (const [target, source] of this.#edgeEntries()) {
        if (gone.has(splitPort(target)[0]) || gone.has(splitPort(source)[0])) this.#edges().delete(target);
      }
    });
  }

  /** Fills an input from an output; a wire that was there is replaced. */
  connect(target: string, source: string): void {
    this.change(() => this.#edges().set(target, source));
  }

  disconnect(targets: Iterable<string>): void {
    this.change(() => {
      for (const target of targets) this.#edges().delete(target);
    });
  }

  setParam(id: string, name: string, value: Value): void {
    this.change(() => this.#params(id)?.set(name, value));
  }

  /** Back to the default, or to the size that follows from the input. */
  unsetParam(id: string, name: string): void {
    this.change(() => this.#params(id)?.delete(name));
  }

  move(positions: ReadonlyMap<string, Position>): void {
    this.change(() => {
      for (const [id, [x, y]] of positions)
        this.#nodeMaps()
          .get(id)
          ?.set("position", [Math.round(x), Math.round(y)]);
    });
  }

  setNote(id: string, note: string): void {
    this.change(() => this.#nodeMaps().get(id)?.set("note", note));
  }

  /** Gives a node another id; its wires follow. */
  rename(id: string, name: string): void {
    const node = this.block.nodes[id];
    if (!node || id === name) return;
    const follow = (reference: string) => {
      const [owner, port] = splitPort(reference);
      return owner === id ? `${name}.${port}` : reference;
    };
    this.change(() => {
      this.#nodeMaps().delete(id);
      this.#nodeMaps().set(name, nodeMap(node));
      for (const [target, source] of this.#edgeEntries()) {
        if (follow(target) === target && follow(source) === source) continue;
        this.#edges().delete(target);
        this.#edges().set(follow(target), follow(source));
      }
    });
  }

  setTraining(name: keyof Training, value: number): void {
    this.change(() => this.#training().set(name, value));
  }

  /** Makes the edits of a problem's fix, in order, as one step of undo. */
  apply(edits: readonly Edit[]): void {
    this.change(() => {
      for (const edit of edits) this.#applyOne(edit);
    });
  }

  #applyOne(edit: Edit): void {
    if (edit.op === "add_node") this.addNode(edit.id, { ...edit, note: "" });
    else if (edit.op === "remove_node") this.removeNodes([edit.id]);
    else if (edit.op === "connect") this.connect(edit.target, edit.source);
    else if (edit.op === "disconnect") this.disconnect([edit.target]);
    else if (edit.op === "set_param") this.setParam(edit.id, edit.name, edit.value);
    else this.unsetParam(edit.id, edit.name);
  }

  #block(): Y.Map<unknown> {
    const blocks = child(this.#root, "blocks");
    return child(blocks, (this.#root.get("main") as string | undefined) ?? "main");
  }

  #nodeMaps(): Y.Map<Y.Map<unknown>> {
    return child(this.#block(), "nodes") as Y.Map<Y.Map<unknown>>;
  }

  #edges(): Y.Map<string> {
    return child(this.#block(), "edges") as Y.Map<string>;
  }

  #edgeEntries(): [string, string][] {
    return [...this.#edges().entries()];
  }

  #training(): Y.Map<unknown> {
    return child(this.#root, "training");
  }

  #params(id: string): Y.Map<unknown> | undefined {
    const node = this.#nodeMaps().get(id);
    return node && child(node, "params");
  }

  #refresh(events: Y.YEvent<Y.AbstractType<unknown>>[]): void {
    for (const event of events) this.#forget(event);
    this.#document = this.#project();
    this.#tell();
  }

  // Paths read ["blocks", block, "nodes", id, ...]: only the nodes on them are projected anew.
  #forget(event: Y.YEvent<Y.AbstractType<unknown>>): void {
    const [, block, part, id] = event.path;
    if (id !== undefined) this.#nodes.delete(`${block}.${id}`);
    else if (part === "nodes") for (const key of event.keys.keys()) this.#nodes.delete(`${block}.${key}`);
    else if (part === undefined) this.#nodes.clear();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }

  #project(): Document {
    const blocks: Record<string, Block> = {};
    const known = this.#root.get("blocks");
    if (known instanceof Y.Map) {
      for (const [name, block] of known.entries())
        blocks[name] = this.#projectBlock(name, block as Y.Map<unknown>);
    }
    const main = (this.#root.get("main") as string | undefined) ?? "main";
    blocks[main] ??= { nodes: {}, edges: {} };
    const training = this.#root.get("training");
    return {
      version: 1,
      main,
      blocks,
      training: { ...DEFAULT_TRAINING, ...(training instanceof Y.Map ? training.toJSON() : {}) },
    };
  }

  #projectBlock(name: string, block: Y.Map<unknown>): Block {
    const nodes: Record<string, Node> = {};
    for (const [id, node] of entriesOf(block.get("nodes"))) {
      const key = `${name}.${id}`;
      const projected = this.#nodes.get(key) ?? projectNode(node as Y.Map<unknown>);
      this.#nodes.set(key, projected);
      nodes[id] = projected;
    }
    // Two people may delete a node and wire it at the same time: such a wire is nobody's.
    const edges = entriesOf(block.get("edges")).filter(
      ([target, source]) => splitPort(target)[0] in nodes && splitPort(source as string)[0] in nodes,
    );
    return { nodes, edges: Object.fromEntries(edges) as Record<string, string> };
  }
}

export function blockOf(document: Document): Block {
  return document.blocks[document.main] ?? { nodes: {}, edges: {} };
}

function child(parent: Y.Map<unknown>, key: string): Y.Map<unknown> {
  const known = parent.get(key);
  if (known instanceof Y.Map) return known;
  const made = new Y.Map<unknown>();
  parent.set(key, made);
  return made;
}

function entriesOf(map: unknown): [string, unknown][] {
  return map instanceof Y.Map ? [...map.entries()] : [];
}

function nodeMap(node: Pick<Node, "type" | "params" | "position" | "note">): Y.Map<unknown> {
  const map = new Y.Map<unknown>();
  map.set("type", node.type);
  map.set("params", new Y.Map(Object.entries(node.params)));
  map.set("position", [...node.position]);
  map.set("note", node.note);
  return map;
}

function blockMap(block: Block): Y.Map<unknown> {
  const map = new Y.Map<unknown>();
  const nodes = new Y.Map<Y.Map<unknown>>();
  for (const [id, node] of Object.entries(block.nodes)) nodes.set(id, nodeMap(node));
  map.set("nodes", nodes);
  map.set("edges", new Y.Map(Object.entries(block.edges)));
  return map;
}

function projectNode(node: Y.Map<unknown>): Node {
  const params = node.get("params");
  return {
    type: (node.get("type") as string | undefined) ?? "",
    params: params instanceof Y.Map ? (params.toJSON() as Node["params"]) : {},
    position: [...((node.get("position") as Position | undefined) ?? [0, 0])] as Position,
    note: (node.get("note") as string | undefined) ?? "",
  };
}
