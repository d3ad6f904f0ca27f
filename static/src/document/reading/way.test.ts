import { expect, test } from "vitest";
import type { Document, Node } from "../../types/generated";
import { chosenUse, pathOf } from "./way";

const node = (type: string, params: Node["params"] = {}): Node => ({
  type,
  params,
  position: [0, 0],
  note: "",
});

const drawing: Document = {
  version: 1,
  main: "main",
  blocks: {
    main: {
      nodes: {
        conv: node("Conv2d"),
        layers: node("Repeat", { block: "layer", times: 2 }),
        last: node("Block", { block: "layer" }),
        again: node("Share", { of: "last" }),
      },
      edges: {},
      params: {},
    },
    layer: { nodes: { think: node("Block", { block: "mlp" }) }, edges: {}, params: {} },
    mlp: { nodes: { up: node("Linear") }, edges: {}, params: {} },
    idle: { nodes: { fc: node("Linear") }, edges: {}, params: {} },
  },
  training: {} as Document["training"],
};

test("in the main block a node's path is its name", () => {
  expect(pathOf(drawing, ["main"], {}, "conv")).toBe("conv");
});

test("inside of a block the path goes through its first user, until another one was gone through", () => {
  expect(pathOf(drawing, ["main", "layer", "mlp"], {}, "up")).toBe("layers/think/up");
  const uses = { layer: { node: "layers", turn: 1 } };
  expect(pathOf(drawing, ["main", "layer", "mlp"], uses, "up")).toBe("layers.1/think/up");
  expect(pathOf(drawing, ["main", "layer"], { layer: { node: "again", turn: 0 } }, "think")).toBe(
    "again/think",
  );
});

test("a use that is gone falls back to the first, and an idle block has no path", () => {
  expect(chosenUse(drawing, { layer: { node: "gone", turn: 3 } }, "main", "layer")).toEqual({
    node: "layers",
    turn: 0,
  });
  expect(pathOf(drawing, ["main", "idle"], {}, "fc")).toBeNull();
});
