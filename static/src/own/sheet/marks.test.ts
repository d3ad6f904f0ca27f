import { expect, test } from "vitest";
import { type Change, manyMarks, marked, UNMARKED, withMarks } from "./marks";

const after = (...changes: Change[]) => changes.reduce(marked, UNMARKED);

test("samples get another class or go, and each step is taken back alone", () => {
  const both = after({ do: "relabel", ids: ["a", "b"], label: "cat" }, { do: "remove", ids: ["b", "c"] });
  expect(both.now).toEqual({ relabelled: { a: "cat", b: "cat" }, removed: ["b", "c"] });
  expect(manyMarks(both.now)).toBe(3);
  const once = marked(both, { do: "undo" });
  expect(once.now).toEqual({ relabelled: { a: "cat", b: "cat" }, removed: [] });
  expect(marked(once, { do: "undo" })).toEqual(UNMARKED);
  expect(marked(UNMARKED, { do: "undo" })).toEqual(UNMARKED);
});

test("what is removed twice comes back; the last class counts", () => {
  expect(after({ do: "remove", ids: ["a"] }, { do: "remove", ids: ["a"] }).now.removed).toEqual([]);
  expect(after({ do: "remove", ids: ["a"] }, { do: "remove", ids: ["a", "b"] }).now.removed).toEqual([
    "a",
    "b",
  ]);
  const twice = after(
    { do: "relabel", ids: ["a"], label: "cat" },
    { do: "relabel", ids: ["a"], label: "dog" },
  );
  expect(twice.now.relabelled).toEqual({ a: "dog" });
});

test("marks come on top of those that were made before", () => {
  const choices = {
    name: "",
    columns: {},
    form: null,
    side: 28,
    is_grey: null,
    rate: 4_000,
    seconds: 1,
    tokens: null,
    longest: 64,
    shares: [0.1, 0.1] as [number, number],
    relabelled: { a: "cat" },
    removed: ["c"],
  };
  const made = withMarks(choices, { relabelled: { a: "dog", b: "cat" }, removed: ["c", "d"] });
  expect(made.relabelled).toEqual({ a: "dog", b: "cat" });
  expect(made.removed).toEqual(["c", "d"]);
});
