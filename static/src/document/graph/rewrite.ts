import * as Y from "yjs";
import type { Block, Document } from "../../types/generated";
import { blockMap, child, nodeMap, setOrDrop } from "./tree";

/** Writes a whole drawing under `root`. */
export function write(root: Y.Map<unknown>, { version, main, blocks, training }: Document): void {
  root.set("version", version);
  root.set("main", main);
  root.set("training", new Y.Map(Object.entries({ ...training, changes: [...training.changes] })));
  root.set("blocks", new Y.Map(Object.entries(blocks).map(([name, block]) => [name, blockMap(block)])));
}

/** Makes the drawing under `root` another one, touching only what differs: what others edit meanwhile stays theirs. */
export function rewrite(root: Y.Map<unknown>, { version, main, blocks, training }: Document): void {
  set(root, "version", version);
  set(root, "main", main);
  setAll(child(root, "training"), { ...training });
  const known = child(root, "blocks");
  dropOthers(known, blocks);
  for (const [name, block] of Object.entries(blocks)) {
    const old = known.get(name);
    if (old instanceof Y.Map) rewriteBlock(old, block);
    else known.set(name, blockMap(block));
  }
}

function rewriteBlock(map: Y.Map<unknown>, { params, nodes, edges }: Block): void {
  setAll(child(map, "params"), params);
  setAll(child(map, "edges"), edges);
  const known = child(map, "nodes");
  dropOthers(known, nodes);
  for (const [id, node] of Object.entries(nodes)) {
    const old = known.get(id);
    if (!(old instanceof Y.Map)) {
      known.set(id, nodeMap(node));
      continue;
    }
    set(old, "type", node.type);
    setAll(child(old, "params"), node.params);
    set(old, "position", [...node.position]);
    set(old, "note", node.note);
    setOrDrop(old, "frozen", node.frozen);
    setOrDrop(old, "rate", node.rate);
  }
}

/** Makes a map hold these values and no others. */
function setAll(map: Y.Map<unknown>, values: Record<string, unknown>): void {
  dropOthers(map, values);
  for (const [key, value] of Object.entries(values)) set(map, key, value);
}

function dropOthers(map: Y.Map<unknown>, values: object): void {
  for (const key of [...map.keys()]) if (!(key in values)) map.delete(key);
}

const set = setOrDrop;
