import { expect, test } from "vitest";
import type { Asks } from "../types/generated";
import { beginsWithSample, callFor, questionOf, startOf } from "./asks";

const PICTURE = {
  kind: "picture",
  name: "image",
  shape: [1, 8, 8],
  help: "",
  is_ink: true,
  low: 0,
  high: 1,
} as const;
const CLASS = { kind: "class", name: "kind", shape: [], help: "", classes: ["cat", "dog"] } as const;
const VALUES = { kind: "values", name: "block", shape: [2, 2, 2], help: "", low: 0, high: 1 } as const;
const asks = (...fields: readonly { name: string }[]) =>
  ({ fields, answers: { answer: fields.map(({ name }) => name) }, draws: false, why: "" }) as unknown as Asks;

test("a question is there once every field is given something", () => {
  const both = asks(PICTURE, CLASS);
  expect(questionOf(both, { image: [0.5] }, 0)).toBeNull();
  expect(questionOf(both, { image: null, kind: "cat" }, 0)).toBeNull();
  expect(questionOf(both, { image: [0.5], kind: "cat" }, 3)).toEqual({
    fields: { image: [0.5], kind: "cat" },
    seed: 3,
  });
});

test("an answer that rests on fewer fields is asked for before the others are given", () => {
  const made = { ...asks(PICTURE), answers: { answer: ["image"], made: [] } };
  expect(questionOf(made, { image: null }, 1)).toEqual({ fields: {}, seed: 1 });
  expect(questionOf(made, { image: [0.5] }, 1)).toEqual({ fields: { image: [0.5] }, seed: 1 });
});

test("a network that draws all by itself is asked at once, with the seed alone", () => {
  expect(questionOf(asks(), {}, 2)).toEqual({ fields: {}, seed: 2 });
  expect(questionOf({ ...asks(), why: "It has no Output." }, {}, 2)).toBeNull();
});

test("what has a usual value begins with it; what nobody makes up begins with a held-out sample", () => {
  expect(startOf(asks(PICTURE, CLASS))).toEqual({ image: null, kind: "cat" });
  expect(beginsWithSample(asks(PICTURE, CLASS))).toBe(false);
  expect(beginsWithSample(asks(CLASS, VALUES))).toBe(true);
});

test("what to do is said before there is an answer, and why nothing can be done", () => {
  expect(callFor({ ...asks(), why: "It has no Output." })).toBe("It has no Output.");
  expect(callFor(asks(PICTURE))).toContain("Draw");
  expect(callFor(asks(PICTURE, CLASS))).toContain("each field");
});
