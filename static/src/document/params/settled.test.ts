import { expect, test } from "vitest";
import { settledWords } from "./settled";

test("what the drawing leaves to the worker is not told", () => {
  expect(settledWords({ threads: null, kernels: null, compiled: null })).toBe("");
  expect(settledWords({ threads: 2, kernels: "onednn", compiled: null })).toBe("2 threads, onednn kernels");
  expect(settledWords({ threads: 1, kernels: null, compiled: false })).toBe("1 thread, not compiled");
});
