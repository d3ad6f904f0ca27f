import * as Y from "yjs";
import type { Block, Document, Node, Training } from "../../types/generated";
import { EMPTY_BLOCK } from "../reading/blocks";
import { epochsOf } from "./stages";
import { entriesOf, projectBlock, projectNode } from "./tree";

export const DEFAULT_TRAINING: Training = {
  epochs: 20,
  batch_size: 64,
  draws: 1024,
  seed: 0,
  threads: null,
  kernels: null,
  precision: "float32",
  compiled: null,
  monitor: "",
  patience: 0,
  min_delta: 0,
  changes: [],
};

/**
 * What Yjs holds as a plain document.
 *
 * Nodes that did not change keep their identity from one document to the next.
 */
export class Projection {
  readonly #root: Y.Map<unknown>;
  readonly #nodes = new Map<string, Node>();
  #training: Training | null = null;

  constructor(root: Y.Map<unknown>) {
    this.#root = root;
  }

  /** Paths read ["blocks", block, "nodes", id, ...]: only the nodes on them are projected anew. */
  forget(event: Y.YEvent<Y.AbstractType<unknown>>): void {
    const [first, block, part, id] = event.path;
    if (first === undefined || first === "training") this.#training = null;
    if (first === "training") return;
    if (id !== undefined) this.#nodes.delete(`${block}.${id}`);
    else if (part === "nodes") for (const key of event.keys.keys()) this.#nodes.delete(`${block}.${key}`);
    else if (part === undefined) this.#nodes.clear();
  }

  document(): Document {
    const blocks: Record<string, Block> = {};
    const known = this.#root.get("blocks");
    if (known instanceof Y.Map) {
      for (const [name, block] of known.entries()) blocks[name] = this.#block(name, block as Y.Map<unknown>);
    }
    const main = (this.#root.get("main") as string | undefined) ?? "main";
    blocks[main] ??= EMPTY_BLOCK;
    this.#training ??= projectTraining(this.#root.get("training"));
    return { version: 1, main, blocks, training: this.#training };
  }

  #block(name: string, block: Y.Map<unknown>): Block {
    const nodes: Record<string, Node> = {};
    for (const [id, node] of entriesOf(block.get("nodes"))) {
      const key = `${name}.${id}`;
      const projected = this.#nodes.get(key) ?? projectNode(node as Y.Map<unknown>);
      this.#nodes.set(key, projected);
      nodes[id] = projected;
    }
    return projectBlock(block, nodes);
  }
}

// Two people may change how long two stages are at the same time.
export function projectTraining(map: unknown): Training {
  const told: Partial<Training> = map instanceof Y.Map ? map.toJSON() : {};
  const epochs = told.stages && { epochs: epochsOf(told.stages) };
  return { ...DEFAULT_TRAINING, ...told, ...epochs };
}
