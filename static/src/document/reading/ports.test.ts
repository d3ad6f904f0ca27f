import { describe, expect, test } from "vitest";
import type { Block, NodeType, Port } from "../../types/generated";
import { closesLoop, fittingOutputs, type PortRef, refuseWire } from "./ports";

const port = (name: string, kind: Port["kind"], accepts: Port["accepts"] = []): Port => ({
  name,
  kind,
  accepts,
  optional: false,
  help: "",
});
const type = (name: string, inputs: Port[], outputs: Port[]): NodeType => ({
  type: name,
  role: "layer",
  category: "",
  summary: "",
  in_torchs_words: false,
  params: [],
  inputs,
  outputs,
});

const catalog = new Map(
  [
    type("Digits", [], [port("image", "image"), port("label", "label")]),
    type("ReLU", [port("input", "tensor", ["tensor", "image"])], [port("output", "tensor")]),
  ].map((known) => [known.type, known]),
);
const node = (name: string): Block["nodes"][string] => ({
  type: name,
  params: {},
  position: [0, 0],
  note: "",
});
const block: Block = {
  params: {},
  nodes: { data: node("Digits"), a: node("ReLU"), b: node("ReLU") },
  edges: { "a.input": "data.image", "b.input": "a.output" },
};
const facts = (id: string) => catalog.get(block.nodes[id]?.type ?? "");
const output = (id: string, name = "output"): PortRef => ({ node: id, port: name, side: "output" });
const input = (id: string): PortRef => ({ node: id, port: "input", side: "input" });

describe("a wire", () => {
  test("fits when its kind is accepted, whichever end it was drawn from", () => {
    expect(refuseWire(block, facts, output("data", "image"), input("b"))).toBeNull();
    expect(refuseWire(block, facts, input("b"), output("data", "image"))).toBeNull();
  });

  test("of the wrong kind is refused with both kinds named", () => {
    expect(refuseWire(block, facts, output("data", "label"), input("b"))).toBe(
      "b.input takes tensor or image, and data.label gives label.",
    );
  });

  test("that would close a loop is refused", () => {
    expect(refuseWire(block, facts, output("b"), input("a"))).toMatch(/close a loop/);
    expect(closesLoop(block, "a", "a")).toBe(true);
    expect(closesLoop(block, "data", "b")).toBe(false);
  });

  test("never joins two inputs", () => {
    expect(refuseWire(block, facts, input("a"), input("b"))).toMatch(/from an output to an input/);
  });

  test("can start at every output that fits", () => {
    expect(fittingOutputs(block, facts, input("a"))).toEqual(["data.image"]);
    expect(fittingOutputs(block, facts, input("b"))).toEqual(["data.image", "a.output"]);
  });
});
