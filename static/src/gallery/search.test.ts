import { expect, test } from "vitest";
import { isFound } from "./search";

const XOR = ["XOR", "Four hidden neurons", "Minsky and Papert"];

test("each word is looked for, wherever it stands, whatever its letters' size", () => {
  expect(isFound("papert xor", XOR)).toBe(true);
  expect(isFound("papert hinton", XOR)).toBe(false);
});

test("with nothing to look for everything is found", () => {
  expect(isFound("  ", XOR)).toBe(true);
});
