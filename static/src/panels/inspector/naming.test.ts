import { expect, test } from "vitest";
import type { Problem } from "../../types/generated";
import { isNamed } from "./naming";

const problem: Problem = {
  code: "bad_param",
  message: "sgd: betas takes text such as '0.9, 0.999'; it is 'often'.",
  hint: "How slowly the mean of the gradients changes.",
  severity: "error",
  block: null,
  node: "sgd",
  port: null,
  fix: { label: "Set eps back to none", edits: [{ op: "unset_param", id: "sgd", name: "eps" }] },
  is_explained: false,
};

test("a problem names the field that its message speaks of, as a whole word", () => {
  expect(isNamed(problem, "sgd", "betas")).toBe(true);
  expect(isNamed(problem, "sgd", "beta")).toBe(false);
  expect(isNamed(problem, "sgd", "momentum")).toBe(false);
});

test("a problem names the field of its node that its fix sets", () => {
  expect(isNamed(problem, "sgd", "eps")).toBe(true);
  expect(isNamed(problem, "other", "eps")).toBe(false);
});
