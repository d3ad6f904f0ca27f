import type { Value } from "../../document/params/value";
import type { Action } from "../command";

/** Gives the open block a parameter, or one that it has another default. */
export const setDefault: Action<{ name: string; value: Value }> = {
  id: "set-default",
  label: "Set a default",
  perform: ({ graph }, { name, value }) => graph.setDefault(name, value),
};
