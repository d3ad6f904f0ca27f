import { expect, test } from "vitest";
import type { FlowNode } from "../flow";
import { boundsOf, nodeAt, nodesIn } from "./boxes";

const node = (id: string, x: number, y: number): FlowNode => ({
  id,
  type: "layer",
  position: { x, y },
  measured: { width: 100, height: 50 },
  data: {
    node: { type: "ReLU", params: {}, position: [x, y], note: "" },
    type: undefined,
    lock: "",
    isAsleep: false,
  },
});
const nodes = [node("a", 0, 0), node("b", 200, 0), node("over_b", 250, 25)];
const at = (x: number, y: number, reach = 0) => nodeAt(nodes, { x, y }, reach)?.id ?? null;

test("a node is hit inside of its box and at its edge, and nowhere else", () => {
  expect(at(50, 25)).toBe("a");
  expect(at(100, 50)).toBe("a");
  expect(at(101, 25)).toBeNull();
  expect(at(50, -1)).toBeNull();
});

test("of two that lie over each other the upper one is hit", () => {
  expect(at(260, 30)).toBe("over_b");
  expect(at(210, 10)).toBe("b");
});

test("a hand that misses a small box by less than its reach hits the nearest one", () => {
  expect(at(110, 25, 12)).toBe("a");
  expect(at(192, 25, 12)).toBe("b");
  expect(at(150, 25, 12)).toBeNull();
  expect(at(106, 58, 9)).toBeNull(); // ten away from the corner
  expect(at(106, 58, 10)).toBe("a");
});

test("a frame takes the nodes that lie wholly inside of it", () => {
  const inside = (x: number, y: number, width: number, height: number) =>
    nodesIn(nodes, { x, y, width, height }).map(({ id }) => id);
  expect(inside(-1, -1, 302, 60)).toEqual(["a", "b"]);
  expect(inside(0, 0, 99, 50)).toEqual([]);
});

test("the whole is as large as what is drawn, and there is none of nothing", () => {
  expect(boundsOf(nodes)).toEqual({ x: 0, y: 0, width: 350, height: 75 });
  expect(boundsOf([])).toBeNull();
});
