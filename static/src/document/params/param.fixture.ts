import type { Param } from "../../types/generated";

/** A field for tests: a whole number, but for what is given. */
export const param = (facts: Partial<Param> = {}): Param => ({
  name: "size",
  kind: "int",
  default: 1,
  required: false,
  inferred: false,
  follows: false,
  choices: [],
  minimum: null,
  maximum: null,
  length: null,
  per_axis: false,
  pattern: "",
  only_if: [],
  help: "",
  ...facts,
});
