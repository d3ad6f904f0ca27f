import { expect, test } from "vitest";
import { meansWords, USUAL, withProcesses } from "./means";

test("only what is not as usual is told", () => {
  expect(meansWords(USUAL)).toBe("");
  expect(meansWords({ ...USUAL, device: "gpu" })).toBe("GPU");
  expect(meansWords({ ...USUAL, processes: 2 })).toBe("2 processes");
  expect(meansWords({ device: "cpu", processes: 4, sharded: true })).toBe("CPU · 4 processes, sharded");
});

test("one process has nothing to shard, several keep what was chosen", () => {
  const sharded = { ...USUAL, processes: 2, sharded: true };
  expect(withProcesses(sharded, 3)).toEqual({ ...sharded, processes: 3 });
  expect(withProcesses(sharded, 1)).toEqual(USUAL);
});
