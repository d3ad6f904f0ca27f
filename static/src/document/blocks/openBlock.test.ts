import { describe, expect, test } from "vitest";
import * as Y from "yjs";
import { Graph } from "../graph/graph";
import { usersOf } from "../reading/blocks";
import { createView } from "../view/view";
import { drawing, node, opened, USING } from "./blocks.fixture";

describe("the open block", () => {
  test("is where edits go, and no other block is touched", () => {
    const graph = opened();
    const before = graph.document.blocks.main;
    graph.enter("double");
    graph.addNode("tanh1", node("Tanh"));
    graph.connect("tanh1.input", "relu1.output");
    graph.setParam("conv1", "kernel_size", 3);
    graph.move(new Map([["relu1", [510, 20]]]));
    expect(graph.document.blocks.double?.edges["tanh1.input"]).toBe("relu1.output");
    expect(graph.document.blocks.double?.nodes.conv1?.params.kernel_size).toBe(3);
    expect(graph.document.blocks.main).toEqual(before);
  });

  test("is the one that undo and redo show", () => {
    const graph = opened();
    graph.enter("double");
    graph.setParam("conv1", "kernel_size", 3);
    graph.enter("main");
    graph.tell("first", "note", "the first");
    graph.undo();
    expect(graph.open).toBe("main");
    graph.undo();
    expect(graph.open).toBe("double");
    graph.enter("main");
    graph.redo();
    expect(graph.open).toBe("double");
    expect(graph.block.nodes.conv1?.params.kernel_size).toBe(3);
  });

  test("is the main one again when somebody deletes it", () => {
    const graph = opened();
    graph.enter("double");
    const peer = new Graph();
    Y.applyUpdate(peer.doc, Y.encodeStateAsUpdate(graph.doc));
    peer.removeBlock("double");
    Y.applyUpdate(graph.doc, Y.encodeStateAsUpdate(peer.doc));
    expect(graph.open).toBe("main");
    expect(peer.document).toEqual(graph.document);
  });

  test("forgets the selection of the block that was left", () => {
    const graph = opened();
    const view = createView(graph, { name: "", isReadOnly: false, theme: "dark" });
    view.setState({ selection: ["first"] });
    graph.enter("double");
    expect(view.getState()).toMatchObject({ block: "double", trail: ["main", "double"], selection: [] });
    graph.enter("main");
    expect(view.getState().trail).toEqual(["main"]);
  });
});

describe("two people in blocks", () => {
  test("in different ones converge, and each undoes only the own step", () => {
    const one = opened();
    const other = new Graph();
    const meet = () => {
      Y.applyUpdate(other.doc, Y.encodeStateAsUpdate(one.doc));
      Y.applyUpdate(one.doc, Y.encodeStateAsUpdate(other.doc));
    };
    meet();
    one.enter("double");
    one.setParam("conv1", "kernel_size", 5);
    one.setDefault("depth", 2);
    other.tell("first", "note", "here");
    other.changeIn("double", () => other.addNode("tanh1", node("Tanh")));
    meet();
    expect(other.document).toEqual(one.document);
    one.undo();
    one.undo();
    meet();
    expect(other.document).toEqual(one.document);
    expect(one.document.blocks.double?.params).toEqual({ width: 8 });
    expect(one.document.blocks.double?.nodes.tanh1).toEqual(node("Tanh"));
    expect(one.document.blocks.main?.nodes.first?.note).toBe("here");
  });

  test("converge when one renames a block that the other draws in", () => {
    const one = opened();
    const other = opened(drawing());
    Y.applyUpdate(other.doc, Y.encodeStateAsUpdate(one.doc));
    Y.applyUpdate(one.doc, Y.encodeStateAsUpdate(other.doc));
    one.load(USING);
    Y.applyUpdate(other.doc, Y.encodeStateAsUpdate(one.doc));
    one.renameBlock("double", "twice");
    other.changeIn("double", () => other.setParam("relu1", "inplace", true));
    Y.applyUpdate(other.doc, Y.encodeStateAsUpdate(one.doc));
    Y.applyUpdate(one.doc, Y.encodeStateAsUpdate(other.doc));
    expect(other.document).toEqual(one.document);
    expect(usersOf(one.document, "twice")).toHaveLength(2);
  });
});
