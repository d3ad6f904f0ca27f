import { beforeEach, describe, expect, test } from "vitest";
import { FREE } from "../document/params/free";
import type { Value } from "../document/params/value";
import type { Param } from "../types/generated";
import { changeAxis, combinations, leaveOut, planOf, suggested, useDraft, vary } from "./draft";

const param = (fields: Partial<Param>): Param => ({
  ...FREE,
  name: "x",
  kind: "float",
  default: 0,
  required: false,
  ...fields,
});

const around = (fields: Partial<Param>, value: Value) => {
  const { kind, low, high, scale, choices } = suggested({ path: "a.x", param: param(fields), value });
  return kind === "choices" ? choices : `${low} to ${high} ${scale}`;
};

describe("what is suggested for a setting", () => {
  test.each<[string, Partial<Param>, Value, string]>([
    ["a rate", { minimum: 0, maximum: 100 }, 0.01, "0.001 to 0.1 log"],
    ["a rate that is nothing yet", { minimum: 0, maximum: 10 }, null, "0.00001 to 0.1 log"],
    ["a share", { minimum: 0, maximum: 1 }, 0.2, "0 to 0.5 linear"],
    ["a share near 1", { minimum: 0, maximum: 1 }, 0.9, "0 to 1 linear"],
    ["a width", { kind: "int", minimum: 1 }, 8, "2 to 32 log"],
    ["a seed", { kind: "int", minimum: 0 }, 0, "0 to 3 linear"],
    ["a width at its most", { kind: "int", minimum: 1, maximum: 10 }, 8, "2 to 10 log"],
    ["sizes", { kind: "size" }, [3, 5], "3, 5"],
    ["a switch", { kind: "bool" }, true, "true, false"],
    ["a choice", { kind: "choice", choices: ["Adam", "SGD"] }, "Adam", "Adam, SGD"],
  ])("fits %s", (_, fields, value, words) => {
    expect(around(fields, value)).toBe(words);
  });
});

describe("a plan that is typed", () => {
  beforeEach(() => {
    useDraft.setState(useDraft.getInitialState(), true);
    vary({ path: "objective.lr", param: param({ minimum: 0 }), value: 0.01 });
  });

  test("is read as the server takes it", () => {
    vary({ path: "fc1.out_features", param: param({ kind: "int", minimum: 1 }), value: 8 });
    changeAxis("fc1.out_features", { kind: "choices", choices: "4, 8,16" });
    const planned = planOf({ ...useDraft.getState(), judge: "loss" });
    expect(planned).toEqual({
      ok: true,
      plan: {
        axes: [
          { path: "objective.lr", low: 0.001, high: 0.1, scale: "log", whole: false, points: 3 },
          { path: "fc1.out_features", choices: [4, 8, 16] },
        ],
        search: "random",
        trials: 12,
        parallel: 2,
        prune: false,
        judge: { name: "loss", at: "best", direction: null },
      },
    });
  });

  test("varies a setting once, and no longer when it is left out", () => {
    vary({ path: "objective.lr", param: param({}), value: 5 });
    expect(useDraft.getState().axes).toHaveLength(1);
    leaveOut("objective.lr");
    expect(planOf(useDraft.getState())).toEqual({ ok: false, message: "Choose what to vary first." });
  });

  test.each([
    [{ low: "x" }, 'objective.lr: Expected a number, got "x".'],
    [{ low: "2", high: "1" }, "objective.lr: the first number must be below the second."],
    [{ low: "0" }, "objective.lr: in powers of ten it must begin above 0."],
    [{ points: "1" }, "objective.lr: in how many points? From 2 to 24."],
    [
      { kind: "choices" as const, choices: " " },
      "objective.lr: which values? Write them with commas between.",
    ],
  ])("says what is wrong with %j", (change, message) => {
    changeAxis("objective.lr", change);
    expect(planOf(useDraft.getState())).toEqual({ ok: false, message });
  });

  test("has a number of trials, or all combinations of a grid", () => {
    useDraft.setState({ trials: "many" });
    expect(planOf(useDraft.getState())).toMatchObject({ ok: false });
    changeAxis("objective.lr", { points: "5" });
    vary({ path: "bias", param: param({ kind: "bool" }), value: true });
    expect(combinations(useDraft.getState())).toBe(10);
    useDraft.setState({ search: "grid" });
    expect(planOf(useDraft.getState())).toMatchObject({ ok: true, plan: { trials: 10 } });
    vary({ path: "fc1.out_features", param: param({ kind: "int", minimum: 1 }), value: 8 });
    changeAxis("fc1.out_features", { points: "24" });
    expect(planOf(useDraft.getState())).toMatchObject({ ok: false });
  });
});
