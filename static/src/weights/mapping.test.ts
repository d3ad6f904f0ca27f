import { describe, expect, test } from "vitest";
import type { Beginning, NodeFit, WeightsFit } from "../types/generated";
import { alikeIn, fitWords, mappingOf, nodesOf, nodeWords, withPlace } from "./mapping";

const PLAIN: Beginning = { weights: "9f", title: "", nodes: {} };

const node = (name: string, more: Partial<NodeFit> = {}): NodeFit => ({
  node: name,
  taken: [],
  misshapen: [],
  fresh: [],
  alike: [],
  ...more,
});

const fitOf = (nodes: NodeFit[], there: string[], counts: Record<string, number> = {}): WeightsFit => ({
  fits: true,
  words: "",
  counts,
  nodes,
  unused: [],
  there: there.map((name) => ({ name, weights: 2 })),
});

describe("which nodes take their weights from where", () => {
  const fit = fitOf([node("fc1"), node("fc2"), node("head")], ["fc1", "fc2", "old"]);

  test("is by their own names, where a drawing says nothing", () => {
    expect(mappingOf(PLAIN, fit)).toEqual({ fc1: "fc1", fc2: "fc2" });
    expect(nodesOf(mappingOf(PLAIN, fit), fit)).toEqual({});
  });

  test("is written out once one node begins fresh, or takes those of another", () => {
    const without = withPlace(mappingOf(PLAIN, fit), "fc2", null);
    expect(nodesOf(without, fit)).toEqual({ fc1: "fc1" });
    const other = withPlace(without, "head", "old");
    expect(nodesOf(other, fit)).toEqual({ fc1: "fc1", head: "old" });
    expect(mappingOf({ ...PLAIN, nodes: other }, fit)).toEqual(other);
  });

  test("is said by nothing again, once it is as it was", () => {
    const back = withPlace(withPlace(mappingOf(PLAIN, fit), "fc2", null), "fc2", "fc2");
    expect(nodesOf(back, fit)).toEqual({});
  });
});

describe("a node that was renamed", () => {
  test("is found by the one place that has its names and shapes and is not taken", () => {
    const fit = fitOf(
      [node("fc1", { taken: ["weight"] }), node("embed", { alike: ["fc1", "enc"] })],
      ["fc1", "enc"],
    );
    expect(alikeIn(mappingOf(PLAIN, fit), fit)).toEqual({ embed: "enc" });
  });

  test("is not guessed where several places would do", () => {
    const fit = fitOf([node("embed", { alike: ["a", "b"] })], ["a", "b"]);
    expect(alikeIn({}, fit)).toEqual({});
  });
});

test("what fits is said in words, for a node and for all", () => {
  const other = { name: "weight", here: [12, 2], there: [8, 2] };
  expect(nodeWords(node("fc1", { taken: ["bias"], misshapen: [other] }))).toBe(
    "1 taken; weight is 12 × 2 here, 8 × 2 there",
  );
  expect(nodeWords(node("fc1", { fresh: ["weight", "bias"] }))).toBe("new");
  expect(fitWords(fitOf([], [], { taken: 4, misshapen: 0, fresh: 0, unused: 0 }))).toBe(
    "All 4 weights are taken.",
  );
  expect(fitWords(fitOf([], [], { taken: 4, misshapen: 1, fresh: 2, unused: 1 }))).toBe(
    "4 of 7 weights are taken, 1 has another shape, 2 begin fresh, 1 there is not used.",
  );
});
