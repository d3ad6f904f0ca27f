import type { Param } from "../../types/generated";

/** A field with no bounds and no choices, which must be filled: what a field begins with that no catalogue has. */
export const FREE: Param = {
  name: "",
  kind: "int",
  help: "",
  default: null,
  minimum: null,
  maximum: null,
  required: true,
  inferred: false,
  follows: false,
  choices: [],
  length: null,
  per_axis: false,
  pattern: "",
  only_if: [],
};
