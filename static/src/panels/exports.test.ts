import { describe, expect, it } from "vitest";
import { RunState } from "../run/fold";
import { whyNothingLearned } from "./exports";
import { drawingIn, nameOf } from "./open";

const facts = new RunState().facts;

describe("what a run has learned", () => {
  it("can not be exported before there is a run", () => {
    expect(whyNothingLearned({ runId: null, facts: null })).toMatch(/^Train first/);
  });
  it("can not be exported before the run has saved it, whatever steps it has told of", () => {
    expect(whyNothingLearned({ runId: "a", facts: null })).toMatch(/not saved/);
    expect(whyNothingLearned({ runId: "a", facts: { ...facts, step: 9 } })).toMatch(/not saved/);
  });
  it("can be exported from the first checkpoint on", () => {
    expect(whyNothingLearned({ runId: "a", facts: { ...facts, checkpoint_step: 7 } })).toBeNull();
  });
});

describe("the name of an opened file", () => {
  it("is the network's, without its ending", () => {
    expect(nameOf("My net.JSON")).toBe("My net");
    expect(nameOf(".json")).toBe("Untitled network");
    expect(nameOf("x".repeat(200))).toHaveLength(120);
  });
});

describe("the text of an opened file", () => {
  it("is sent as the drawing that it holds, and else as it is", () => {
    expect(drawingIn('{"version": 1}')).toEqual({ version: 1 });
    for (const text of ["", "oops", "[1]", "null", "7"]) expect(drawingIn(text)).toBe(text);
  });
});
