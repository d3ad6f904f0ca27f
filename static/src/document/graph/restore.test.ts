import { describe, expect, test } from "vitest";
import * as Y from "yjs";
import { DOUBLE, drawing, node, opened, USING } from "../blocks/blocks.fixture";
import { Graph } from "./graph";
import { DEFAULT_TRAINING } from "./projection";

const earlier = () =>
  drawing(
    {
      nodes: {
        data: node("Digits", {}, [5, 5]),
        first: node("Block", { block: "double", width: 2 }, [70, 0]),
        extra: node("ReLU", {}, [90, 0]),
        loss: node("Loss", {}, [750, 0]),
      },
      edges: { "first.input": "data.image", "extra.input": "first.output", "loss.input": "extra.output" },
    },
    { double: { ...DOUBLE, params: { width: 3, depth: 1 } }, other: DOUBLE },
  );

describe("restoring a drawing", () => {
  test("gives exactly that drawing, and undo the former one, each as one step", () => {
    const graph = opened();
    const former = structuredClone(graph.document);
    graph.restore(earlier());
    expect(graph.document).toEqual(earlier());
    graph.undo();
    expect(graph.document).toEqual(former);
    expect(graph.canUndo).toBe(false);
    graph.redo();
    expect(graph.document).toEqual(earlier());
  });

  test("reaches the others as one change, and touches nothing that is the same", () => {
    const graph = opened();
    const peer = new Graph();
    Y.applyUpdate(peer.doc, Y.encodeStateAsUpdate(graph.doc));
    const updates: Uint8Array[] = [];
    graph.doc.on("update", (update: Uint8Array) => updates.push(update));
    graph.restore(earlier());
    expect(updates).toHaveLength(1);

    peer.tell("data", "note", "where it begins"); // meanwhile, by somebody else
    peer.setParam("first", "width", 99);
    const theirs = Y.encodeStateAsUpdate(peer.doc);
    for (const update of updates) Y.applyUpdate(peer.doc, update);
    Y.applyUpdate(graph.doc, theirs);
    expect(graph.document).toEqual(peer.document);
    expect(graph.document.blocks.main?.nodes.data?.note).toBe("where it begins");
    graph.restore(graph.document);
    expect(updates).toHaveLength(2); // theirs was the second
  });

  test("takes the settings of the training along, but not how it is computed on this machine", () => {
    const graph = opened({ ...USING, training: { ...DEFAULT_TRAINING, threads: 2 } });
    graph.restore({ ...earlier(), training: { ...DEFAULT_TRAINING, epochs: 3, threads: 8 } });
    expect(graph.document.training).toEqual({ ...DEFAULT_TRAINING, epochs: 3, threads: 2 });
  });
});
