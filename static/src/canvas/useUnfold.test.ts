import { describe, expect, test } from "vitest";
import type { Block } from "../types/generated";
import { isHeap } from "./useUnfold";

const at = (...places: [number, number][]): Pick<Block, "nodes"> => ({
  nodes: Object.fromEntries(
    places.map((position, index) => [`n${index}`, { type: "ReLU", params: {}, position, note: "" }]),
  ),
});

describe("a block is a heap", () => {
  test("when its nodes were never given places", () => {
    expect(isHeap(at([0, 0], [0, 0], [0, 0]))).toBe(true);
  });

  test("but not for one node, nor when somebody laid two on one another", () => {
    expect(isHeap(at([0, 0]))).toBe(false);
    expect(isHeap(at([0, 0], [0, 0], [250, 0], [500, 0]))).toBe(false);
  });
});
