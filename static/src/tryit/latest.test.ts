import { expect, test } from "vitest";
import { latest } from "./latest";

test("what was heard last is kept, with silence before the beginning", () => {
  const held = latest();
  held.hear(Float32Array.of(1, 2));
  expect([...held.last(3)]).toEqual([0, 1, 2]);
  held.hear(Float32Array.of(3, 4));
  expect([...held.last(3)]).toEqual([2, 3, 4]);
});
