import { describe, expect, it } from "vitest";
import { RunState } from "../../run/live/fold";
import { whyNothingLearned } from "./exports";

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
