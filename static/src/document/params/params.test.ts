import { describe, expect, test } from "vitest";
import { param } from "./param.fixture";
import { formatValue, mainParams, parseFree, parseValue } from "./params";

describe("what is typed into a field", () => {
  test.each([
    [param({ kind: "int" }), " 12 ", 12],
    [param({ kind: "float" }), "1e-3", 0.001],
    [param({ kind: "float" }), "3", 3],
    [param({ kind: "bool" }), "true", true],
    [param({ kind: "choice", choices: ["mean", "sum"] }), "sum", "sum"],
    [param({ kind: "size" }), "3", 3],
    [param({ kind: "size" }), "3, 5", [3, 5]],
    [param({ kind: "size" }), "(3, 5)", [3, 5]],
    [param({ kind: "size" }), "3x5", [3, 5]],
    [param({ kind: "size", choices: ["same"] }), "same", "same"],
    [param({ kind: "text" }), "a b", "a b"],
    [param({ kind: "int", default: null }), "", null],
  ])("%o reads %s as %o", (facts, text, value) => {
    expect(parseValue(facts, text)).toEqual({ ok: true, value });
  });

  test.each([
    [param({ kind: "int" }), "3.5", 'Expected a whole number, got "3.5".'],
    [param({ kind: "int", minimum: 1 }), "0", "At least 1."],
    [param({ kind: "int", maximum: 1_000_000 }), "2000000", "At most 1,000,000."],
    [param({ kind: "int", required: true, default: null }), "", "size needs a value."],
    [param({ kind: "float" }), "fast", 'Expected a number, got "fast".'],
    [param({ kind: "float" }), "Infinity", 'Expected a number, got "Infinity".'],
    [param({ kind: "choice", choices: ["mean", "sum"] }), "max", "Expected one of: mean, sum."],
    [param({ kind: "size", minimum: 1 }), "3, 0", "At least 1."],
    [
      param({ kind: "size", choices: ["same"] }),
      "wide",
      'Expected a whole number, or one per axis such as 3, 5, or same, got "wide".',
    ],
  ])("%o refuses %s in a sentence", (facts, text, message) => {
    expect(parseValue(facts, text)).toEqual({ ok: false, message });
  });

  test.each([3, [3, 5], "same", true, null])("%o reads back as it was shown", (value) => {
    const kind = typeof value === "boolean" ? "bool" : "size";
    expect(parseValue(param({ kind, choices: ["same"], default: null }), formatValue(value))).toEqual({
      ok: true,
      value,
    });
  });
});

test("a node's one line shows what was chosen and leaves torch's defaults out", () => {
  const params = [
    param({ name: "in_channels", inferred: true, default: null }),
    param({ name: "out_channels", default: 16 }),
    param({ name: "stride", kind: "size", default: 1 }),
    param({ name: "bias", kind: "bool", default: true }),
  ];
  expect(mainParams(params, { stride: [2, 1] })).toBe("out_channels=16 stride=2, 1");
});

test("a line too long for a node leaves as many of the first names out as it must, as a call in Python does", () => {
  const params = [
    param({ name: "in_channels", inferred: true, default: null }),
    param({ name: "out_channels", default: 16 }),
    param({ name: "kernel_size", kind: "size", default: 3 }),
    param({ name: "stride", kind: "size", default: 1 }),
    param({ name: "padding", kind: "size", default: 0 }),
  ];
  expect(mainParams(params, { out_channels: 12, padding: 2 })).toBe("12, kernel_size=3, padding=2");
  expect(mainParams(params, { out_channels: 1024, padding: 2 })).toBe("1024, kernel_size=3, padding=2");
  expect(mainParams(params, { kernel_size: [3, 5], padding: 2 })).toBe("16, 3, 5, padding=2");
});

describe("an expression typed into a field", () => {
  test("is kept inside a block, whatever the kind of the field", () => {
    expect(parseValue(param({ kind: "int" }), " =2 * width ", true)).toEqual({
      ok: true,
      value: "=2 * width",
    });
    expect(parseValue(param({ kind: "size" }), "=kernel", true)).toEqual({ ok: true, value: "=kernel" });
  });

  test("is refused in words in the main drawing, and where nothing follows", () => {
    expect(parseValue(param({ kind: "int" }), "=width")).toMatchObject({ ok: false });
    expect(parseValue(param({ kind: "int" }), "=", true)).toMatchObject({ ok: false });
  });
});

test("the line of a node shows an expression after one equals sign", () => {
  const facts = [param({ name: "out_features", kind: "int" })];
  expect(mainParams(facts, { out_features: "=2 * width" })).toBe("out_features=2 * width");
});

describe("the default of a block's parameter", () => {
  test.each([
    ["16", 16],
    ["0.5", 0.5],
    ["true", true],
    ["3, 5", [3, 5]],
    ["same", "same"],
    ["", null],
  ])("typed as %o is %o", (text, value) => expect(parseFree(text)).toEqual(value));
});
