import { expect, test } from "vitest";
import type { Asked } from "../types/generated";
import { callFor, questionOf, waysOf } from "./asks";

const field = (kind: Asked["kind"], name: string, more: Partial<Asked> = {}): Asked => ({
  kind,
  name,
  shape: [],
  numbers: [],
  classes: [],
  rate: null,
  can_be_drawn: false,
  ...more,
});
const asks = (...fields: Asked[]) => ({ fields, why: "" });

test("a question is there once every field is given something", () => {
  const both = asks(field("picture", "image"), field("class", "kind"));
  expect(questionOf(both, { image: [0.5] })).toBeNull();
  expect(questionOf(both, { image: null, kind: [1] })).toBeNull();
  expect(questionOf(both, { image: [0.5], kind: [1] })).toEqual({ fields: { image: [0.5], kind: [1] } });
  expect(questionOf(asks(), {})).toBeNull();
});

test("a text is gone on with alone", () => {
  expect(questionOf(asks(field("text", "letters")), { letters: "once" })).toEqual({ text: "once" });
  expect(questionOf(asks(field("text", "letters")), { letters: null })).toBeNull();
});

test("a square picture comes from the pad, a file or the camera; others from where they can", () => {
  expect(waysOf(field("picture", "image", { shape: [1, 28, 28], can_be_drawn: true }))).toEqual([
    "pad",
    "file",
    "camera",
  ]);
  expect(waysOf(field("picture", "image", { shape: [3, 32, 32] }))).toEqual(["file", "camera"]);
  expect(waysOf(field("picture", "image", { shape: [1, 8, 12], can_be_drawn: true }))).toEqual(["pad"]);
  expect(waysOf(field("picture", "image", { shape: [2, 8, 8] }))).toEqual([]);
});

test("what to do is said before there is an answer, and why nothing can be done", () => {
  expect(callFor({ fields: [], why: "This network draws by itself." })).toBe("This network draws by itself.");
  expect(callFor(asks(field("picture", "image", { shape: [1, 8, 12], can_be_drawn: true })))).toContain(
    "Draw",
  );
  expect(callFor(asks(field("sound", "wave")))).toContain("sound");
  expect(callFor(asks(field("numbers", "a"), field("class", "b")))).toContain("each field");
});
