import * as Y from "yjs";
import type { Block, Document, Fix, Node, Stage, Training } from "../../types/generated";
import { namesIn, renameIn } from "../params/expression";
import type { Value } from "../params/value";
import { blockOf, sharersOf, usedBlock, usersOf, wearersOf } from "../reading/blocks";
import { splitPort } from "../reading/ports";
import { applyEdit } from "./applyEdit";
import { type Names, overAfter, trainingAfter } from "./names";
import { Projection, projectTraining } from "./projection";
import { rewrite, write } from "./rewrite";
import { writeStages } from "./stages";
import { blockMap, child, nodeMap, setOrDrop } from "./tree";

export type Edit = Fix["edits"][number];
export type Position = [x: number, y: number];

const LOCAL = Symbol("an edit made in this tab");
const SETTLED = Symbol("a move that follows from a step of undo");

/**
 * The drawing, shared with the room and with the other tabs.
 *
 * The only class that changes what Yjs holds: everybody else sees plain, frozen-by-convention objects
 * (`Projection`). Edits go to the block that is open.
 */
export class Graph {
  readonly #root: Y.Map<unknown>;
  readonly #undo: Y.UndoManager;
  readonly #projection: Projection;
  readonly #listeners = new Set<() => void>();
  #document: Document;
  /** The drawing before the step that is being made. */
  #before: Document;
  #open: string | null = null;
  #edited: string | null = null;

  constructor(readonly doc: Y.Doc = new Y.Doc()) {
    this.#root = doc.getMap("document");
    this.#undo = new Y.UndoManager(this.#root, { captureTimeout: 0, trackedOrigins: new Set([LOCAL]) });
    this.#projection = new Projection(this.#root);
    this.#document = this.#projection.document();
    this.#before = this.#document;
    this.#root.observeDeep((events) => this.#refresh(events));
    for (const moment of ["stack-item-added", "stack-item-popped", "stack-cleared"] as const) {
      this.#undo.on(moment, () => this.#tell());
    }
    this.#undo.on("stack-item-added", ({ stackItem }) => {
      stackItem.meta.set("block", this.#where);
      stackItem.meta.set("before", this.#before);
    });
  }

  get document(): Document {
    return this.#document;
  }

  /** The name of the block that is open. */
  get open(): string {
    const isThere = this.#open !== null && this.#open in this.#document.blocks;
    return isThere ? (this.#open as string) : this.#document.main;
  }

  /** The block that is open. */
  get block(): Block {
    return blockOf(this.#document, this.open);
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
    this.doc.transact(() => write(this.#root, document));
  }

  /** Makes it another drawing, as one step of undo. How it is computed on this machine stays. */
  restore(document: Document): void {
    const { threads, kernels, compiled } = this.#document.training;
    const training = { ...document.training, threads, kernels, compiled };
    this.change(() => rewrite(this.#root, { ...document, training }));
  }

  /** Opens a block: what is drawn from now on is drawn there. */
  enter(name: string): void {
    if (!(name in this.#document.blocks) || name === this.open) return;
    this.#open = name;
    this.#tell();
  }

  /** Makes the edits inside as one step of undo. */
  change(edits: () => void): void {
    this.#before = this.#document;
    this.doc.transact(edits, LOCAL);
  }

  /** Makes the edits inside in a certain block, whichever is open, as one step of undo. */
  changeIn(block: string, edits: () => void): void {
    const before = this.#edited;
    this.#edited = block;
    try {
      this.change(edits);
    } finally {
      this.#edited = before;
    }
  }

  /** Takes the latest own step back, and opens the block that it was made in; the drawing as it was before it. */
  undo(): Document {
    return this.#goTo(this.#undo.undoStack.at(-1), () => this.#undo.undo());
  }

  /** Makes the step again that was taken back; the drawing as it was before that. */
  redo(): Document {
    return this.#goTo(this.#undo.redoStack.at(-1), () => this.#undo.redo());
  }

  /** Moves nodes without a step of undo: what undo itself brought back, where it would cover something. */
  settle(positions: ReadonlyMap<string, Position>): void {
    if (positions.size > 0) this.doc.transact(() => this.move(positions), SETTLED);
  }

  addNode(id: string, node: Node): void {
    this.change(() => this.#nodeMaps().set(id, nodeMap(node)));
  }

  /** Takes nodes away, with every wire that touches them; of a port, also those at the block's uses. */
  removeNodes(ids: Iterable<string>): void {
    const gone = new Set(ids);
    this.change(() => {
      for (const id of gone) {
        this.#followPort(id, null);
        this.#nodeMaps().delete(id);
      }
      this.followNames(new Map([...gone].map((id) => [id, []])));
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

  /** Sets what a node says beside its parameters; undefined where that is nothing. */
  tell<Name extends "note" | "frozen" | "rate">(id: string, name: Name, value: Node[Name]): void {
    this.change(() => {
      const node = this.#nodeMaps().get(id);
      if (node) setOrDrop(node, name, value);
    });
  }

  /** Makes a node one of another type; its parameters stay but for those set here (undefined: taken out). */
  setType(id: string, type: string, params: Record<string, Value | undefined>): void {
    this.change(() => {
      this.#nodeMaps().get(id)?.set("type", type);
      for (const [name, value] of Object.entries(params)) {
        if (value === undefined) this.unsetParam(id, name);
        else this.setParam(id, name, value);
      }
    });
  }

  /** Gives a node another id; its wires follow, and where it is a port, those at the block's uses. */
  rename(id: string, name: string): void {
    const node = this.#target.nodes[id];
    if (!node || id === name) return;
    const sharers = sharersOf(this.#target, id);
    const follow = (reference: string) => {
      const [owner, port] = splitPort(reference);
      return owner === id ? `${name}.${port}` : reference;
    };
    this.change(() => {
      this.#followPort(id, name);
      this.#nodeMaps().delete(id);
      this.#nodeMaps().set(name, nodeMap(node));
      for (const sharer of sharers) this.setParam(sharer, "of", name);
      this.followNames(new Map([[id, [name]]]));
      for (const [target, source] of this.#edgeEntries()) {
        if (follow(target) === target && follow(source) === source) continue;
        this.#edges().delete(target);
        this.#edges().set(follow(target), follow(source));
      }
    });
  }

  addBlock(name: string, block: Block): void {
    this.change(() => this.#blocks().set(name, blockMap(block)));
  }

  removeBlock(name: string): void {
    this.change(() => this.#blocks().delete(name));
  }

  /** Gives a block another name; the nodes that use it follow. */
  renameBlock(name: string, wanted: string): void {
    const block = this.#document.blocks[name];
    if (!block || name === wanted) return;
    const wasOpen = this.open === name;
    const nodes = Object.fromEntries(
      Object.entries(block.nodes).map(([id, node]) => [
        id,
        usedBlock(node) === name ? { ...node, params: { ...node.params, block: wanted } } : node,
      ]),
    );
    this.change(() => {
      for (const { block: place, node } of usersOf(this.#document, name))
        this.changeIn(place, () => this.setParam(node, "block", wanted));
      this.#blocks().delete(name);
      this.#blocks().set(wanted, blockMap({ ...block, nodes }));
    });
    if (wasOpen) this.enter(wanted);
  }

  /** Gives the open block a parameter, or an existing one another default. */
  setDefault(name: string, value: Value): void {
    this.change(() => child(this.#block(), "params").set(name, value));
  }

  /** Takes a parameter from the open block, and from the nodes that use it. */
  removeDefault(name: string): void {
    const here = this.#where;
    this.change(() => {
      child(this.#block(), "params").delete(name);
      for (const { block, node } of usersOf(this.#document, here))
        this.changeIn(block, () => this.unsetParam(node, name));
    });
  }

  /** Gives a parameter of the open block another name; the expressions inside and the uses follow. */
  renameDefault(name: string, wanted: string): void {
    const { params, nodes } = this.#target;
    const value = params[name];
    if (value === undefined || name === wanted) return;
    const users = usersOf(this.#document, this.#where);
    this.change(() => {
      child(this.#block(), "params").delete(name);
      this.setDefault(wanted, value);
      for (const [id, node] of Object.entries(nodes)) {
        for (const [param, given] of Object.entries(node.params))
          if (namesIn(given).includes(name)) this.setParam(id, param, renameIn(given, name, wanted));
      }
      for (const { block, node } of users) {
        const given = blockOf(this.#document, block).nodes[node]?.params[name];
        if (given === undefined) continue;
        this.changeIn(block, () => {
          this.unsetParam(node, name);
          this.setParam(node, wanted, given);
        });
      }
    });
  }

  setTraining<Name extends keyof Training>(name: Name, value: Training[Name]): void {
    this.change(() => this.#training().set(name, value));
  }

  setStages(stages: readonly Stage[]): void {
    this.change(() => writeStages(this.#training(), stages));
  }

  /** What the training and the Objectives say by name goes with the nodes of the main block. */
  followNames(names: Names): void {
    if (this.#where !== this.#document.main) return;
    this.change(() => {
      for (const [id, over] of overAfter(this.#target, names))
        if (!names.has(id)) this.setParam(id, "over", over);
      const { stages, ...rest } = trainingAfter(projectTraining(this.#training()), names);
      if (stages) this.setStages(stages);
      for (const [name, value] of Object.entries(rest)) this.#training().set(name, value);
    });
  }

  /** Makes the edits of a problem's fix, in order and in the block it is about, as one step of undo. */
  apply(edits: readonly Edit[], block: string = this.open): void {
    this.changeIn(block, () => {
      for (const edit of edits) applyEdit(this, edit);
    });
  }

  /** The name of the block that edits go to now. */
  get #where(): string {
    return this.#edited ?? this.open;
  }

  get #target(): Block {
    return blockOf(this.#document, this.#where);
  }

  // The wires outside follow a port of the block that is edited to its new name, or vanish with it.
  #followPort(id: string, name: string | null): void {
    const type = this.#target.nodes[id]?.type;
    if (this.#where === this.#document.main || (type !== "Input" && type !== "Output")) return;
    for (const { block, node } of wearersOf(this.#document, this.#where)) {
      const port = `${node}.${id}`;
      this.changeIn(block, () => {
        for (const [target, source] of this.#edgeEntries()) {
          if ((type === "Input" ? target : source) !== port) continue;
          this.#edges().delete(target);
          if (name === null) continue;
          if (type === "Input") this.#edges().set(`${node}.${name}`, source);
          else this.#edges().set(target, `${node}.${name}`);
        }
      });
    }
  }

  #goTo(step: { meta: Map<unknown, unknown> } | undefined, go: () => void): Document {
    const block = step?.meta.get("block");
    if (typeof block === "string") this.enter(block);
    this.#before = this.#document;
    go();
    return (step?.meta.get("before") ?? this.#document) as Document;
  }

  #blocks(): Y.Map<unknown> {
    return child(this.#root, "blocks");
  }

  #block(): Y.Map<unknown> {
    return child(this.#blocks(), this.#where);
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
    for (const event of events) this.#projection.forget(event);
    this.#document = this.#projection.document();
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
