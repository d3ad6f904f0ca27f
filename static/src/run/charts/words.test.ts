import { expect, test } from "vitest";
import type { Told } from "./axis";
import { beyondSentences, beyondWords, unshownWords } from "./words";

const told: Told = {
  above: 0,
  highest: null,
  below: 0,
  lowest: null,
  unplaced: 0,
  notNumbers: 0,
  isSpiked: false,
  isLogHelpful: false,
  canBeLog: true,
};

test("an axis that shows all has nothing to say", () => {
  expect(beyondWords(told)).toBe("");
  expect(unshownWords(told)).toBe("");
  expect(beyondSentences(told, false)).toBe("");
});

test("what an axis leaves out is said, in short and in full", () => {
  const spiked = { ...told, above: 3, highest: 150_830.05, below: 1, lowest: -2 };
  expect(beyondWords(spiked)).toBe("▲ 3 ▼ 1");
  expect(beyondSentences(spiked, false)).toBe(
    "3 points lie above this axis, up to 1.508e+5. 1 point lies below it, down to -2.000.",
  );
  const unshown = { ...told, unplaced: 1, notNumbers: 12 };
  expect(unshownWords(unshown)).toBe("1 not above 0, 12 not a number");
  expect(beyondSentences(unshown, false)).toBe(
    "1 point is not above zero: a logarithmic axis has no place for that. 12 points are not a number.",
  );
});
