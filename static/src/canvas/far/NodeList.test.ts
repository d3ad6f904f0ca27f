import { expect, test } from "vitest";
import { stepTo } from "./NodeList";

const press = (key: string, from: number, ctrlKey = false) =>
  stepTo({ key, ctrlKey, altKey: false, metaKey: false }, from, 10);

test("arrow keys go from node to node, Home and End to the first and the last", () => {
  expect(press("ArrowRight", 3)).toBe(4);
  expect(press("ArrowUp", 3)).toBe(2);
  expect(press("Home", 3)).toBe(0);
  expect(press("End", 3)).toBe(9);
});

test("nothing is chosen at first: an arrow key chooses the first; at the ends it goes no further", () => {
  expect(press("ArrowDown", -1)).toBe(0);
  expect(press("ArrowLeft", -1)).toBeNull();
  expect(press("ArrowRight", 9)).toBeNull();
});

test("other keys, and those of commands, are left alone", () => {
  expect(press("a", 3)).toBeNull();
  expect(press("ArrowRight", 3, true)).toBeNull();
});
