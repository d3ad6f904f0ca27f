import { expect, test } from "vitest";
import { nodesToWatch } from "./activations";

const looking = { selected: "fc", visible: ["conv1", "relu1", "fc"], isOnDrawing: true };

test("the selected node comes first and is asked for once", () => {
  expect(nodesToWatch(looking, false)).toEqual(["fc", "conv1", "relu1"]);
});

test("with activations off the drawing only the selected node is computed", () => {
  expect(nodesToWatch({ ...looking, isOnDrawing: false }, false)).toEqual(["fc"]);
});

test("a hidden page asks for nothing", () => {
  expect(nodesToWatch(looking, true)).toEqual([]);
});

test("a huge drawing never asks for more than a screen shows", () => {
  const visible = Array.from({ length: 500 }, (_, i) => `node${i}`);
  const nodes = nodesToWatch({ ...looking, visible }, false);
  expect(nodes).toHaveLength(32);
  expect(nodes[0]).toBe("fc");
});
