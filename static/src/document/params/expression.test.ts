import { describe, expect, test } from "vitest";
import { compute, namesIn, putIn, renameIn } from "./expression";

describe("an expression", () => {
  test.each([
    ["2 * 8", 16],
    ["(1 + 2) * 3", 9],
    ["7 // 2", 3],
    ["-7 // 2", -4],
    ["-7 % 3", 2],
    ["2 * -8", -16],
    ["1e-3", 0.001],
    ["2 ** 3", 8],
    ["-2 ** 2", -4],
    ["2 ** 3 ** 2", 512],
    ["16 ** -0.5", 0.25],
  ])("%s is %d, as in Python", (text, value) => {
    expect(compute(text)).toBe(value);
  });

  test.each(["", "2 *", "(2", "2 2", "1 / 0", "a", "__import__('os')", "2; 3", "(-2) ** 0.5"])(
    "%s is no number",
    (text) => {
      expect(compute(text)).toBeNull();
    },
  );

  test("takes the values of its names", () => {
    expect(putIn("=2 * width", { width: 16 })).toBe(32);
    expect(putIn("=width - shift", { width: 16, shift: -2 })).toBe(18);
    expect(putIn("=kernel", { kernel: [3, 5] })).toEqual([3, 5]);
    expect(putIn("=mode", { mode: "same" })).toBe("same");
    expect(putIn("=(heads, 2 * (width + 1), -1)", { heads: 4, width: 3 })).toEqual([4, 8, -1]);
    expect(putIn("=(width,)", { width: 3 })).toEqual([3]);
    expect(putIn("=(width + 1) * (2)", { width: 3 })).toBe(8);
    expect(putIn(3, {})).toBe(3);
  });

  test("stays one while its values are", () => {
    expect(putIn("=2 * width", { width: "=outer + 1" })).toBe("=2 * (outer + 1)");
    expect(putIn("=width", { width: "=outer + 1" })).toBe("=outer + 1");
  });

  test("can't be worked out from what is unknown or no number", () => {
    expect(putIn("=2 * width", {})).toBeUndefined();
    expect(putIn("=2 * mode", { mode: "same" })).toBeUndefined();
  });

  test("names each parameter once, and follows when one is renamed", () => {
    expect(namesIn("=a * (b + a)")).toEqual(["a", "b"]);
    expect(namesIn("a")).toEqual([]);
    expect(renameIn("=a * ab", "a", "c")).toBe("=c * ab");
  });
});
