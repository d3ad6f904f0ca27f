import type { Param } from "../../types/generated";
import { FREE } from "./free";

/** A field for tests: a whole number, but for what is given. */
export const param = (facts: Partial<Param> = {}): Param => ({
  ...FREE,
  name: "size",
  default: 1,
  required: false,
  ...facts,
});
